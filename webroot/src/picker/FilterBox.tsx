import { Search } from 'lucide-react';
import type { Ref } from 'react';
import { FILTER_KEYS, type FilterDeed } from './listKeys';

interface FilterBoxProps {
  ref: Ref<HTMLInputElement>;
  query: string;
  onChange(query: string): void;
  /** The arrow key down: on into the list. */
  onLeave(): void;
  onChooseFirst(): void;
}

export function FilterBox({ ref, query, onChange, onLeave, onChooseFirst }: FilterBoxProps) {
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const does = FILTER_KEYS.find(({ keys }) => keys.includes(event.key))?.does;
    // An empty filter leaves Escape to whatever the list is in, such as a drawer.
    if (does === undefined || (does !== 'leave' && query === '')) return;
    const deeds: Record<FilterDeed, () => void> = {
      leave: onLeave,
      choose: onChooseFirst,
      clear: () => onChange(''),
    };
    deeds[does]();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <label className="gt-filter">
      <Search size={14} aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        value={query}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder="Filter agents"
        aria-label="Filter agents"
        autoComplete="off"
        spellCheck={false}
      />
    </label>
  );
}
