import { createContext, useContext } from 'react';
import { createGatewayApi, type GatewayApi } from './api/gateway';
import { addressOf, type GatewayPlace } from './api/place';
import { BusConnection } from './feed/busConnection';
import { polledBusOpener } from './feed/polledBus';
import { SessionFeed } from './feed/sessionFeed';
import { vertxBusOpener } from './feed/vertxEventBus';
import { browserWakeSignals } from './resilience/wakeSignals';
import { RoundTripMeter } from './terminal/connection/roundTripMeter';
import type { ConnectionEnvironment } from './terminal/connection/terminalConnection';
import type { WallEnvironment } from './wall/wallConnection';

/** What the components need of the world; a page may give them another one through `ServicesContext`. */
export interface Services {
  api: GatewayApi;
  feedOf(townId: string): SessionFeed;
  terminalOf(townId: string, sessionName: string): ConnectionEnvironment;
  wallOf(townId: string): WallEnvironment;
}

/**
 * Everything that talks to one gateway. Make it once for a page, not once a render: it holds the connections.
 *
 * @param place where the gateway is and who asks; by default this page's origin, and whom its cookie names
 */
export function createServices(place: GatewayPlace = {}): Services {
  const wake = browserWakeSignals;
  const api = createGatewayApi(place, wake);
  const random = Math.random;
  const openBus =
    place.token === undefined
      ? vertxBusOpener(addressOf(place, '/api/gastown/events').href)
      : polledBusOpener((townId) => api.listSessions(townId));
  const bus = new BusConnection({ openBus, wake, random });
  const feeds = new Map<string, SessionFeed>();
  const meters = new Map<string, RoundTripMeter>();
  const roundTripOf = (townId: string) => {
    const meter = meters.get(townId) ?? new RoundTripMeter((signal) => api.roundTrip(townId, signal), wake);
    meters.set(townId, meter);
    return meter;
  };

  return {
    api,
    feedOf(townId) {
      const feed = feeds.get(townId) ?? new SessionFeed(townId, api, bus, random);
      feeds.set(townId, feed);
      return feed;
    },
    terminalOf: (townId, sessionName) => ({
      mintTicket: (signal) => api.getStreamTicket(townId, sessionName, signal),
      openSocket: (ticket, protocols) =>
        openSocket(addressOf(place, '/api/gastown/terminal'), ticket, protocols),
      roundTrip: roundTripOf(townId),
      wake,
      random,
    }),
    wallOf: (townId) => ({
      mintTicket: (sessionNames, signal) => api.getWallTicket(townId, sessionNames, signal),
      openSocket: (ticket) => openSocket(addressOf(place, '/api/gastown/wall'), ticket, [WALL_V1]),
      wake,
      random,
    }),
  };
}

const WALL_V1 = 'gastown.wall.v1';

function openSocket(url: URL, ticket: string, protocols: string[]): WebSocket {
  url.protocol = url.protocol.replace('http', 'ws');
  url.search = new URLSearchParams({ ticket }).toString();
  return new WebSocket(url, protocols);
}

/** Made on first use, so that importing the components has no effect by itself. */
let shared: Services | undefined;

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const given = useContext(ServicesContext);
  return given ?? (shared ??= createServices());
}
