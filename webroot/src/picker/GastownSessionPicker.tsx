import { Search } from 'lucide-react';
import { useState } from 'react';
import { useSessionFeed } from '../feed/useSessionFeed';
import { filterSessions, groupSessions } from './groupSessions';
import { ListFreshness } from './ListFreshness';
import './picker.css';
import { PickerNotice } from './PickerNotice';
import { SessionRow } from './SessionRow';

export interface GastownSessionPickerProps {
  townId: string;
  onSelectSession(sessionName: string): void;
  /** The one shown now, marked in the list. */
  selectedSession?: string | null;
}

/** A town's agents, live: who there is, who is alive, who needs a person. */
export function GastownSessionPicker({
  townId,
  onSelectSession,
  selectedSession,
}: GastownSessionPickerProps) {
  const { feed, ...state } = useSessionFeed(townId);
  const [query, setQuery] = useState('');
  const all = state.list?.sessions ?? [];
  const shown = filterSessions(all, query);

  return (
    <section className="gt-picker" aria-label="Sessions">
      <label className="gt-filter">
        <Search size={14} aria-hidden="true" />
        <input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          placeholder="Filter agents"
          aria-label="Filter agents"
        />
      </label>
      <div
        className="gt-picker-list"
        data-testid="session-picker"
        data-stale={state.list?.stale ?? false}
        aria-busy={state.list === null && state.failure === null}
      >
        {groupSessions(shown).map((group) => (
          <div key={group.rig ?? ''} className="gt-group">
            <h2 className="gt-group-name">{group.rig ?? 'Town'}</h2>
            <ul aria-label={group.rig ?? 'Town'}>
              {group.sessions.map((session) => (
                <SessionRow
                  key={session.name}
                  session={session}
                  selected={session.name === selectedSession}
                  onSelect={onSelectSession}
                />
              ))}
            </ul>
          </div>
        ))}
        <PickerNotice
          state={state}
          nothingFound={all.length > 0 && shown.length === 0}
          onRetry={() => feed.refresh()}
        />
      </div>
      <ListFreshness {...state} />
    </section>
  );
}
