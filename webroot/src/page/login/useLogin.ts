import { useEffect, useState } from 'react';
import { browserWakeSignals } from '../../resilience/wakeSignals';
import { alone, LoginKeeper } from './loginKeeper';
import { askForSession, renewSession } from './loginSession';

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
    void askForSession().then((session) => {
      if (current) setPath(session?.loginPath ?? null);
    });
    return () => {
      current = false;
    };
  }, []);
  return path;
}
