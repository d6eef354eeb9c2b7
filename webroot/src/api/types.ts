/** What the gateway answers. Names are the wire's own. */

export type Access = 'read' | 'write';

export interface Town {
  townId: string;
  name: string;
  status: string;
}

export interface StreamTicket {
  ticket: string;
  expiresAt: number;
  access: Access;
  protocol: string | null;
}

/** Opens the wall's socket, once, for the sessions it was asked for. */
export interface WallTicket {
  ticket: string;
  expiresAt: number;
}

export interface RoundTrip {
  /** The gateway's last request to the town's sandbox; null while it can't be reached. */
  sandboxMillis: number | null;
  /** What the gateway itself spent on the answer. */
  tookMillis: number;
}

export const ROLES = [
  'mayor',
  'deacon',
  'boot',
  'dog',
  'overseer',
  'witness',
  'refinery',
  'crew',
  'polecat',
  'unknown',
] as const;
export type Role = (typeof ROLES)[number];

export type Status = 'active' | 'idle' | 'dead';
export type Attention = 'working' | 'waiting' | 'done' | 'dead';

export interface AgentSession {
  name: string;
  role: Role;
  rig: string | null;
  status: Status;
  alive: boolean;
  idleSeconds: number | null;
  title: string | null;
  attention: Attention | null;
  attentionReason: string | null;
}

export interface SessionList {
  townId: string;
  polledAt: number;
  sequence: number;
  stale: boolean;
  error: string | null;
  sessions: AgentSession[];
}
