/** A WebSocket whose other end is the test. */
export class FakeSocket {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readyState = 0;
  protocol = '';
  binaryType = '';
  closedWith: number | undefined;
  readonly sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(
    readonly ticket: string,
    readonly offered: string[],
  ) {}

  accept(protocol = this.offered[0] ?? ''): this {
    this.readyState = 1;
    this.protocol = protocol;
    this.onopen?.();
    return this;
  }

  deliver(data: string | ArrayBuffer): this {
    this.onmessage?.({ data });
    return this;
  }

  greet(access = 'write'): this {
    return this.deliver(JSON.stringify({ type: 'hello', role: 'mayor', access, cols: 80, rows: 24 }));
  }

  fail(code: number, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  send(frame: unknown): void {
    this.sent.push(frame);
  }

  close(code: number): void {
    this.readyState = 3;
    this.closedWith = code;
  }
}
