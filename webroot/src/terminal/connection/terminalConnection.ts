import { GatewayFailure } from '../../api/failure';
import type { StreamTicket } from '../../api/types';
import { backoffDelay } from '../../resilience/backoff';
import { Store } from '../../resilience/store';
import { isNewNetwork, type WakeReason, type WakeSignals } from '../../resilience/wakeSignals';
import { PlainForm } from '../protocol/plainForm';
import type { Display, TerminalProtocol } from '../protocol/terminalProtocol';
import { TERMINAL_V2, TerminalV2 } from '../protocol/terminalV2';
import { judgeClose, judgeTicketFailure, type Verdict } from './closeCodes';
import { INITIAL_STATE, type ConnectionState } from './connectionState';
import { LifeSigns } from './lifeSigns';
import type { Legs, RoundTripMeter } from './roundTripMeter';

export interface ConnectionEnvironment {
  mintTicket(signal: AbortSignal): Promise<StreamTicket>;
  openSocket(ticket: string, protocols: string[]): WebSocket;
  /** Of the session's town, where anybody measures it. */
  roundTrip?: Pick<RoundTripMeter, 'watch' | 'legs'>;
  wake: WakeSignals;
  random(): number;
}

/** A node that lost its power refuses nothing, it is just silent: a ticket comes within this or not at all. */
const TICKET_DEADLINE_MS = 8_000;
/** A handshake, and then the greeting, which the gateway gets from the sandbox, each within this. */
const OPEN_DEADLINE_MS = 8_000;
/** A connection that lived this long was good: the next loss starts again with short waits. */
const STABLE_MS = 10_000;
/** A snapshot that was asked for comes within this, or the connection is replaced. */
const CATCH_UP_MS = 10_000;
/** A reader who fell behind looks again after this. */
const READER_CATCH_UP_MS = 3_000;
/** A gateway that drains again and again is not obeyed for ever. */
const IMMEDIATE_RETRIES = 3;
/** "At once" for all pages of a drained gateway, yet not in the same instant. */
const IMMEDIATE_SPREAD_MS = 300;

/**
 * One session's way to the sandbox, kept up for as long as someone watches: a fresh single-use ticket, a
 * socket, and after a loss the same again. States only a person or a new life of the session can leave are
 * `disconnected`.
 */
export class TerminalConnection {
  readonly state = new Store<ConnectionState>(INITIAL_STATE);
  /** How long the way takes, as far as it was measured. */
  readonly legs: Store<Legs | null>;
  private protocol: TerminalProtocol | null = null;
  private socket: WebSocket | null = null;
  private minting: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stableTimer: ReturnType<typeof setTimeout> | undefined;
  private catchUpTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly display: Display;
  private stopWaking: (() => void) | null = null;
  private stopMeasuring: (() => void) | null = null;
  private failures = 0;
  private readonly lifeSigns = new LifeSigns({
    onDoubt: () => this.fellBehind(),
    onDead: () => this.attempt(),
  });
  /** What is known of the program's end, once the sandbox announced it. */
  private exit: string | null = null;
  private handshakeOverdue = false;

  constructor(
    private readonly environment: ConnectionEnvironment,
    display: Display,
    private readonly onNewStream: () => void,
  ) {
    this.legs = environment.roundTrip?.legs ?? new Store<Legs | null>(null);
    this.display = {
      write: (bytes) => display.write(bytes),
      resize: (cols, rows) => display.resize(cols, rows),
      redraw: (chunks) => {
        clearTimeout(this.catchUpTimer);
        display.redraw(chunks);
      },
    };
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
    const { access, role, input } = this.state.get();
    this.state.set({ ...INITIAL_STATE, access, role, input });
  }

  /** A person asked for it, or the session lives again. */
  retry(): void {
    if (this.stopWaking === null || this.state.get().status === 'connected') return;
    this.failures = 0;
    this.attempt();
  }

  sendKeys(data: Uint8Array<ArrayBuffer>): void {
    if (!this.mayType() || this.protocol?.input !== 'keys') return;
    this.protocol.sendKeys(data);
    // What begins with an escape may be the terminal's own word, on the mouse or the focus: nothing answers that.
    if (data[0] !== ESCAPE) this.lifeSigns.typed();
  }

  sendLine(text: string): void {
    if (this.mayType()) this.protocol?.sendLine(text);
  }

  sendResize(cols: number, rows: number): void {
    if (this.mayType()) this.protocol?.sendResize(cols, rows);
  }

  /** The session list says that the program printed something then. */
  printedAt(moment: number): void {
    const { status, input } = this.state.get();
    // The plain form sends a pane only when it looks different: there silence proves nothing.
    if (status !== 'connected' || input !== 'keys') return;
    // Spread as after a drain: the same list reaches all pages of a dead node in the same instant.
    if (this.lifeSigns.missed(moment)) this.lost(WENT_QUIET);
  }

  /** Output came faster than it could be drawn, and some was dropped; or it is not sure that any comes. */
  fellBehind(): void {
    if (this.mayType() && this.protocol?.requestSnapshot() === true) {
      clearTimeout(this.catchUpTimer);
      this.catchUpTimer = setTimeout(() => this.attempt(), CATCH_UP_MS);
      return;
    }
    // A reader may not ask: what a reader sends is dropped by the gateway. A new connection begins with a
    // snapshot, which is the same thing; but a flood that goes on must not use up the person's tickets.
    clearTimeout(this.catchUpTimer);
    this.catchUpTimer = setTimeout(() => this.attempt(), READER_CATCH_UP_MS);
  }

  private mayType(): boolean {
    const { status, access } = this.state.get();
    return status === 'connected' && access === 'write';
  }

  private attempt(): void {
    this.letGo();
    const { status } = this.state.get();
    this.state.set({
      ...this.state.get(),
      status: status === 'connecting' ? 'connecting' : 'reconnecting',
      retryAt: null,
      ending: null,
    });
    const minting = new AbortController();
    this.minting = minting;
    this.timer = setTimeout(() => this.lost(NO_ANSWER), TICKET_DEADLINE_MS);
    this.environment.mintTicket(minting.signal).then(
      (ticket) => {
        if (!minting.signal.aborted) this.open(ticket);
      },
      (cause: unknown) => {
        if (!minting.signal.aborted) this.lost(judgeTicketFailure(GatewayFailure.from(cause)));
      },
    );
  }

  private open(ticket: StreamTicket): void {
    clearTimeout(this.timer);
    this.minting = null;
    this.state.set({ ...this.state.get(), access: ticket.access });
    const socket = this.environment.openSocket(
      ticket.ticket,
      ticket.protocol === null ? [] : [ticket.protocol],
    );
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.handshakeOverdue = false;
    this.timer = setTimeout(() => {
      this.handshakeOverdue = true;
      this.lost(NO_ANSWER);
    }, OPEN_DEADLINE_MS);

    socket.onopen = () => {
      const protocol = this.speak(socket, ticket);
      this.protocol = protocol;
      this.state.set({ ...this.state.get(), input: protocol.input });
      this.onNewStream();
      clearTimeout(this.timer);
      if (protocol.greets) this.timer = setTimeout(() => this.lost(NO_ANSWER), OPEN_DEADLINE_MS);
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.frameArrived();
      if (typeof event.data === 'string') this.protocol?.receiveText(event.data);
      else this.protocol?.receiveBinary(new Uint8Array(event.data));
    };
    socket.onclose = (event) => {
      this.lost(
        this.exit === null
          ? judgeClose(event.code, event.reason)
          : judgeClose(1000, this.exit || event.reason),
      );
    };
  }

  private speak(socket: WebSocket, ticket: StreamTicket): TerminalProtocol {
    const transmit = (frame: string | Uint8Array<ArrayBuffer>) => {
      if (socket.readyState === socket.OPEN) socket.send(frame);
    };
    if (socket.protocol !== TERMINAL_V2)
      return new PlainForm(this.display, transmit, ticket.access === 'read');
    const listener = {
      onHello: ({ role, access }: { role: string | null; access: string | null }) => {
        // The narrower of the two: a sandbox can take the right to type away, never give it.
        const granted = ticket.access === 'write' && access !== 'read' ? 'write' : 'read';
        this.state.set({ ...this.state.get(), role, access: granted });
      },
      onExit: (status: number | null) => {
        this.exit = status === null || status === 0 ? '' : `status ${status}`;
      },
    };
    return new TerminalV2(this.display, listener, transmit);
  }

  private frameArrived(): void {
    this.lifeSigns.frameArrived();
    if (this.state.get().status === 'connected') return;
    clearTimeout(this.timer);
    this.stableTimer = setTimeout(() => (this.failures = 0), STABLE_MS);
    const watching = this.environment.roundTrip?.watch({
      onSilence: (askedAt) => this.lifeSigns.silence(askedAt),
    });
    this.stopMeasuring = watching ?? null;
    this.state.set({ ...this.state.get(), status: 'connected', reason: null, advice: null, retryAt: null });
  }

  private lost(verdict: Verdict): void {
    this.letGo();
    if (verdict.final) {
      const { ending, reason, advice } = verdict;
      this.state.set({ ...this.state.get(), status: 'disconnected', reason, advice, ending, retryAt: null });
      return;
    }
    const atOnce = verdict.atOnce && this.failures < IMMEDIATE_RETRIES;
    const { random } = this.environment;
    const delay = atOnce ? Math.round(random() * IMMEDIATE_SPREAD_MS) : backoffDelay(this.failures, random);
    this.failures += 1;
    this.state.set({
      ...this.state.get(),
      status: 'reconnecting',
      reason: verdict.reason,
      advice: verdict.advice,
      retryAt: Date.now() + delay,
    });
    this.timer = setTimeout(() => this.attempt(), delay);
  }

  private wake(reason: WakeReason): void {
    const { status, retryAt, ending } = this.state.get();
    const trying = status === 'connecting' || status === 'reconnecting';
    if (trying && (retryAt !== null || isNewNetwork(reason))) this.attempt();
    // Whoever comes back to the page may have logged in elsewhere.
    if (ending === 'login' && reason === 'visible') this.attempt();
    if (status !== 'connected') return;
    if (reason === 'online' || reason === 'offline') this.lifeSigns.networkChanged();
    else if (reason === 'visible') this.lifeSigns.visible();
    else this.lifeSigns.resumed();
  }

  /** Ends whatever is under way, so that there is never a second socket or a second timer. */
  private letGo(): void {
    clearTimeout(this.timer);
    clearTimeout(this.stableTimer);
    clearTimeout(this.catchUpTimer);
    this.lifeSigns.reset();
    this.stopMeasuring?.();
    this.stopMeasuring = null;
    this.minting?.abort();
    this.minting = null;
    this.protocol = null;
    this.exit = null;
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

const ESCAPE = 0x1b;
const WENT_QUIET: Verdict = { ...judgeClose(4408, ''), final: false, atOnce: true };
const NO_ANSWER = judgeTicketFailure(new GatewayFailure('NO_ANSWER', 'The gateway does not answer'));
