import type { AgentSession } from '../api/types';

export interface SessionGroup {
  /** The rig's name, or null for the town's own agents. */
  rig: string | null;
  sessions: AgentSession[];
}

/** Groups by rig without changing the order: the list comes sorted, the Mayor first. */
export function groupSessions(sessions: AgentSession[]): SessionGroup[] {
  const groups: SessionGroup[] = [];
  for (const session of sessions) {
    const last = groups.at(-1);
    if (last !== undefined && last.rig === session.rig) last.sessions.push(session);
    else groups.push({ rig: session.rig, sessions: [session] });
  }
  return groups;
}

/** Every word must occur somewhere in the name, role, rig, status or title. */
export function filterSessions(sessions: AgentSession[], query: string): AgentSession[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter(({ name, role, rig, status, title }) => {
    const text = [name, role, rig, status, title].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function needsAttention({ attention }: AgentSession): boolean {
  return attention === 'waiting';
}
