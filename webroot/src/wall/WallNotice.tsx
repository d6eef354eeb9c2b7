import { CloudOff, Moon, Unplug } from 'lucide-react';
import type { FeedState } from '../feed/sessionFeed';
import type { WallState } from './wallConnection';

interface WallNoticeProps {
  feed: FeedState;
  /** How many sessions hang on the wall. */
  count: number;
  state: WallState;
  onRetry(): void;
}

/** Why the wall is empty or its screens are dimmed, and what can be done. */
export function WallNotice({ feed, count, state, onRetry }: WallNoticeProps) {
  if (count === 0) return <EmptyWall {...feed} />;
  const { status, reason, ending } = state;
  if (status === 'connected' || status === 'connecting' || reason === null) return null;
  return (
    <div className="gt-wall-notice" data-final={status === 'disconnected'}>
      <Unplug size={16} aria-hidden="true" />
      <span role="status">
        {reason}
        {ending === 'login' && '. Load the page again to log in'}
      </span>
      <button type="button" className="gt-button" onClick={onRetry}>
        {status === 'disconnected' ? 'Try again' : 'Now'}
      </button>
    </div>
  );
}

function EmptyWall({ list, failure }: FeedState) {
  if (list === null && failure !== null) {
    return (
      <div className="gt-wall-empty" role="alert">
        <CloudOff size={24} aria-hidden="true" />
        <strong>The sessions can’t be listed</strong>
        <bdi>{failure.message}</bdi>
      </div>
    );
  }
  if (list === null) {
    return (
      <div className="gt-wall-empty" role="status">
        Loading the town’s sessions…
      </div>
    );
  }
  return (
    <div className="gt-wall-empty">
      <Moon size={24} aria-hidden="true" />
      <strong>No session is running</strong>
      <span>
        Start the town’s agents with <code>gt up</code>, and their screens appear here by themselves.
      </span>
    </div>
  );
}
