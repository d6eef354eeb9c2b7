import { Store } from '../../resilience/store';
import type { TerminalConnection } from '../connection/terminalConnection';
import type { Delivery } from './message';

/**
 * Programs take what comes in one breath for one paste, and an Enter at its end for a line of it: Gas Town itself
 * waits this long between a text and its Enter.
 */
export const ENTER_DELAY_MS = 500;

/**
 * `unfinished`: the connection ended between a text and its Enter. Whether the text arrived is not known; the Enter
 * is never sent later, for then it could enter something else.
 */
export type Sending = 'idle' | 'sending' | 'unfinished';

type Way = Pick<TerminalConnection, 'state' | 'sendKeys' | 'sendLine'>;

/** Sends messages whole: the text, and a moment later, as a frame of its own, Enter. Keeps nothing for later. */
export class MessageSender {
  readonly state = new Store<Sending>('idle');
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopWatching: () => void = () => undefined;

  constructor(private readonly way: Way) {}

  /** @returns whether it went out; false while there is no connection that may type, or a message is under way */
  send({ form, body }: Delivery): boolean {
    if (!this.mayType() || this.state.get() === 'sending') return false;
    if (form === 'line') {
      this.way.sendLine(body);
      this.state.set('idle');
      return true;
    }
    this.way.sendKeys(new TextEncoder().encode(body));
    this.state.set('sending');
    this.stopWatching = this.way.state.subscribe(() => {
      if (!this.mayType()) this.finish('unfinished');
    });
    this.timer = setTimeout(() => {
      this.way.sendKeys(Uint8Array.of(CARRIAGE_RETURN));
      this.finish('idle');
    }, ENTER_DELAY_MS);
    return true;
  }

  /** The person has read that the last message was not finished. */
  acknowledge(): void {
    if (this.state.get() === 'unfinished') this.state.set('idle');
  }

  private mayType(): boolean {
    const { status, access } = this.way.state.get();
    return status === 'connected' && access === 'write';
  }

  private finish(state: Sending): void {
    clearTimeout(this.timer);
    this.stopWatching();
    this.state.set(state);
  }
}

const CARRIAGE_RETURN = 0x0d;
