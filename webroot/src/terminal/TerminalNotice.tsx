import { Plug, Unplug } from 'lucide-react';
import type { ConnectionState } from './connection/connectionState';

interface TerminalNoticeProps {
  connection: ConnectionState;
  /** Something is on the screen: then a strip at its edge says what is wrong, and hides nothing. */
  drawn: boolean;
  onRetry(): void;
}

/** Why the screen is dimmed or empty, and what can be done. */
export function TerminalNotice({ connection, drawn, onRetry }: TerminalNoticeProps) {
  const { status, reason, ending } = connection;
  if (status === 'connected') return null;
  if (status === 'connecting') {
    return drawn ? null : (
      <p className="gt-stage-notice">
        <Plug size={16} aria-hidden="true" /> Connecting to the session…
      </p>
    );
  }
  return (
    <div className="gt-stage-notice" data-final={status === 'disconnected'} data-strip={drawn}>
      <Unplug size={16} aria-hidden="true" />
      <span>
        {reason ?? 'The connection was lost'}
        {ending === 'login' && '. Open the link that the gateway printed to log in again'}
      </span>
      <button type="button" className="gt-button" onClick={onRetry}>
        {status === 'disconnected' ? 'Connect again' : 'Now'}
      </button>
    </div>
  );
}
