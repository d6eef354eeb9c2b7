import { CloudOff, Moon, SearchX } from 'lucide-react';
import type { FeedState } from '../feed/sessionFeed';

interface PickerNoticeProps {
  state: FeedState;
  nothingFound: boolean;
  onRetry(): void;
  onClearFilter(): void;
}

/** What stands in the list's place while there are no rows: loading, an error, or an honest "none". */
export function PickerNotice(props: PickerNoticeProps) {
  const { state, nothingFound, onRetry, onClearFilter } = props;
  const { list, failure } = state;
  if (list === null && failure === null) return <SkeletonRows />;
  if (list === null && failure !== null) {
    return (
      <div className="gt-notice" role="alert">
        <CloudOff size={20} aria-hidden="true" />
        <strong>The sessions can’t be listed</strong>
        <bdi>{failure.message}</bdi>
        <button type="button" className="gt-button" onClick={onRetry}>
          Try again
        </button>
      </div>
    );
  }
  if (nothingFound) {
    return (
      <div className="gt-notice" role="status">
        <SearchX size={20} aria-hidden="true" />
        <span>No agent matches the filter</span>
        <button type="button" className="gt-button" onClick={onClearFilter}>
          Clear the filter
        </button>
      </div>
    );
  }
  if (list !== null && list.sessions.length === 0) {
    return (
      <div className="gt-notice">
        <Moon size={20} aria-hidden="true" />
        <strong>No sessions yet</strong>
        <span>
          Start the town’s agents with <code>gt up</code>, and they appear here by themselves.
        </span>
      </div>
    );
  }
  return null;
}

/** As high as rows, so that those take their places without anything jumping. */
function SkeletonRows() {
  return (
    <div className="gt-skeleton" role="status" aria-label="Loading sessions">
      {[72, 54, 63, 48, 58].map((width) => (
        <span key={width} className="gt-skeleton-row">
          <span style={{ width: `${width}%` }} />
          <span style={{ width: `${width / 2}%` }} />
        </span>
      ))}
    </div>
  );
}
