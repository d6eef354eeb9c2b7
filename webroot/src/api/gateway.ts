import { createTRPCUntypedClient, httpBatchLink } from '@trpc/client';
import { GatewayFailure } from './failure';
import { fetchInTime, retryBetweenNodes } from './patience';
import { addressOf, credentialsFor, type GatewayPlace } from './place';
import { readSessionList } from './sessionList';
import type { SessionList, StreamTicket, Town, WallTicket } from './types';

/** The calls of the gateway. The server is Java, so the types are written by hand here. */
export interface GatewayApi {
  listTowns(): Promise<Town[]>;
  listSessions(townId: string): Promise<SessionList>;
  getStreamTicket(townId: string, sessionName: string, signal?: AbortSignal): Promise<StreamTicket>;
  /** For 1 to 16 distinct sessions; one that does not exist is no error. */
  getWallTicket(townId: string, sessionNames: string[], signal?: AbortSignal): Promise<WallTicket>;
}

export function createGatewayApi(place: GatewayPlace = {}): GatewayApi {
  const client = createTRPCUntypedClient({
    links: [
      retryBetweenNodes(Math.random),
      httpBatchLink({
        url: addressOf(place, '/api/trpc'),
        maxItems: 10, // the gateway takes no more a batch
        headers: () => authorization(place),
        fetch: (input, init) => fetchInTime(input, { ...init, credentials: credentialsFor(place) }),
      }),
    ],
  });

  return {
    async listTowns() {
      const answer = await attempt(client.query('gastown.listTowns'));
      return (answer as { towns: Town[] }).towns;
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
