import type { AgentSession } from '../api/types';
import type { PlacedSession } from './steadyOrder';

export interface SessionGroup {
  /** Unique in a list; stays the same while the group does. */
  key: string;
  /** What stands above it; the Mayor, pinned first, needs no heading. */
  heading: string | null;
  rows: PlacedSession[];
}

/** Groups without changing the order: the list comes sorted, the Mayor first. */
export function groupSessions(placed: readonly PlacedSession[]): SessionGroup[] {
  const groups: SessionGroup[] = [];
  const keys = new Set<string>();
  let lastKind: string | null = null;
  for (const row of placed) {
    const heading = headingOf(row);
    const kind = `${heading} ${row.place === 'new'} ${row.session.rig === null}`;
    if (kind === lastKind) {
      groups.at(-1)!.rows.push(row);
      continue;
    }
    lastKind = kind;
    // A list that is not sorted has a group twice.
    const key = keys.has(kind) ? `${kind} ${groups.length}` : kind;
    keys.add(key);
    groups.push({ key, heading, rows: [row] });
  }
  return groups;
}

function headingOf({ session: { role, rig }, place }: PlacedSession): string | null {
  if (place === 'new') return 'New';
  return rig ?? (role === 'mayor' ? null : 'Town');
}

/** Every word must occur somewhere in the name, role, rig, status, title or what the agent waits for. */
export function matchesFilter(session: AgentSession, query: string): boolean {
  const { name, role, rig, status, title, attention, attentionReason } = session;
  const text = [name, role, rig, status, title, attention, attentionReason].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function needsAttention({ attention }: AgentSession): boolean {
  return attention === 'waiting';
}
