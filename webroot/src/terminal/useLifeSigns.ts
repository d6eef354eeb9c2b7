import { useEffect } from 'react';
import type { SessionList } from '../api/types';
import type { SessionView } from './view/sessionView';

/** A list may be that old when it comes: asked for every 5 s, and the idle seconds are whole ones. */
export const LIST_AGE_MS = 6_000;

/** Tells the connection when the agent printed last, which the list knows from another way than the socket. */
export function useLifeSigns(view: SessionView | null, list: SessionList | null, sessionName: string): void {
  useEffect(() => {
    if (view === null || list === null || list.stale) return;
    const session = list.sessions.find(({ name }) => name === sessionName);
    if (session?.alive && session.idleSeconds !== null) {
      view.connection.printedAt(Date.now() - LIST_AGE_MS - session.idleSeconds * 1_000);
    }
  }, [view, list, sessionName]);
}
