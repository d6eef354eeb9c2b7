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
  /** False while the live feed is down: the list then only gets older. */
  live: boolean;
}

/** Failures that asking again can't mend: the person has to log in, or has no such town. */
const LASTING = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_REQUEST']);
const NO_LIST: FeedState = { list: null, failure: null, live: false };

/** One town's session list: asked for once, then pushed over the bus, and asked for again after a gap. */
export class SessionFeed {
  readonly state = new Store<FeedState>(NO_LIST);
  private readonly order = new ListOrder();
  private watchers = 0;
  private heldGeneration = 0;
  private failures = 0;
  private stopAll: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

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
    const unwatch = this.bus.open.subscribe(() => {
      const live = this.bus.open.get();
      this.patch({ live });
      if (!live && this.watchers > 0) this.refresh();
    });
    this.patch({ live: this.bus.open.get() });
    this.stopAll = () => {
      unwatch();
      unsubscribe();
    };
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.stopAll?.();
    this.stopAll = null;
  }

  private offer(list: SessionList): void {
    const generation = this.bus.generation.get();
    if (this.order.takes(list, generation !== this.heldGeneration)) {
      this.heldGeneration = generation;
      this.patch({ list, failure: null });
    } else if (this.state.get().failure !== null) {
      this.patch({ failure: null });
    }
  }

  private failed(failure: GatewayFailure): void {
    if (this.watchers === 0) return;
    this.patch({ failure });
    if (LASTING.has(failure.code)) return;
    // Never sooner than a second: this is a person's list, not a health check.
    const delay = 1_000 + backoffDelay(this.failures, this.random);
    this.failures += 1;
    this.timer = setTimeout(() => this.refresh(), delay);
  }

  private patch(change: Partial<FeedState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}
