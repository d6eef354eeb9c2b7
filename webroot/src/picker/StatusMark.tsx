import type { Status } from '../api/types';

/** A filled dot, a ring or a cross, and always the word beside it. */
export function StatusMark({ status, testId }: { status: Status; testId?: string }) {
  return (
    <span className="gt-status" data-testid={testId} data-status={status}>
      <svg className="gt-status-mark" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        {status === 'active' && <circle cx="5" cy="5" r="4" fill="currentColor" />}
        {status === 'idle' && (
          <circle cx="5" cy="5" r="3.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
        )}
        {status === 'dead' && (
          <path d="M2 2l6 6M8 2l-6 6" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
        )}
      </svg>
      {status}
    </span>
  );
}
