import type { GatewayFailure } from '../api/failure';
import type { WallTicket } from '../api/types';
import {
  KeptSocket,
  type KeptSocketEnvironment,
  type KeptSocketState,
  type Verdict,
} from '../resilience/keptSocket';
import { Store } from '../resilience/store';
import type { WakeSignals } from '../resilience/wakeSignals';
import { judgeClose, judgeTicketFailure } from '../terminal/connection/closeCodes';
import type { Ending } from '../terminal/connection/connectionState';
import { LifeSigns } from '../terminal/connection/lifeSigns';
import { readWallFrame, type WallScreen } from './wallFrame';

export interface WallEnvironment {
  mintTicket(sessionNames: string[], signal: AbortSignal): Promise<WallTicket>;
  openSocket(ticket: string): WebSocket;
  wake: WakeSignals;
  random(): number;
}

export type WallState = KeptSocketState<Ending>;

/** What is known of one session's screen. */
export interface TileScreen {
  screen: WallScreen | null;
  /** `stale`: what an earlier connection left. `gone`: the sandbox has no such session (any more). */
  freshness: 'none' | 'fresh' | 'stale' | 'gone';
  /** When it last arrived, epoch ms. */
  arrivedAt: number | null;
}

const NOTHING: TileScreen = { screen: null, freshness: 'none', arrivedAt: null };

/** The screens of up to 16 sessions over one socket, kept up for as long as someone watches. */
export class WallConnection {
  private readonly screens = new Map<string, Store<TileScreen>>();
  private readonly socket: KeptSocket<WallTicket, Ending>;
  private readonly lifeSigns = new LifeSigns({
    onDoubt: () => undefined,
    onDead: () => this.socket.replace(),
  });
  private names: string[] = [];
  private watched = false;

  constructor(environment: WallEnvironment) {
    const keeping: KeptSocketEnvironment<WallTicket> = {
      mintTicket: (signal) => environment.mintTicket(this.names, signal),
      openSocket: ({ ticket }) => environment.openSocket(ticket),
      wake: environment.wake,
      random: () => environment.random(),
    };
    this.socket = new KeptSocket(keeping, {
      judgeTicketFailure: judgeWallTicket,
      judgeClose: judgeWallClose,
      onFrame: (frame) => this.take(frame),
      onWake: (reason) => {
        if (reason === 'online' || reason === 'offline') this.lifeSigns.networkChanged();
        else this.lifeSigns.resumed();
      },
      onEnd: () => this.outdate(),
    });
  }

  get state(): Store<WallState> {
    return this.socket.state;
  }

  /** The screen of a session, there before it is shown and after. */
  screenOf(name: string): Store<TileScreen> {
    const known = this.screens.get(name);
    if (known !== undefined) return known;
    const store = new Store(NOTHING);
    this.screens.set(name, store);
    return store;
  }

  /**
   * Says which sessions are wanted; a ticket and its socket are for these alone, so another set is another socket.
   * The order does not matter.
   *
   * @param names at most 16
   */
  show(names: readonly string[]): void {
    const wanted = [...names].sort();
    if (wanted.join() === this.names.join()) return;
    this.names = wanted;
    for (const name of this.screens.keys()) if (!wanted.includes(name)) this.screens.delete(name);
    if (wanted.length === 0) this.socket.stop();
    else if (this.watched) {
      this.socket.start();
      this.socket.replace();
    }
  }

  /** Someone looks. */
  start(): void {
    this.watched = true;
    if (this.names.length > 0) this.socket.start();
  }

  /** Nobody looks any more: the wall is closed, or the page is in the background. */
  stop(): void {
    this.watched = false;
    this.socket.stop();
  }

  retry(): void {
    this.socket.retry();
  }

  /** The session list says that one of the programs shown printed something then. */
  printedAt(moment: number): void {
    if (this.state.get().status === 'connected' && this.lifeSigns.missed(moment))
      this.socket.lose(WENT_QUIET);
  }

  private take(frame: string | ArrayBuffer): void {
    this.lifeSigns.frameArrived();
    const message = typeof frame === 'string' ? readWallFrame(frame) : null;
    const store = message === null ? undefined : this.wantedStore(message.session);
    if (message === null || store === undefined) return;
    if (message.type === 'gone') store.set({ ...store.get(), freshness: 'gone' });
    else store.set({ screen: message.screen, freshness: 'fresh', arrivedAt: Date.now() });
  }

  private wantedStore(name: string): Store<TileScreen> | undefined {
    return this.names.includes(name) ? this.screenOf(name) : undefined;
  }

  private outdate(): void {
    this.lifeSigns.reset();
    for (const store of this.screens.values()) {
      const tile = store.get();
      if (tile.freshness === 'fresh') store.set({ ...tile, freshness: 'stale' });
    }
  }
}

const WENT_QUIET: Verdict<Ending> = { final: false, atOnce: true, reason: 'The connection went quiet' };

/** The wall has ends of its own: it is no session that could end or be missing. */
function judgeWallClose(code: number, detail: string): Verdict<Ending> {
  if (code === 4404) {
    return {
      final: true,
      ending: 'gone',
      reason: 'This town’s sandbox has no wall yet: it needs a newer agent',
    };
  }
  if (code === 1000) return { final: false, atOnce: false, reason: 'The sandbox closed the wall' };
  return judgeClose(code, detail);
}

function judgeWallTicket(failure: GatewayFailure): Verdict<Ending> {
  if (failure.code === 'NOT_FOUND') {
    return { final: true, ending: 'gone', reason: 'The gateway has no wall for this town' };
  }
  return judgeTicketFailure(failure);
}
