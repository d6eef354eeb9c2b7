import { Columns2, Grid2x2, Square } from 'lucide-react';
import type { Split } from './layout';

const CHOICES = [
  { split: 1, name: 'One terminal', Icon: Square },
  { split: 2, name: 'Two terminals', Icon: Columns2 },
  { split: 4, name: 'Four terminals', Icon: Grid2x2 },
] as const;

/** How many terminals are shown at once. */
export function SplitSwitch({ split, onSplit }: { split: Split; onSplit(split: Split): void }) {
  return (
    <span className="gt-split-switch" role="group" aria-label="Layout">
      {CHOICES.map(({ split: choice, name, Icon }) => (
        <button
          key={choice}
          type="button"
          className="gt-icon-button"
          data-testid={`split-${choice}`}
          aria-label={name}
          aria-pressed={choice === split}
          title={`${name} (Alt+Shift+L goes round)`}
          onClick={() => onSplit(choice)}
        >
          <Icon size={16} aria-hidden="true" />
        </button>
      ))}
    </span>
  );
}
