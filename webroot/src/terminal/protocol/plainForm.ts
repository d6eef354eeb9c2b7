import { readControlMessage } from './controlMessage';
import type { Display, TerminalProtocol, Transmit } from './terminalProtocol';

const NARROWEST_PANE = 80;
/** SGR and other CSI sequences take no column. */
const CSI = /\x1b\[[0-9;:?]*[ -/]*[@-~]/g;

/**
 * The plain form, spoken by sandboxes without a subprotocol: each message is the whole pane, and what is typed
 * is followed by Enter. It never names the pane's size, so a reader's size is taken from the pane itself.
 */
export class PlainForm implements TerminalProtocol {
  readonly input = 'lines';
  readonly greets = false;

  constructor(
    private readonly display: Display,
    private readonly transmit: Transmit,
    /** A reader's screen takes the pane's shape; a writer's keeps its own and tells the pane. */
    private readonly followsPane: boolean,
  ) {}

  receiveText(frame: string): void {
    const message = readControlMessage(frame);
    if (message?.type === 'output' && typeof message.data === 'string') this.draw(message.data);
  }

  /** The plain form has no binary frames; whoever sends one anyway means terminal bytes. */
  receiveBinary(bytes: Uint8Array): void {
    this.display.write(bytes);
  }

  sendKeys(): void {
    // Every input is followed by Enter here: single keys can't be sent, the line composer does it.
  }

  sendLine(text: string): void {
    this.transmit(JSON.stringify({ type: 'input', data: text }));
  }

  sendResize(cols: number, rows: number): void {
    this.transmit(JSON.stringify({ type: 'resize', cols, rows }));
  }

  requestSnapshot(): boolean {
    return false;
  }

  private draw(pane: string): void {
    // A captured pane ends its lines with bare LF, the last one too: a terminal wants CR LF between them,
    // and the last line must not scroll the first one away.
    const lines = pane.replace(/\r?\n$/, '').split(/\r?\n/);
    if (this.followsPane) {
      const widest = Math.max(...lines.map((line) => line.replace(CSI, '').length));
      this.display.resize(
        Math.min(Math.max(widest, NARROWEST_PANE), 500),
        Math.min(Math.max(lines.length, 2), 300),
      );
    }
    this.display.redraw([new TextEncoder().encode(lines.join('\x1b[0m\r\n'))]);
  }
}
