import type { AgentSession } from '../api/types';
import { needsAttention } from '../picker/groupSessions';

/** As many as one wall socket carries. */
export const TILES_A_PAGE = 16;

/** The order in which a wall is hung: who needs a person first, then as in the list. */
export function arrange(sessions: readonly AgentSession[]): string[] {
  return [...sessions.filter(needsAttention), ...sessions.filter((session) => !needsAttention(session))].map(
    ({ name }) => name,
  );
}

/**
 * The order after the list changed. A tile keeps its place until its session leaves: then a newcomer takes the
 * place, or, if there is none, whoever hangs last. Nothing else moves.
 */
export function rearrange(order: readonly string[], sessions: readonly AgentSession[]): string[] {
  const present = new Set(sessions.map(({ name }) => name));
  const known = new Set(order);
  const newcomers = arrange(sessions.filter(({ name }) => !known.has(name)));
  const places: (string | undefined)[] = order.map((name) => (present.has(name) ? name : newcomers.shift()));
  for (let at = places.indexOf(undefined); at >= 0; at = places.indexOf(undefined)) {
    let last = places.pop();
    while (last === undefined && places.length > at) last = places.pop();
    if (last !== undefined) places[at] = last;
  }
  return [...places.filter((name) => name !== undefined), ...newcomers];
}
