import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FeedState } from '../feed/sessionFeed';
import { formatAge } from './formatAge';

/** How old the list is, and whether anything keeps it from getting younger. */
export function ListFreshness({ list, failure, live }: FeedState) {
  const age = useAge(list?.polledAt);
  if (list === null) return null;
  const trouble = list.stale
    ? (list.error ?? 'The sandbox can’t be reached')
    : (failure?.message ?? (live ? null : 'Live updates are interrupted'));
  return (
    <p className="gt-freshness" data-trouble={trouble !== null}>
      {trouble === null ? (
        <RefreshCw size={12} aria-hidden="true" />
      ) : (
        <TriangleAlert size={12} aria-hidden="true" />
      )}
      <span>
        {list.stale ? 'Stale: ' : 'Updated '}
        {formatAge(age)} {list.stale ? 'old' : 'ago'}
      </span>
      {trouble !== null && <bdi className="gt-freshness-why">{trouble}</bdi>}
    </p>
  );
}

function useAge(polledAt: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [polledAt]);
  return polledAt === undefined ? 0 : now - polledAt;
}
