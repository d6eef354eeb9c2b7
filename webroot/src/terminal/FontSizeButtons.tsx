import { AArrowDown, AArrowUp } from 'lucide-react';
import { changePreferences, LARGEST_CHOICE, SMALLEST_CHOICE, useTerminalPreferences } from './preferences';

/** A− and A+. Ctrl or ⌘ with + and − stay the browser's. */
export function FontSizeButtons() {
  const { fontSize } = useTerminalPreferences();
  return (
    <>
      <button
        type="button"
        className="gt-icon-button"
        aria-label="Smaller text"
        title="Smaller text"
        disabled={fontSize <= SMALLEST_CHOICE}
        onClick={() => changePreferences({ fontSize: fontSize - 1 })}
      >
        <AArrowDown size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="gt-icon-button"
        aria-label="Larger text"
        title="Larger text"
        disabled={fontSize >= LARGEST_CHOICE}
        onClick={() => changePreferences({ fontSize: fontSize + 1 })}
      >
        <AArrowUp size={16} aria-hidden="true" />
      </button>
    </>
  );
}
