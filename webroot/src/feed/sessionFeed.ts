import { GatewayFailure } from '../api/failure';
import type { GatewayApi } from '../api/gateway';
import { readSessionList } from '../api/sessionList';
import type { SessionList } from '../api/types';
import { backoffDelay } from '../resilience/backoff';
import { Store } from '../resilience/store';
import type { BusConnection } from './busConnection';
import { ListOrder } from './listOrder';

export interface FeedState {
  list: SessionList | null;
  /** Why there is no newer list; null while all is well. */
  failure: GatewayFailure | null;
  /** False once the live feed was down for longer than moving to another node takes. */
  live: boolean;
}

/** Failures that asking again can't mend: the person has to log in, or has no such town. */
const LASTING = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_REQUEST']);
const NO_LIST: FeedState = { list: null, failure: null, live: true };
/** A bus that breaks off is mostly back within this, with a list: nobody is told or asked before. */
const OUTAGE_MS = 2_000;
/** While nothing is pushed, the list is asked for as often as it would have been pushed. */
const POLL_MS = 5_000;

/** One town's session list: asked for once, then pushed over the bus, and asked for while the bus is down. */
export class SessionFeed {
  readonly state = new Store<FeedState>(NO_LIST);
  private readonly order = new ListOrder();
  private watchers = 0;
  private heldGeneration = 0;
  private failures = 0;
  private stopAll: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private outageTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly townId: string,
    private readonly api: Pick<GatewayApi, 'listSessions'>,
    private readonly bus: Pick<BusConnection, 'subscribe' | 'generation' | 'open'>,
    private readonly random: () => number,
  ) {}

  /** Components come and go; the feed runs while at least one is there. */
  watch(): () => void {
    this.watchers += 1;
    if (this.watchers === 1) this.start();
    return () => {
      this.watchers -= 1;
      if (this.watchers === 0) this.stop();
    };
  }

  refresh(): void {
    clearTimeout(this.timer);
    this.api.listSessions(this.townId).then(
      (list) => {
        this.failures = 0;
        this.offer(list);
        if (!this.state.get().live) this.refreshIn(POLL_MS);
      },
      (cause: unknown) => this.failed(GatewayFailure.from(cause)),
    );
  }

  private start(): void {
    this.refresh();
    const unsubscribe = this.bus.subscribe(`gastown.town.${this.townId}.sessions`, {
      onBody: (body) => {
        const list = readSessionList(body);
        if (list?.townId === this.townId) this.offer(list);
      },
      onRefused: () => this.refresh(),
    });
    const unwatch = this.bus.open.subscribe(() => this.busChanged());
    this.busChanged();
    this.stopAll = () => {
      unwatch();
      unsubscribe();
    };
  }

  private stop(): void {
    clearTimeout(this.timer);
    clearTimeout(this.outageTimer);
    this.stopAll?.();
    this.stopAll = null;
  }

  /** Spread, for a node that is killed breaks off all its pages in the same instant. */
  private busChanged(): void {
    clearTimeout(this.outageTimer);
    if (this.bus.open.get()) {
      if (!this.state.get().live) this.patch({ live: true });
      return;
    }
    if (!this.state.get().live) return;
    this.outageTimer = setTimeout(
      () => {
        this.patch({ live: false });
        if (!this.isRefused()) this.refresh();
      },
      OUTAGE_MS + backoffDelay(0, this.random),
    );
  }

  private offer(list: SessionList): void {
    const generation = this.bus.generation.get();
    if (this.order.takes(list, generation !== this.heldGeneration)) {
      this.heldGeneration = generation;
      this.patch({ list: this.withSessions(list), failure: null });
    } else if (this.state.get().failure !== null) {
      this.patch({ failure: null });
    }
  }

  /** A node that took over while the sandbox is away never saw the sessions; the page still knows them. */
  private withSessions(list: SessionList): SessionList {
    const { list: held } = this.state.get();
    if (held === null || !list.stale || list.sessions.length > 0) return list;
    return { ...list, polledAt: held.polledAt, sessions: held.sessions };
  }

  private failed(failure: GatewayFailure): void {
    if (this.watchers === 0) return;
    this.patch({ failure });
    if (this.isRefused()) return;
    // Never sooner than a second: this is a person's list, not a health check.
    this.refreshIn(1_000 + backoffDelay(this.failures, this.random));
    this.failures += 1;
  }

  private isRefused(): boolean {
    const { failure } = this.state.get();
    return failure !== null && LASTING.has(failure.code);
  }

  private refreshIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (this.watchers > 0) this.timer = setTimeout(() => this.refresh(), milliseconds);
  }

  private patch(change: Partial<FeedState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}
