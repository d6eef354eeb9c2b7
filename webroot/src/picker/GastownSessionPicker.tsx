import { useMemo, useRef, useState } from 'react';
import type { AgentSession } from '../api/types';
import { useSessionFeed } from '../feed/useSessionFeed';
import { FilterBox } from './FilterBox';
import { groupSessions, matchesFilter } from './groupSessions';
import { flatten, layOut } from './layOut';
import { ListFreshness } from './ListFreshness';
import './picker.css';
import { PickerNotice } from './PickerNotice';
import { SessionGroups } from './SessionGroups';
import { useDrawnItems } from './useDrawnItems';
import { useListUse } from './useListUse';
import { sessionOf, useRovingFocus } from './useRovingFocus';
import { useSteadyOrder } from './useSteadyOrder';
import { WaitingSummary } from './WaitingSummary';

export interface GastownSessionPickerProps {
  townId: string;
  onSelectSession(sessionName: string): void;
  /** The one shown now, marked in the list. */
  selectedSession?: string | null;
}

const NO_SESSIONS: AgentSession[] = [];

/** A town's agents, live: who there is, who is alive, who needs a person. */
export function GastownSessionPicker({
  townId,
  onSelectSession,
  selectedSession = null,
}: GastownSessionPickerProps) {
  const { feed, ...state } = useSessionFeed(townId);
  const [query, setQuery] = useState('');
  const filter = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const sessions = state.list?.sessions ?? NO_SESSIONS;
  const { inUse, whole, rows } = useListUse();
  const placed = useSteadyOrder(sessions, inUse);

  const groups = useMemo(
    () => groupSessions(placed.filter(({ session }) => matchesFilter(session, query))),
    [placed, query],
  );
  const items = useMemo(() => flatten(groups), [groups]);
  const names = useMemo(() => items.flatMap(({ row }) => row?.session.name ?? []), [items]);
  const { tabStop, focusFirst, onFocus, onKeyDown } = useRovingFocus(list, names, selectedSession);
  const always = items.flatMap(({ group, row }, at) => {
    const pinned = group.heading === null && group === groups[0];
    const name = row?.session.name ?? null;
    return pinned || (name !== null && (name === tabStop || name === selectedSession)) ? [at] : [];
  });
  const isDrawn = useDrawnItems(list, items, always);

  const onListKeyDown = (event: React.KeyboardEvent) => {
    if (!leadsToFilter(event)) return onKeyDown(event);
    // A letter goes where the focus is when the browser types it: into the filter.
    if (event.key === '/') event.preventDefault();
    filter.current?.focus();
  };

  return (
    <section className="gt-root gt-picker" aria-label="Sessions" {...whole}>
      <FilterBox
        ref={filter}
        query={query}
        onChange={setQuery}
        onLeave={focusFirst}
        onChooseFirst={() => names[0] !== undefined && onSelectSession(names[0])}
      />
      <WaitingSummary sessions={sessions} selected={selectedSession} onSelect={onSelectSession} />
      <div
        ref={list}
        className="gt-picker-list"
        data-testid="session-picker"
        data-stale={state.list?.stale ?? false}
        aria-busy={state.list === null && state.failure === null}
        {...rows}
        onFocus={onFocus}
        onKeyDown={onListKeyDown}
        onClick={(event) => {
          const name = sessionOf(event.target);
          if (name !== null) onSelectSession(name);
        }}
      >
        {groups.length > 0 && (
          <SessionGroups
            groups={layOut(groups, isDrawn)}
            height={items.reduce((sum, { size }) => sum + size, 0)}
            selected={selectedSession}
            tabStop={tabStop}
          />
        )}
        <PickerNotice
          state={state}
          nothingFound={placed.length > 0 && groups.length === 0}
          onRetry={() => feed.refresh()}
          onClearFilter={() => {
            setQuery('');
            filter.current?.focus();
          }}
        />
      </div>
      <ListFreshness {...state} />
    </section>
  );
}

/** Who types in the list looks for somebody; Space chooses, as on every button. */
function leadsToFilter({ key, altKey, ctrlKey, metaKey, target }: React.KeyboardEvent): boolean {
  const onRow = sessionOf(target) !== null;
  return onRow && key.length === 1 && key !== ' ' && !altKey && !ctrlKey && !metaKey;
}
