import { useEffect, useMemo } from 'react';
import { useStore } from '../resilience/useStore';
import { useServices } from '../services';
import type { FeedState, SessionFeed } from './sessionFeed';

/** A town's session list, live for as long as the component is there. */
export function useSessionFeed(townId: string): FeedState & { feed: SessionFeed } {
  const services = useServices();
  const feed = useMemo(() => services.feedOf(townId), [services, townId]);
  useEffect(() => feed.watch(), [feed]);
  const state = useStore(feed.state);
  return { ...state, feed };
}
