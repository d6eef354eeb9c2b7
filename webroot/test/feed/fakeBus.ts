import type { EventBusLike } from '../../src/feed/busConnection';

/** An event-bus client whose gateway is the test. */
export class FakeBus implements EventBusLike {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: ((error: unknown) => void) | null = null;
  closed = false;
  readonly handlers = new Map<string, (error: unknown, message?: { body: unknown }) => void>();

  registerHandler(address: string, handler: (error: unknown, message?: { body: unknown }) => void): void {
    this.handlers.set(address, handler);
  }

  unregisterHandler(address: string): void {
    this.handlers.delete(address);
  }

  close(): void {
    this.closed = true;
  }

  publish(address: string, body: unknown): void {
    this.handlers.get(address)?.(null, { body });
  }
}
