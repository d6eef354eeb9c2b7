import type { Access } from '../../api/types';

export type ConnectionStatus = 'connecting' | 'connected' | 'reconnecting' | 'disconnected';

/** Why a final state is final; some of them a new life of the session can lift. */
export type Ending = 'ended' | 'gone' | 'revoked' | 'login' | 'refused';

export interface ConnectionState {
  status: ConnectionStatus;
  /** In words for a person: why we wait, or why it is over. */
  reason: string | null;
  /** What the person can do about it, or need not do. */
  advice: string | null;
  /** When the next attempt starts (epoch ms), while one is waiting. */
  retryAt: number | null;
  ending: Ending | null;
  access: Access;
  input: 'keys' | 'lines';
  /** The role the sandbox gave in its greeting. */
  role: string | null;
}

export const INITIAL_STATE: ConnectionState = {
  status: 'connecting',
  reason: null,
  advice: null,
  retryAt: null,
  ending: null,
  access: 'read',
  input: 'keys',
  role: null,
};
