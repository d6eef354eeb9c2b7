import { backoffDelay } from '../resilience/backoff';
import { Store } from '../resilience/store';
import type { WakeSignals } from '../resilience/wakeSignals';

/** The part of the Vert.x event-bus client that is used here. */
export interface EventBusLike {
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onerror: ((error: unknown) => void) | null;
  registerHandler(address: string, handler: (error: unknown, message?: { body: unknown }) => void): void;
  unregisterHandler(address: string, handler: (error: unknown, message?: { body: unknown }) => void): void;
  close(): void;
}

export interface BusEnvironment {
  openBus(): EventBusLike;
  wake: WakeSignals;
  random(): number;
}

export interface Subscription {
  onBody(body: unknown): void;
  /** The gateway refused the address, or took it away. */
  onRefused(): void;
}

/** A bus that has not opened by then is tried anew. */
const OPEN_DEADLINE_MS = 15_000;
/** Lists come every 5 s; silence this long means that the node is gone, or cut off from the one that asks. */
const SILENCE_MS = 12_000;
/** All pages heard the last list in the same instant: they must not all leave their nodes in the same one too. */
const SILENCE_SPREAD_MS = 3_000;

/**
 * The event bus, kept up for as long as anyone is subscribed. The client library can reconnect by itself, but
 * not at once when the network returns, and not when a socket is half open; so each try is a new client.
 */
export class BusConnection {
  /** Counts the connections made: a change means that what was held may be from before a gap. */
  readonly generation = new Store(0);
  readonly open = new Store(false);
  private readonly subscriptions = new Map<string, Subscription>();
  private bus: EventBusLike | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private lastHeardAt = 0;
  private stopWaking: (() => void) | null = null;

  constructor(private readonly environment: BusEnvironment) {}

  subscribe(address: string, subscription: Subscription): () => void {
    this.subscriptions.set(address, subscription);
    if (this.stopWaking === null) {
      this.stopWaking = this.environment.wake.subscribe(() => this.wake());
      this.connect();
    } else if (this.open.get()) {
      this.register(address);
    }
    return () => this.unsubscribe(address, subscription);
  }

  private unsubscribe(address: string, subscription: Subscription): void {
    if (this.subscriptions.get(address) !== subscription) return;
    this.subscriptions.delete(address);
    if (this.open.get()) this.bus?.unregisterHandler(address, this.handlerOf(address));
    this.handlers.delete(address);
    if (this.subscriptions.size > 0) return;
    this.stopWaking?.();
    this.stopWaking = null;
    this.letGo();
  }

  private connect(): void {
    this.letGo();
    const bus = this.environment.openBus();
    this.bus = bus;
    this.timer = setTimeout(() => this.lost(), OPEN_DEADLINE_MS);
    bus.onopen = () => {
      this.generation.set(this.generation.get() + 1);
      this.open.set(true);
      this.expectMessage();
      for (const address of this.subscriptions.keys()) this.register(address);
    };
    bus.onclose = () => this.lost();
    bus.onerror = () => this.subscriptions.forEach((subscription) => subscription.onRefused());
  }

  private readonly handlers = new Map<string, (error: unknown, message?: { body: unknown }) => void>();

  private handlerOf(address: string) {
    let handler = this.handlers.get(address);
    if (handler === undefined) {
      handler = (error, message) => {
        this.expectMessage();
        const subscription = this.subscriptions.get(address);
        if (error) subscription?.onRefused();
        else if (message) {
          // Not sooner: a bus that opens and brings nothing must not be tried at full speed for ever.
          this.failures = 0;
          subscription?.onBody(message.body);
        }
      };
      this.handlers.set(address, handler);
    }
    return handler;
  }

  private register(address: string): void {
    this.bus?.registerHandler(address, this.handlerOf(address));
  }

  private expectMessage(): void {
    this.lastHeardAt = Date.now();
    clearTimeout(this.timer);
    const patience = SILENCE_MS + Math.round(this.environment.random() * SILENCE_SPREAD_MS);
    this.timer = setTimeout(() => this.lost(), patience);
  }

  private lost(): void {
    this.letGo();
    const delay = backoffDelay(this.failures, this.environment.random);
    this.failures += 1;
    this.timer = setTimeout(() => this.connect(), delay);
  }

  /** The clock, not the timer, knows how long a machine slept. */
  private wake(): void {
    const silent = Date.now() - this.lastHeardAt > SILENCE_MS;
    if (!this.open.get() || silent) this.connect();
  }

  private letGo(): void {
    clearTimeout(this.timer);
    const bus = this.bus;
    this.bus = null;
    if (bus !== null) {
      bus.onopen = bus.onclose = null;
      bus.onerror = () => undefined; // left unset, the library writes to the console
      closeQuietly(bus);
    }
    if (this.open.get()) this.open.set(false);
  }
}

/** Closing a SockJS connection that never opened throws in some transports. */
function closeQuietly(bus: EventBusLike): void {
  try {
    bus.close();
  } catch {
    // It is gone either way.
  }
}
