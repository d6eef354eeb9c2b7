import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionView } from './view/sessionView';

const DECORATIONS = {
  matchOverviewRuler: '#8b98a5',
  activeMatchColorOverviewRuler: '#e6b422',
  matchBackground: '#5a4a1a',
  activeMatchBackground: '#e6b422',
};

/** Finds text in the history and on the screen. */
export function SearchBar({ view, onClose }: { view: SessionView; onClose(): void }) {
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<{ at: number; of: number } | null>(null);

  useEffect(() => {
    const listening = view.search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setFound({ at: resultIndex + 1, of: resultCount }),
    );
    return () => {
      listening.dispose();
      view.search.clearDecorations();
    };
  }, [view]);

  const find = (text: string, direction: 'next' | 'previous', incremental = false) => {
    const options = { decorations: DECORATIONS, incremental };
    if (text === '') view.search.clearDecorations();
    else if (direction === 'next') view.search.findNext(text, options);
    else view.search.findPrevious(text, options);
  };

  return (
    <form
      className="gt-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        find(query, 'previous');
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          onClose();
          view.terminal.focus();
        }
      }}
    >
      <input
        data-testid="search"
        autoFocus
        value={query}
        placeholder="Find in the terminal"
        aria-label="Find in the terminal"
        onChange={(event) => {
          setQuery(event.target.value);
          find(event.target.value, 'previous', true);
        }}
      />
      <span className="gt-search-count" role="status">
        {query !== '' && found !== null && (found.of === 0 ? 'nothing found' : `${found.at} of ${found.of}`)}
      </span>
      <button type="submit" className="gt-icon-button" aria-label="Previous match">
        <ChevronUp size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="gt-icon-button"
        aria-label="Next match"
        onClick={() => find(query, 'next')}
      >
        <ChevronDown size={16} aria-hidden="true" />
      </button>
      <button type="button" className="gt-icon-button" aria-label="Close the search" onClick={onClose}>
        <X size={16} aria-hidden="true" />
      </button>
    </form>
  );
}
