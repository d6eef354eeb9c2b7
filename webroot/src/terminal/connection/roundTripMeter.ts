import { GatewayFailure } from '../../api/failure';
import type { RoundTrip } from '../../api/types';
import { Store } from '../../resilience/store';
import type { WakeSignals } from '../../resilience/wakeSignals';

/** Milliseconds, rounded. */
export interface Legs {
  browser: number;
  /** Null while the gateway does not reach the sandbox. */
  sandbox: number | null;
}

export interface RoundTripListener {
  /** The gateway did not answer at all: whatever was open to it may lead nowhere. */
  onSilence(askedAt: number): void;
}

const EVERY_MS = 10_000;
/** The first time is taken while the page starts and draws its first terminal: it says more about that. */
const FIRST_AGAIN_MS = 2_000;
/** More than any network takes, and soon enough for someone who waits. */
const PATIENCE_MS = 4_000;

/**
 * How long it takes from the browser to the gateway, and from there to the town's sandbox: asked every 10 s while
 * somebody looks at a terminal of the town, and once more soon after the first answer. A gateway that does not know the question is asked no more.
 */
export class RoundTripMeter {
  readonly legs = new Store<Legs | null>(null);
  private readonly listeners = new Set<RoundTripListener>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | null = null;
  private askedAt = 0;
  private stopWaking: (() => void) | null = null;
  private isFirst = true;
  private unknown = false;

  constructor(
    private readonly ask: (signal: AbortSignal) => Promise<RoundTrip>,
    private readonly wake: WakeSignals,
  ) {}

  /** Measures for as long as anybody is connected. */
  watch(listener: RoundTripListener): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) {
      // What was known before is not to be believed after.
      this.stopWaking = this.wake.subscribe(() => this.measure());
      const wait = this.askedAt + EVERY_MS - Date.now();
      if (wait > 0) this.measureIn(wait);
      else this.measure();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.stopWaking?.();
      this.stopWaking = null;
      clearTimeout(this.timer);
      this.asking?.abort();
    };
  }

  private measure(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.unknown || this.listeners.size === 0) return;
    if (document.visibilityState !== 'visible') return this.measureIn(EVERY_MS);
    const asking = new AbortController();
    this.asking = asking;
    const askedAt = (this.askedAt = Date.now());
    const start = performance.now();
    this.ask(AbortSignal.any([asking.signal, AbortSignal.timeout(PATIENCE_MS)])).then(
      ({ sandboxMillis, tookMillis }) => {
        if (asking.signal.aborted) return;
        const browser = Math.max(0, Math.round(performance.now() - start - tookMillis));
        this.measureIn(this.isFirst ? FIRST_AGAIN_MS : EVERY_MS);
        this.isFirst = false;
        this.legs.set({ browser, sandbox: sandboxMillis === null ? null : Math.round(sandboxMillis) });
      },
      (cause: unknown) => {
        if (asking.signal.aborted) return;
        const { code } = GatewayFailure.from(cause);
        this.legs.set(null);
        this.unknown = code === 'NOT_FOUND';
        this.measureIn(EVERY_MS);
        // Anything else was an answer: a balancer's error page says nothing of sockets that are open.
        if (code === 'NO_ANSWER') [...this.listeners].forEach((listener) => listener.onSilence(askedAt));
      },
    );
  }

  private measureIn(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.measure(), milliseconds);
  }
}
