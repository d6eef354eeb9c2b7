import { useEffect, useState } from 'react';
import type { ConnectionState, Ending } from './connection/connectionState';

const ENDINGS: Record<Ending, string> = {
  ended: 'Ended',
  gone: 'No such session',
  revoked: 'Access revoked',
  login: 'Login expired',
  refused: 'Refused',
};

/** The state of the connection in a word; the countdown is for eyes only, the announcement for ears. */
export function ConnectionChip({ connection }: { connection: ConnectionState }) {
  const { status, reason, retryAt } = connection;
  const seconds = useSecondsUntil(retryAt);
  return (
    <span
      className="gt-chip"
      data-testid="connection-status"
      data-status={status}
      title={reason ?? undefined}
    >
      <span className="gt-chip-dot" aria-hidden="true" />
      <span role="status">{announcement(connection)}</span>
      {status === 'reconnecting' && seconds > 0 && <span aria-hidden="true"> in {seconds} s</span>}
      {status === 'disconnected' && reason !== null && <span className="gt-visually-hidden">: {reason}</span>}
    </span>
  );
}

function announcement({ status, ending }: ConnectionState): string {
  switch (status) {
    case 'connecting':
      return 'Connecting';
    case 'connected':
      return 'Live';
    case 'reconnecting':
      return 'Reconnecting';
    case 'disconnected':
      return ending === null ? 'Disconnected' : ENDINGS[ending];
  }
}

function useSecondsUntil(moment: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (moment === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [moment]);
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / 1000));
}
