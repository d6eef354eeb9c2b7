import { useState } from 'react';
import type { AgentSession } from '../api/types';
import { placeAsListed, placeSteadily, type PlacedSession } from './steadyOrder';

/** The sessions in list order, except that while `steady` none of those shown moves. */
export function useSteadyOrder(sessions: readonly AgentSession[], steady: boolean): readonly PlacedSession[] {
  const [held, setHeld] = useState(() => ({ sessions, steady, placed: placeAsListed(sessions) }));
  if (held.sessions === sessions && held.steady === steady) return held.placed;
  // Derived from what was shown before, which is why it is state and not a memo.
  const placed = steady ? placeSteadily(held.placed, sessions) : placeAsListed(sessions);
  setHeld({ sessions, steady, placed });
  return placed;
}
