import { Plug, Unplug } from 'lucide-react';
import type { ConnectionState } from './connection/connectionState';
import { RetryButton } from './RetryButton';

interface TerminalNoticeProps {
  connection: ConnectionState;
  /** Something is on the screen: then a strip at its edge says what is wrong, and hides nothing. */
  drawn: boolean;
  onRetry(): void;
}

/** Why the screen is dimmed or empty, and what can be done. */
export function TerminalNotice({ connection, drawn, onRetry }: TerminalNoticeProps) {
  const { status, reason, advice } = connection;
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
        <strong>{reason ?? 'The connection was lost'}</strong>
        {advice !== null && <span className="gt-advice">{advice}</span>}
      </span>
      <RetryButton connection={connection} onRetry={onRetry} />
    </div>
  );
}
