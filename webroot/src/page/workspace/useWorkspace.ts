import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AgentSession } from '../../api/types';
import { needsAttention } from '../../picker/groupSessions';
import { remember, remembered } from '../../resilience/remembered';
import {
  changeSplit,
  focusedSession,
  focusPane,
  neighbour,
  pick,
  readLayout,
  type Direction,
  type Layout,
  type Split,
} from './layout';

export interface WorkspaceControl {
  layout: Layout;
  /** Counts the requests to put the keyboard into the pane in focus. */
  keyboardRequests: number;
  /** Shows a session, and puts the keyboard there if that is meant. */
  pick(session: string, thenType: boolean): void;
  /** The focus is in that pane already. */
  focus(pane: number): void;
  /** Goes to the pane beside, keyboard and all. */
  move(direction: Direction): void;
  split(split: Split): void;
}

/**
 * Which sessions are shown in which panes, kept in this browser for each town. The session in focus is the page's
 * own, which stands in the address: whoever changes that from outside picks.
 */
export function useWorkspace(
  townId: string,
  sessions: readonly AgentSession[],
  sessionName: string | null,
  onSelectSession: (session: string) => void,
): WorkspaceControl {
  const storageKey = `gastown.workspace.${townId}`;
  const [layout, setLayout] = useState(() => {
    const kept = readLayout(remembered(storageKey));
    return sessionName === null ? kept : pick(kept, sessionName);
  });
  const [keyboardRequests, setKeyboardRequests] = useState(0);
  // Several events may come between two renderings; each goes on where the one before left off.
  const current = useRef(layout);

  const change = useCallback(
    (next: Layout) => {
      if (next === current.current) return;
      current.current = next;
      setLayout(next);
      remember(storageKey, JSON.stringify(next));
    },
    [storageKey],
  );
  const goTo = useCallback(
    (next: Layout) => {
      const before = focusedSession(current.current);
      change(next);
      const session = focusedSession(next);
      if (session !== null && session !== before) onSelectSession(session);
    },
    [change, onSelectSession],
  );

  useEffect(() => {
    if (sessionName !== null && sessionName !== focusedSession(current.current))
      change(pick(current.current, sessionName));
  }, [sessionName, change]);

  return useMemo(() => {
    const requestKeyboard = () => setKeyboardRequests((count) => count + 1);
    return {
      layout,
      keyboardRequests,
      pick(session, thenType) {
        goTo(pick(current.current, session));
        if (thenType) requestKeyboard();
      },
      focus: (pane) => goTo(focusPane(current.current, pane)),
      move(direction) {
        goTo(focusPane(current.current, neighbour(current.current, direction)));
        requestKeyboard();
      },
      split: (split) => goTo(changeSplit(current.current, split, candidates(sessions))),
    };
  }, [layout, keyboardRequests, goTo, sessions]);
}

/** For panes that open empty: first who needs a person, then who lives, in list order. */
function candidates(sessions: readonly AgentSession[]): string[] {
  const living = sessions.filter(({ alive }) => alive);
  return [...living.filter(needsAttention), ...living.filter((session) => !needsAttention(session))].map(
    ({ name }) => name,
  );
}
