import EventBus from '@vertx/eventbus-bridge-client.js';
import type { EventBusLike } from './busConnection';
import { TransportChoice } from './transportChoice';

/** A node just started may take longer for a handshake than the two round trips the library allows. */
const HANDSHAKE_MS = 4_000;

/** Opens the gateway's SockJS event-bus bridge at an address, again and again. */
export function vertxBusOpener(url: string): () => EventBusLike {
  const choice = new TransportChoice();
  return () => {
    const bus = new EventBus(url, { transports: choice.offer(), timeout: HANDSHAKE_MS });
    // The library answers the bridge's own `pong` with a warning on the console.
    bus.onunhandled = (message) => {
      if (message.type === 'err') bus.onerror?.(message);
    };
    bus.sockJSConn.addEventListener('open', () => choice.worked(bus.sockJSConn.transport));
    return bus;
  };
}
