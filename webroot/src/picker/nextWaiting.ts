import type { AgentSession } from '../api/types';
import { needsAttention } from './groupSessions';

/** The next one in list order that needs a person, going round; the one shown only when it is the only one. */
export function nextWaiting(sessions: readonly AgentSession[], selected: string | null): AgentSession | null {
  const from = sessions.findIndex(({ name }) => name === selected) + 1;
  return [...sessions.slice(from), ...sessions.slice(0, from)].find(needsAttention) ?? null;
}
