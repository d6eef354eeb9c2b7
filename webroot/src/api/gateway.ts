import { createTRPCUntypedClient, httpBatchLink, httpLink } from '@trpc/client';
import { GatewayFailure } from './failure';
import { fetchInTime, retryBetweenNodes } from './patience';
import { plainName, plainWords } from './plainWords';
import { addressOf, credentialsFor, type GatewayPlace } from './place';
import { browserWakeSignals, type WakeSignals } from '../resilience/wakeSignals';
import { readSessionList } from './sessionList';
import type { RoundTrip, SessionList, StreamTicket, Town, WallTicket } from './types';

/** The calls of the gateway. The server is Java, so the types are written by hand here. */
export interface GatewayApi {
  listTowns(): Promise<Town[]>;
  listSessions(townId: string): Promise<SessionList>;
  getStreamTicket(townId: string, sessionName: string, signal?: AbortSignal): Promise<StreamTicket>;
  /** For 1 to 16 distinct sessions; one that does not exist is no error. */
  getWallTicket(townId: string, sessionNames: string[], signal?: AbortSignal): Promise<WallTicket>;
  /** Asked to be timed: alone, once, and answered at once. */
  roundTrip(townId: string, signal: AbortSignal): Promise<RoundTrip>;
}

export function createGatewayApi(
  place: GatewayPlace = {},
  wake: WakeSignals = browserWakeSignals,
): GatewayApi {
  const inTime = fetchInTime(wake);
  const call = {
    url: addressOf(place, '/api/trpc'),
    headers: () => authorization(place),
    fetch: ((input, init) =>
      inTime(input, { ...init, credentials: credentialsFor(place) })) satisfies typeof fetch,
  };
  const client = createTRPCUntypedClient({
    // The gateway takes no more than 10 calls a batch.
    links: [retryBetweenNodes(Math.random), httpBatchLink({ ...call, maxItems: 10 })],
  });
  // In a batch it would wait for the slowest of the others.
  const timed = createTRPCUntypedClient({ links: [httpLink(call)] });

  return {
    async listTowns() {
      const { towns } = (await attempt(client.query('gastown.listTowns'))) as { towns: Town[] };
      return towns.map((town) => ({ ...town, name: plainName(town.name), status: plainWords(town.status) }));
    },
    async listSessions(townId) {
      const list = readSessionList(await attempt(client.query('gastown.listSessions', { townId })));
      if (list === null)
        throw new GatewayFailure('BAD_ANSWER', 'The gateway sent an unreadable session list');
      return list;
    },
    async getStreamTicket(townId, sessionName, signal) {
      const input = { townId, sessionName };
      return (await attempt(
        client.mutation('gastown.getStreamTicket', input, signal ? { signal } : {}),
      )) as StreamTicket;
    },
    async getWallTicket(townId, sessionNames, signal) {
      const input = { townId, sessionNames };
      return (await attempt(
        client.mutation('gastown.getWallTicket', input, signal ? { signal } : {}),
      )) as WallTicket;
    },
    async roundTrip(townId, signal) {
      return (await attempt(timed.query('gastown.roundTrip', { townId }, { signal }))) as RoundTrip;
    },
  };
}

async function authorization({ token }: GatewayPlace): Promise<Record<string, string>> {
  if (token === undefined) return {};
  try {
    return { authorization: `Bearer ${await token()}` };
  } catch {
    // What the page's own server says to it is not for an agent's terminal to show.
    throw new GatewayFailure('UNREACHABLE', 'This page got no token for the gateway');
  }
}

async function attempt<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw GatewayFailure.from(cause);
  }
}
