import type { Display } from '../../src/terminal/protocol/terminalProtocol';

/** Writes down what a protocol client draws. */
export class ScreenRecorder implements Display {
  readonly drawn: string[] = [];

  write(bytes: Uint8Array): void {
    this.drawn.push(`write ${text(bytes)}`);
  }

  redraw(chunks: Uint8Array[]): void {
    this.drawn.push(`redraw ${chunks.map(text).join('')}`);
  }

  resize(cols: number, rows: number): void {
    this.drawn.push(`size ${cols}x${rows}`);
  }
}

export function bytes(content: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(content);
}

export function text(content: Uint8Array): string {
  return new TextDecoder().decode(content);
}
