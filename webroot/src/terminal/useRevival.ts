import { useEffect, useRef } from 'react';
import type { SessionList } from '../api/types';
import type { SessionView } from './view/sessionView';

/**
 * A session that ended is over for its connection. But agents are restarted under the same name: when the list
 * has seen this one dead or gone, and then alive, that is a new life and worth a new connection.
 */
export function useRevival(view: SessionView | null, list: SessionList | null, sessionName: string): void {
  const wasGone = useRef(false);
  useEffect(() => {
    wasGone.current = false;
  }, [view]);
  useEffect(() => {
    if (view === null || list === null || list.stale) return;
    const alive = list.sessions.some(({ name, alive }) => name === sessionName && alive);
    const { status, ending } = view.connection.state.get();
    if (!alive) wasGone.current = true;
    else if (wasGone.current) {
      wasGone.current = false;
      if (status === 'disconnected' && (ending === 'ended' || ending === 'gone')) view.connection.retry();
    }
  }, [view, list, sessionName]);
}
