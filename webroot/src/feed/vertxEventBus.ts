import EventBus from '@vertx/eventbus-bridge-client.js';
import type { EventBusLike } from './busConnection';

/** The gateway's SockJS event-bus bridge. The transports that need frames are left out: the CSP forbids them. */
export function openVertxBus(): EventBusLike {
  const bus = new EventBus('/api/gastown/events', {
    transports: ['websocket', 'xhr-streaming', 'xhr-polling'],
  });
  // The library answers the bridge's own `pong` with a warning on the console.
  bus.onunhandled = (message) => {
    if (message.type === 'err') bus.onerror?.(message);
  };
  return bus;
}
