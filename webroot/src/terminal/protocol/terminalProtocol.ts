import type { Access } from '../../api/types';

/** Where a protocol client puts what it understood. */
export interface Display {
  /** Bytes of the live stream. */
  write(bytes: Uint8Array): void;
  /** Everything anew: history, screen, cursor and modes replace what was there, in one step. */
  redraw(chunks: Uint8Array[]): void;
  /** The pane's size, in order with the bytes around it. */
  resize(cols: number, rows: number): void;
}

export interface ProtocolListener {
  /** The sandbox said who we are to it. */
  onHello(hello: { role: string | null; access: Access | null }): void;
  /** The program ended; the close that follows is final. */
  onExit(status: number | null): void;
}

export type Transmit = (frame: string | Uint8Array<ArrayBuffer>) => void;

/** One of the two dialects spoken on the terminal socket. */
export interface TerminalProtocol {
  /** `lines`: input always ends with Enter, so it is composed in a box. `keys`: every keystroke goes out. */
  readonly input: 'keys' | 'lines';
  /** The sandbox greets first, so silence after the handshake is a fault. */
  readonly greets: boolean;
  receiveText(frame: string): void;
  receiveBinary(bytes: Uint8Array): void;
  sendKeys(data: Uint8Array<ArrayBuffer>): void;
  sendLine(text: string): void;
  sendResize(cols: number, rows: number): void;
  /** Asks for a redraw because output was dropped; false when this dialect has no such request. */
  requestSnapshot(): boolean;
}
