import { plainName, plainWords } from './plainWords';
import { ROLES, type AgentSession, type Attention, type Role, type SessionList, type Status } from './types';

/**
 * A list as it came over HTTP or the event bus. The sandbox behind it may be old or odd, so every field is
 * checked here once, and the rest of the page can trust what it holds. Only `name` stays as it came, for it goes back to
 * the gateway: it is shown by `plainName`. Null when it is no list at all.
 */
export function readSessionList(raw: unknown): SessionList | null {
  if (!isRecord(raw) || typeof raw.townId !== 'string' || !Array.isArray(raw.sessions)) return null;
  return {
    townId: raw.townId,
    polledAt: number(raw.polledAt) ?? 0,
    sequence: number(raw.sequence) ?? 0,
    stale: raw.stale === true,
    error: errorText(raw.error),
    sessions: raw.sessions.map(readSession).filter((session) => session !== null),
  };
}

function readSession(raw: unknown): AgentSession | null {
  if (!isRecord(raw) || typeof raw.name !== 'string') return null;
  const alive = raw.alive === true;
  return {
    name: raw.name,
    role: oneOf<Role>(ROLES, raw.role) ?? 'unknown',
    rig: text(raw.rig, plainName),
    status: oneOf<Status>(['active', 'idle', 'dead'], raw.status) ?? (alive ? 'active' : 'dead'),
    alive,
    idleSeconds: number(raw.idleSeconds),
    title: text(raw.title, plainWords),
    attention: oneOf<Attention>(['working', 'waiting', 'done', 'dead'], raw.attention),
    attentionReason: text(raw.attentionReason, plainWords),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function text(value: unknown, plain: (raw: string) => string): string | null {
  return typeof value === 'string' ? plain(value) || null : null;
}

function errorText(value: unknown): string | null {
  return text(isRecord(value) ? value.message : value, plainWords);
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | null {
  return allowed.find((candidate) => candidate === value) ?? null;
}
