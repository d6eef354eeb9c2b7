import type { Terminal } from '@xterm/xterm';
import { Store } from '../../resilience/store';
import type { TerminalConnection } from '../connection/terminalConnection';
import { cleanText, isBig, planDelivery, type Delivery } from './message';
import { MessageSender } from './messageSender';
import { followPasteMode } from './pasteMode';

/** What one session's terminal knows about texts that are put into it whole, by the message box or by a paste. */
export class Composing {
  readonly sender: MessageSender;
  /** A paste that somebody is asked about. */
  readonly questioned = new Store<string | null>(null);
  /** A text that was to be pasted, and is wanted in the message box instead. */
  readonly offered = new Store<string | null>(null);
  private readonly pasteMode: () => 'on' | 'off' | 'unknown';

  constructor(
    private readonly terminal: Terminal,
    private readonly connection: TerminalConnection,
  ) {
    this.sender = new MessageSender(connection);
    this.pasteMode = followPasteMode(terminal);
  }

  /** @param text cleaned */
  plan(text: string): Delivery {
    return planDelivery(text, this.connection.state.get().input, this.pasteMode());
  }

  /**
   * Takes pastes before xterm does, which lets a text end its own paste, and sends the lines of one singly while it
   * does not know that the program takes pastes.
   */
  guard(host: HTMLElement): void {
    host.addEventListener(
      'paste',
      (event) => {
        if (this.terminal.options.disableStdin === true) return;
        event.preventDefault();
        event.stopPropagation();
        const text = cleanText(event.clipboardData?.getData('text/plain') ?? '');
        if (text === '') return;
        if (isBig(text)) this.questioned.set(text);
        else this.paste(text);
      },
      { capture: true },
    );
  }

  /** @param text cleaned */
  paste(text: string): void {
    this.terminal.input(this.plan(text).body);
  }
}
