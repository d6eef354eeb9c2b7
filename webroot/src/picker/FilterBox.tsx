import { Search } from 'lucide-react';
import type { Ref } from 'react';

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
    if (event.key === 'ArrowDown') onLeave();
    else if (event.key === 'Enter' && query.trim() !== '') onChooseFirst();
    // An empty filter leaves Escape to whatever the list is in, such as a drawer.
    else if (event.key === 'Escape' && query !== '') onChange('');
    else return;
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
