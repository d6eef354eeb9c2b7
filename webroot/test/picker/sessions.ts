import { readSessionList } from '../../src/api/sessionList';
import type { AgentSession } from '../../src/api/types';

/** Sessions as the page reads them from what a gateway sends. */
export function sessionsOf(...raw: object[]): AgentSession[] {
  return readSessionList({ townId: 't', sessions: raw })!.sessions;
}
