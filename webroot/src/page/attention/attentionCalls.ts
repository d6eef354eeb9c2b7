import type { AgentSession, SessionList } from '../../api/types';
import { needsAttention } from '../../picker/groupSessions';

/** What is called within one such span is called at once. */
const GAP_MS = 10_000;
/** How long a session that called must wait before it calls again; doubles with every call, up to the last. */
const FIRST_QUIET_MS = 60_000;
const LAST_QUIET_MS = 16 * 60_000;
/** A session that did not call for so long, or was not in the list, is as good as new. */
const FORGOTTEN_MS = 30 * 60_000;

interface Memory {
  waits: boolean;
  /** It waits, and nobody was told of it. */
  owed: boolean;
  calls: number;
  calledAt: number;
  listedAt: number;
}

/**
 * Tells from a town's lists who began to wait for a person, once each time, and not whom the page found waiting when
 * it opened. A session that goes to and fro calls ever more rarely, a sandbox that comes and goes calls for nobody
 * twice: badges always tell the truth, but a person who is called for nothing stops listening.
 */
export class AttentionCalls {
  private readonly memories = new Map<string, Memory>();
  private started = false;
  private nextCallAt = 0;

  /** Answers the sessions to tell of now. Milliseconds, from whatever clock. */
  take(list: SessionList, now: number): AgentSession[] {
    // What a stale list says was said before.
    if (list.stale) return [];
    for (const session of list.sessions) this.note(session, now);
    this.started = true;
    this.forget(now);
    if (now < this.nextCallAt) return [];
    const calls = list.sessions.filter(({ name }) => mayCall(this.memories.get(name)!, now));
    for (const { name } of calls) {
      const memory = this.memories.get(name)!;
      memory.owed = false;
      memory.calls = now - memory.calledAt > FORGOTTEN_MS ? 1 : memory.calls + 1;
      memory.calledAt = now;
    }
    if (calls.length > 0) this.nextCallAt = now + GAP_MS;
    return calls;
  }

  private note(session: AgentSession, now: number): void {
    const waits = needsAttention(session);
    const known = this.memories.get(session.name);
    const memory = known ?? { waits: false, owed: false, calls: 0, calledAt: -Infinity, listedAt: now };
    memory.owed = waits && (memory.owed || (this.started && !memory.waits));
    memory.waits = waits;
    memory.listedAt = now;
    this.memories.set(session.name, memory);
  }

  private forget(now: number): void {
    for (const [name, { listedAt }] of this.memories) {
      if (now - listedAt > FORGOTTEN_MS) this.memories.delete(name);
    }
  }
}

function mayCall({ owed, calls, calledAt }: Memory, now: number): boolean {
  const quiet = calls === 0 ? 0 : Math.min(LAST_QUIET_MS, FIRST_QUIET_MS * 2 ** (calls - 1));
  return owed && now - calledAt >= quiet;
}
