import type { AgentSession } from '../api/types';

/** A session and why it stands where it does. */
export interface PlacedSession {
  session: AgentSession;
  /**
   * `listed` where the newest list has it; `gone` where an older one had it; `new` at the end, because it came while
   * no row was to move.
   */
  place: 'listed' | 'gone' | 'new';
}

/** The newest list as it is. */
export function placeAsListed(sessions: readonly AgentSession[]): PlacedSession[] {
  return sessions.map((session) => ({ session, place: 'listed' }));
}

/**
 * The newest list with every row where it was: who changed shows it in their place, who is gone stays (as they were
 * last), who is new comes after all others.
 */
export function placeSteadily(
  before: readonly PlacedSession[],
  sessions: readonly AgentSession[],
): PlacedSession[] {
  const now = new Map(sessions.map((session) => [session.name, session]));
  const kept = before.map((row): PlacedSession => {
    const session = now.get(row.session.name);
    now.delete(row.session.name);
    if (session === undefined) return { session: row.session, place: 'gone' };
    return { session, place: row.place === 'new' ? 'new' : 'listed' };
  });
  return [...kept, ...[...now.values()].map((session): PlacedSession => ({ session, place: 'new' }))];
}
