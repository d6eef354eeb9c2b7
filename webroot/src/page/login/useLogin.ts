import { useEffect, useState } from 'react';
import { browserWakeSignals } from '../../resilience/wakeSignals';
import { alone, LoginKeeper } from './loginKeeper';
import { askForSession, renewSession } from './loginSession';

/** A gateway that can't say just now most likely can in a moment. */
const RETRY_MS = 2_000;

/**
 * Keeps the login while the page is open.
 *
 * @param onRenewed a function that stays the same
 */
export function useKeptLogin(onRenewed: () => void): void {
  useEffect(
    () =>
      new LoginKeeper({
        session: askForSession,
        renew: renewSession,
        alone,
        wake: browserWakeSignals,
        renewed: onRenewed,
      }).start(),
    [onRenewed],
  );
}

/** Where to log in; undefined until it is known, null where there is no such place. */
export function useLoginPath(): string | null | undefined {
  const [path, setPath] = useState<string | null>();
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const session = await askForSession();
      if (!current) return;
      if (session === null) timer = setTimeout(() => void ask(), RETRY_MS);
      else setPath(session.loginPath);
    };
    void ask();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, []);
  return path;
}
