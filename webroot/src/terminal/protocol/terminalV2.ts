import { readControlMessage, readSize, type ControlMessage } from './controlMessage';
import type { Display, ProtocolListener, TerminalProtocol, Transmit } from './terminalProtocol';

export const TERMINAL_V2 = 'gastown.terminal.v2';

/** Far below the gateway's 1 MiB a message, so that a big paste is not one frame that gets refused. */
const INPUT_FRAME_BYTES = 32 * 1024;
/** History and screen of the largest pane fit several times over; more is a sandbox gone wrong. */
const SNAPSHOT_LIMIT_BYTES = 32 * 1024 * 1024;

/**
 * `gastown.terminal.v2`: binary frames are terminal bytes, text frames are control messages. The frame type
 * alone decides: bytes that look like JSON are drawn, and control messages never are.
 */
export class TerminalV2 implements TerminalProtocol {
  readonly input = 'keys';
  readonly greets = true;
  private snapshot: Uint8Array[] | null = null;
  private snapshotBytes = 0;

  constructor(
    private readonly display: Display,
    private readonly listener: ProtocolListener,
    private readonly transmit: Transmit,
  ) {}

  receiveText(frame: string): void {
    const message = readControlMessage(frame);
    if (message !== null) this.obey(message);
  }

  receiveBinary(bytes: Uint8Array): void {
    if (this.snapshot === null) {
      this.display.write(bytes);
    } else if (this.snapshotBytes + bytes.length <= SNAPSHOT_LIMIT_BYTES) {
      this.snapshot.push(bytes);
      this.snapshotBytes += bytes.length;
    }
  }

  sendKeys(data: Uint8Array<ArrayBuffer>): void {
    for (let start = 0; start < data.length; start += INPUT_FRAME_BYTES) {
      this.transmit(data.slice(start, start + INPUT_FRAME_BYTES));
    }
  }

  sendLine(text: string): void {
    this.sendKeys(new TextEncoder().encode(`${text}\r`));
  }

  sendResize(cols: number, rows: number): void {
    this.transmit(JSON.stringify({ type: 'resize', cols, rows }));
  }

  requestSnapshot(): boolean {
    this.transmit(JSON.stringify({ type: 'snapshot' }));
    return true;
  }

  private obey(message: ControlMessage): void {
    switch (message.type) {
      case 'hello':
        this.resize(message);
        this.listener.onHello({
          role: typeof message.role === 'string' ? message.role : null,
          access: message.access === 'write' || message.access === 'read' ? message.access : null,
        });
        return;
      case 'snapshot':
        this.snapshot = [];
        this.snapshotBytes = 0;
        return;
      case 'live': {
        const chunks = this.snapshot;
        this.snapshot = null;
        if (chunks !== null) this.display.redraw(chunks);
        return;
      }
      case 'size':
        this.resize(message);
        return;
      case 'exit':
        this.listener.onExit(typeof message.status === 'number' ? message.status : null);
        return;
    }
  }

  private resize(message: ControlMessage): void {
    const size = readSize(message);
    if (size !== null) this.display.resize(size.cols, size.rows);
  }
}
