import type { ConnectionState } from './connection/connectionState';

interface RetryButtonProps {
  connection: ConnectionState;
  onRetry(): void;
}

/** What a person can do about a connection that is not there. */
export function RetryButton({ connection: { status, ending }, onRetry }: RetryButtonProps) {
  // The page knows the ways to log in; it shows them when it is loaded without one.
  const act = ending === 'login' ? () => location.reload() : onRetry;
  const label = ending === 'login' ? 'Log in' : status === 'disconnected' ? 'Connect again' : 'Try now';
  return (
    <button type="button" className="gt-button" onClick={act}>
      {label}
    </button>
  );
}
