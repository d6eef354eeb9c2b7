import { useEffect, useMemo } from 'react';
import type { SessionList } from '../api/types';
import { useServices } from '../services';
import { LIST_AGE_MS } from '../terminal/useLifeSigns';
import { WallConnection } from './wallConnection';

/** A wall's connection, up while the component is there and the page can be seen. */
export function useWall(townId: string, names: readonly string[], list: SessionList | null): WallConnection {
  const services = useServices();
  const connection = useMemo(() => new WallConnection(services.wallOf(townId)), [services, townId]);

  useEffect(() => connection.show(names), [connection, names]);
  useEffect(() => {
    const follow = () => {
      if (document.visibilityState === 'visible') connection.start();
      else connection.stop();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      connection.stop();
    };
  }, [connection]);
  useEffect(() => {
    if (list === null || list.stale) return;
    const quiet = list.sessions
      .filter(({ name, alive }) => alive && names.includes(name))
      .map(({ idleSeconds }) => idleSeconds ?? Infinity);
    // The one that printed last: its screen should have come.
    connection.printedAt(Date.now() - LIST_AGE_MS - Math.min(...quiet) * 1_000);
  }, [connection, list, names]);

  return connection;
}
