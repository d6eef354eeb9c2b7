/** The transports that need frames are left out: the content security policy forbids them. */
const ALL = ['websocket', 'xhr-streaming', 'xhr-polling'];
/** A network that let a WebSocket through once, and now refuses it that often, may be another network. */
const LOYAL_TRIES = 6;

/**
 * Which transports the next connection may use. The fallbacks need every request to reach the same node, which
 * not every balancer provides; so where a WebSocket worked before, a node that refuses one because it drains
 * must not lead to them.
 */
export class TransportChoice {
  private loyalTries = 0;

  offer(): string[] {
    if (this.loyalTries === 0) return ALL;
    this.loyalTries -= 1;
    return ['websocket'];
  }

  worked(transport: string | null): void {
    if (transport === 'websocket') this.loyalTries = LOYAL_TRIES;
  }
}
