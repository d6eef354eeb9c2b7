import { useCallback, useEffect, useState } from 'react';
import { GatewayFailure } from '../api/failure';
import type { Town } from '../api/types';
import { backoffDelay } from '../resilience/backoff';
import { browserWakeSignals } from '../resilience/wakeSignals';
import { useServices } from '../services';

interface Towns {
  towns: Town[] | null;
  failure: GatewayFailure | null;
  retry(): void;
}

/** The person's towns; asked for until there is an answer, and again when the page is looked at again. */
export function useTowns(): Towns {
  const { api } = useServices();
  const [towns, setTowns] = useState<Town[] | null>(null);
  const [failure, setFailure] = useState<GatewayFailure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    api.listTowns().then(
      (answer) => {
        if (!current) return;
        setTowns(answer);
        setFailure(null);
      },
      (cause: unknown) => {
        if (!current) return;
        const reason = GatewayFailure.from(cause);
        setFailure(reason);
        if (reason.code === 'UNAUTHORIZED') return;
        timer = setTimeout(retry, 1_000 + backoffDelay(attempt, Math.random));
      },
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, attempt, retry]);
  useEffect(() => browserWakeSignals.subscribe(retry), [retry]);

  return { towns, failure, retry };
}
