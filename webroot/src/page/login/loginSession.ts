import { addressOf } from '../../api/place';

/** What the gateway tells of the login whose cookie no script can read. */
export interface LoginSession {
  loggedIn: boolean;
  /** Seconds; null when nobody is logged in. */
  expiresIn: number | null;
  /** Whether the gateway can make it last longer, also when it has just expired. */
  renewable: boolean;
  /** Where to log in; null where the gateway has no such place. */
  loginPath: string | null;
}

/** What the login is worth now; null when the gateway can't say. */
export async function askForSession(): Promise<LoginSession | null> {
  const answer = await fetch(addressOf({}, '/login/session')).catch(() => null);
  if (answer?.ok !== true) return null;
  return (await answer.json().catch(() => null)) as LoginSession | null;
}

/** Makes the login last longer; `refused` is final, `failed` is worth another try. */
export async function renewSession(): Promise<'renewed' | 'refused' | 'failed'> {
  const answer = await fetch(addressOf({}, '/login/renew'), { method: 'POST' }).catch(() => null);
  if (answer === null || answer.status >= 500) return 'failed';
  return answer.ok ? 'renewed' : 'refused';
}
