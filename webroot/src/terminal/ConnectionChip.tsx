import { useEffect, useState } from 'react';
import type { Store } from '../resilience/store';
import { useStore } from '../resilience/useStore';
import type { ConnectionState, Ending } from './connection/connectionState';
import type { Legs } from './connection/roundTripMeter';
import { Popover } from './Popover';
import { RetryButton } from './RetryButton';

const ENDINGS: Record<Ending, string> = {
  ended: 'Ended',
  gone: 'No such session',
  revoked: 'Access revoked',
  login: 'Login expired',
  refused: 'Refused',
};

interface ConnectionChipProps {
  connection: ConnectionState;
  legs: Store<Legs | null>;
  onRetry(): void;
}

/**
 * The state of the connection in a word, more when pressed. The countdown and the milliseconds are for eyes only,
 * the announcement for ears.
 */
export function ConnectionChip({ connection, legs: measured, onRetry }: ConnectionChipProps) {
  const { status, reason, advice, retryAt } = connection;
  const known = useStore(measured);
  const legs = status === 'connected' ? known : null;
  const seconds = useSecondsUntil(retryAt);
  const word = wordFor(connection);
  return (
    <>
      <span role="status" className="gt-visually-hidden">
        {status === 'disconnected' && reason !== null ? `${word}: ${reason}` : word}
      </span>
      <Popover
        className="gt-chip"
        data-testid="connection-status"
        data-status={status}
        title={reason ?? (legs === null ? undefined : legWords(legs).join(', '))}
        panelLabel="The connection"
        panelClassName="gt-connection-details"
        face={
          <>
            <span className="gt-chip-dot" aria-hidden="true" />
            {word}
            {status === 'reconnecting' && seconds > 0 && ` in ${seconds} s`}
            {legs !== null && <span className="gt-chip-time">{legs.browser + (legs.sandbox ?? 0)} ms</span>}
          </>
        }
      >
        <strong>{reason ?? word}</strong>
        {advice !== null && <p>{advice}</p>}
        {legs !== null && legWords(legs).map((words) => <p key={words}>{words}</p>)}
        {(status === 'reconnecting' || status === 'disconnected') && (
          <RetryButton connection={connection} onRetry={onRetry} />
        )}
      </Popover>
    </>
  );
}

function legWords({ browser, sandbox }: Legs): string[] {
  return [
    `Browser to gateway: ${browser} ms`,
    sandbox === null ? 'The gateway does not reach the sandbox' : `Gateway to sandbox: ${sandbox} ms`,
  ];
}

function wordFor({ status, ending }: ConnectionState): string {
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
