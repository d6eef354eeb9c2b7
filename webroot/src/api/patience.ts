import type { TRPCLink } from '@trpc/client';
import { retryLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { backoffDelay } from '../resilience/backoff';
import { isNewNetwork, type WakeSignals } from '../resilience/wakeSignals';
import { GatewayFailure } from './failure';

/** A sandbox has 4 s to answer the gateway; what takes twice as long comes from a node that is gone. */
const DEADLINE_MS = 8_000;
/** For so long after the network changed, the first tries are given so little time. */
const NEW_NETWORK_MS = 10_000;
const SHORT_DEADLINES_MS = [500, 1_000];
const QUICK_RETRIES = 3;
/** No answer of the gateway itself, or one that says "not this node, not now". */
const PASSING = new Set(['UNREACHABLE', 'SERVICE_UNAVAILABLE']);

/**
 * A dead node refuses nothing, it is just silent, and a browser by itself would wait for minutes. For a while after
 * the network changed a connection kept from before may be as silent: browsers have up to six to a host, give one up
 * with the call that waits for it, and take another one for the next try.
 */
export function fetchInTime(wake: WakeSignals): typeof fetch {
  let changedAt = -Infinity;
  wake.subscribe((reason) => {
    if (isNewNetwork(reason)) changedAt = performance.now();
  });
  return async (input, init) => {
    for (const deadline of SHORT_DEADLINES_MS) {
      if (performance.now() - changedAt > NEW_NETWORK_MS) break;
      try {
        return await fetchWithin(deadline, input, init);
      } catch (cause) {
        if (!isTimeout(cause)) throw cause;
      }
    }
    return fetchWithin(DEADLINE_MS, input, init);
  };
}

async function fetchWithin(
  millis: number,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<Response> {
  const deadline = new AbortController();
  const end = () => deadline.abort(new DOMException('The gateway does not answer', 'TimeoutError'));
  const timer = setTimeout(end, millis);
  const { signal } = deadline;
  try {
    return await fetch(input, {
      ...init,
      signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal,
    });
  } finally {
    // Whoever began to answer gets the whole time to go on.
    clearTimeout(timer);
    setTimeout(end, DEADLINE_MS);
  }
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'TimeoutError';
}

/**
 * While nodes come and go, a balancer answers some calls with an error page of its own, or not at all: the next
 * try meets another node. Nobody needs to hear of it unless it goes on. Tickets are left out: the connection
 * that needs one counts its own tries.
 */
export function retryBetweenNodes(random: () => number): TRPCLink<AnyRouter> {
  return retryLink({
    retry: ({ op, error, attempts }) =>
      op.type === 'query' && attempts <= QUICK_RETRIES && PASSING.has(GatewayFailure.from(error).code),
    retryDelayMs: (attempt) => backoffDelay(attempt - 1, random),
  });
}
