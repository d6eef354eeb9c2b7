import type { SessionList } from '../api/types';

/**
 * Whether a list replaces the one held. Lists can overtake each other (HTTP and event bus, two nodes), so only
 * a greater sequence does. After a reconnect the count may have begun anew on another gateway: then the time
 * of the poll decides.
 */
export function acceptList(held: SessionList | null, offered: SessionList, reconnected: boolean): boolean {
  if (held === null || offered.sequence > held.sequence) return true;
  return reconnected && offered.polledAt > held.polledAt;
}
