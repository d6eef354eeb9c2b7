import type { TRPCLink } from '@trpc/client';
import { retryLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { backoffDelay } from '../resilience/backoff';
import { GatewayFailure } from './failure';

/** A sandbox has 4 s to answer the gateway; what takes twice as long comes from a node that is gone. */
const DEADLINE_MS = 8_000;
const QUICK_RETRIES = 3;
/** No answer of the gateway itself, or one that says "not this node, not now". */
const PASSING = new Set(['UNREACHABLE', 'SERVICE_UNAVAILABLE']);

/** A dead node refuses nothing, it is just silent, and a browser by itself would wait for minutes. */
export const fetchInTime: typeof fetch = (input, init) => {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  return fetch(input, {
    ...init,
    signal: init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline,
  });
};

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
