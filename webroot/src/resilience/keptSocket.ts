import { GatewayFailure } from '../api/failure';
import { backoffDelay } from './backoff';
import { Store } from './store';
import { isNewNetwork, type WakeReason, type WakeSignals } from './wakeSignals';

/** What the end of a socket, or a ticket that was not given, means: over for good, or worth another attempt. */
export type Verdict<Ending extends string> =
  { final: true; ending: Ending; reason: string } | { final: false; atOnce: boolean; reason: string };

export interface KeptSocketState<Ending extends string> {
  /** `connected` only after the first frame; `disconnected` is final, until a person asks again. */
  status: 'connecting' | 'connected' | 'reconnecting' | 'disconnected';
  /** In words for a person: why we wait, or why it is over. */
  reason: string | null;
  /** When the next attempt starts (epoch ms), while one is waiting. */
  retryAt: number | null;
  ending: Ending | null;
}

export interface KeptSocketEnvironment<Ticket> {
  mintTicket(signal: AbortSignal): Promise<Ticket>;
  openSocket(ticket: Ticket): WebSocket;
  wake: WakeSignals;
  random(): number;
}

/** Who understands what goes over the socket. */
export interface SocketOwner<Ending extends string> {
  judgeTicketFailure(failure: GatewayFailure): Verdict<Ending>;
  judgeClose(code: number, reason: string): Verdict<Ending>;
  onFrame(frame: string | ArrayBuffer): void;
  /** The machine, the page or the network came back while connected: does the socket still lead anywhere? */
  onWake(reason: WakeReason): void;
  /** Whatever was known of the socket is void: it is closed, or was lost. */
  onEnd(): void;
}

/** A node that lost its power refuses nothing, it is just silent: a ticket comes within this or not at all. */
const TICKET_DEADLINE_MS = 8_000;
/** A handshake, and then the first frame, which the gateway gets from the sandbox, each within this. */
const OPEN_DEADLINE_MS = 8_000;
/** A connection that lived this long was good: the next loss starts again with short waits. */
const STABLE_MS = 10_000;
/** A gateway that drains again and again is not obeyed for ever. */
const IMMEDIATE_RETRIES = 3;
/** "At once" for all pages of a drained gateway, yet not in the same instant. */
const IMMEDIATE_SPREAD_MS = 300;
const NO_ANSWER = { final: false, atOnce: false, reason: 'The gateway does not answer' } as const;

/**
 * A socket that is kept up for as long as it is wanted: a fresh single-use ticket, a handshake, frames, and after a
 * loss the same again, with backoff and jitter, sooner when the network or the page comes back. There is never a
 * second socket or a second timer.
 */
export class KeptSocket<Ticket, Ending extends string> {
  readonly state: Store<KeptSocketState<Ending>>;
  private socket: WebSocket | null = null;
  private minting: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stableTimer: ReturnType<typeof setTimeout> | undefined;
  private stopWaking: (() => void) | null = null;
  private failures = 0;
  private handshakeOverdue = false;

  constructor(
    private readonly environment: KeptSocketEnvironment<Ticket>,
    private readonly owner: SocketOwner<Ending>,
  ) {
    this.state = new Store<KeptSocketState<Ending>>(IDLE);
  }

  start(): void {
    if (this.stopWaking !== null) return;
    this.stopWaking = this.environment.wake.subscribe((reason) => this.wake(reason));
    this.failures = 0;
    this.attempt();
  }

  /** Nobody looks any more. */
  stop(): void {
    this.stopWaking?.();
    this.stopWaking = null;
    this.letGo();
    this.state.set(IDLE);
  }

  /** A person asked for it, or what was missing is there. */
  retry(): void {
    if (this.stopWaking === null || this.state.get().status === 'connected') return;
    this.failures = 0;
    this.attempt();
  }

  /** The socket is not trusted, or no longer the right one: another one takes its place, if any is wanted. */
  replace(): void {
    if (this.stopWaking !== null) this.attempt();
  }

  /** Found out elsewhere, or by the owner: this socket is worth nothing. */
  lose(verdict: Verdict<Ending>): void {
    this.letGo();
    if (verdict.final) {
      const { ending, reason } = verdict;
      this.state.set({ status: 'disconnected', reason, ending, retryAt: null });
      return;
    }
    const { random } = this.environment;
    const atOnce = verdict.atOnce && this.failures < IMMEDIATE_RETRIES;
    const delay = atOnce ? Math.round(random() * IMMEDIATE_SPREAD_MS) : backoffDelay(this.failures, random);
    this.failures += 1;
    this.timer = setTimeout(() => this.attempt(), delay);
    this.state.set({
      status: 'reconnecting',
      reason: verdict.reason,
      retryAt: Date.now() + delay,
      ending: null,
    });
  }

  private attempt(): void {
    this.letGo();
    const { status, reason } = this.state.get();
    const first = status === 'connecting';
    this.state.set({
      status: first ? 'connecting' : 'reconnecting',
      reason,
      retryAt: null,
      ending: null,
    });
    const minting = new AbortController();
    this.minting = minting;
    this.timer = setTimeout(() => this.lose(NO_ANSWER), TICKET_DEADLINE_MS);
    this.environment.mintTicket(minting.signal).then(
      (ticket) => {
        if (!minting.signal.aborted) this.open(ticket);
      },
      (cause: unknown) => {
        if (!minting.signal.aborted) this.lose(this.owner.judgeTicketFailure(GatewayFailure.from(cause)));
      },
    );
  }

  private open(ticket: Ticket): void {
    clearTimeout(this.timer);
    this.minting = null;
    const socket = this.environment.openSocket(ticket);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.handshakeOverdue = false;
    this.timer = setTimeout(() => {
      this.handshakeOverdue = true;
      this.lose(NO_ANSWER);
    }, OPEN_DEADLINE_MS);
    socket.onopen = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.lose(NO_ANSWER), OPEN_DEADLINE_MS);
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.frameArrived();
      this.owner.onFrame(event.data);
    };
    socket.onclose = (event) => this.lose(this.owner.judgeClose(event.code, event.reason));
  }

  private frameArrived(): void {
    if (this.state.get().status === 'connected') return;
    clearTimeout(this.timer);
    this.stableTimer = setTimeout(() => (this.failures = 0), STABLE_MS);
    this.state.set({ status: 'connected', reason: null, retryAt: null, ending: null });
  }

  private wake(reason: WakeReason): void {
    const { status, retryAt, ending } = this.state.get();
    const trying = status === 'connecting' || status === 'reconnecting';
    if (trying && (retryAt !== null || isNewNetwork(reason))) this.attempt();
    // Whoever comes back to the page may have logged in elsewhere.
    else if (ending === 'login' && reason === 'visible') this.attempt();
    else if (status === 'connected') this.owner.onWake(reason);
  }

  private letGo(): void {
    clearTimeout(this.timer);
    clearTimeout(this.stableTimer);
    this.owner.onEnd();
    this.minting?.abort();
    this.minting = null;
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    // Closing during the handshake makes the browser print a warning, with the ticket in it.
    if (socket.readyState === socket.CONNECTING && !this.handshakeOverdue)
      socket.onopen = () => socket.close(1000);
    else socket.close(1000);
  }
}

const IDLE = { status: 'connecting', reason: null, retryAt: null, ending: null } as const;
