import { useEffect, useRef, useState } from 'react';
import type { AgentSession } from '../api/types';
import { useSessionFeed } from '../feed/useSessionFeed';
import { needsAttention } from '../picker/groupSessions';
import { useStore } from '../resilience/useStore';
import { moveInGrid } from './gridKeys';
import { useHanging } from './useHanging';
import { useWall } from './useWall';
import './wall.css';
import { WallHeader } from './WallHeader';
import { WallNotice } from './WallNotice';
import { WallTile } from './WallTile';

export interface GastownWallProps {
  townId: string;
  /** A tile was clicked, or chosen with Enter. */
  onSelectSession(sessionName: string): void;
  /** Shows a button to close the wall, and lets Escape do it. */
  onClose?: () => void;
  /** Takes the keyboard when it comes up, to this session's tile if it hangs there. Off by default. */
  focusSession?: string | null;
}

const NO_SESSIONS: AgentSession[] = [];

/** A town's agents side by side, up to 16 a page, to look at only: their screens, small, about a second old. */
export function GastownWall({ townId, onSelectSession, onClose, focusSession }: GastownWallProps) {
  const { feed, ...feedState } = useSessionFeed(townId);
  const sessions = feedState.list?.sessions ?? NO_SESSIONS;
  const hanging = useHanging(sessions);
  const wall = useWall(townId, hanging.names, feedState.list);
  const state = useStore(wall.state);
  const grid = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const reachable = hanging.names.find((name) => name === focused) ?? hanging.names[0];

  const wantsFocus = useRef(focusSession !== undefined);
  useEffect(() => {
    if (!wantsFocus.current || hanging.names.length === 0) return;
    wantsFocus.current = false;
    const tiles = [...(grid.current?.querySelectorAll<HTMLElement>('[data-tile]') ?? [])];
    (tiles.find(({ dataset }) => dataset.tile === focusSession) ?? tiles[0])?.focus();
  }, [hanging.names, focusSession]);

  return (
    <section
      className="gt-root gt-wall"
      data-testid="wall"
      aria-label="Town wall"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && onClose !== undefined) {
          event.stopPropagation();
          onClose();
        } else if (!hasModifier(event) && grid.current !== null && moveInGrid(grid.current, event.key)) {
          event.preventDefault();
        }
      }}
    >
      <WallHeader
        rigs={[...new Set(sessions.map(({ rig }) => rig))]}
        rig={hanging.rig}
        onChooseRig={hanging.choose}
        page={hanging.page}
        pages={hanging.pages}
        onTurn={hanging.turnTo}
        waiting={sessions.filter(needsAttention).length}
        onRehang={hanging.rehang}
        state={state}
        onClose={onClose}
      />
      <ul
        ref={grid}
        className="gt-wall-grid"
        aria-label="Screens"
        data-count={hanging.shown.length}
        style={{ '--columns': Math.ceil(Math.sqrt(hanging.shown.length)) } as React.CSSProperties}
      >
        {hanging.shown.map((session) => (
          <WallTile
            key={session.name}
            session={session}
            screen={wall.screenOf(session.name)}
            inTabOrder={session.name === reachable}
            onFocus={() => setFocused(session.name)}
            onOpen={onSelectSession}
          />
        ))}
      </ul>
      <WallNotice feed={feedState} count={hanging.shown.length} state={state} onRetry={() => wall.retry()} />
    </section>
  );
}

function hasModifier(event: React.KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
}
