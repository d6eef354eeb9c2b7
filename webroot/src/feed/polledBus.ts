import type { SessionList } from '../api/types';
import type { EventBusLike } from './busConnection';

/** As often as the gateway pushes. */
const POLL_MS = 5_000;

type Handler = (error: unknown, message?: { body: unknown }) => void;

/**
 * Session lists asked for, behind the face of the bus that pushes them: for pages that come with a token. SockJS can
 * bring none, for a browser's WebSocket has no headers, and addresses are no place for tokens.
 */
export function polledBusOpener(listSessions: (townId: string) => Promise<SessionList>): () => EventBusLike {
  return () => new PolledBus(listSessions);
}

class PolledBus implements EventBusLike {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: ((error: unknown) => void) | null = null;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private closed = false;

  constructor(private readonly listSessions: (townId: string) => Promise<SessionList>) {
    queueMicrotask(() => this.onopen?.());
  }

  registerHandler(address: string, handler: Handler): void {
    this.timers.set(
      address,
      setTimeout(() => void this.poll(address, handler), POLL_MS),
    );
  }

  unregisterHandler(address: string): void {
    clearTimeout(this.timers.get(address));
    this.timers.delete(address);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  /** Failures are the feed's to judge: a closed bus makes it ask for itself, with patience of its own. */
  private async poll(address: string, handler: Handler): Promise<void> {
    const [, , townId = ''] = address.split('.');
    try {
      const body = await this.listSessions(townId);
      if (!this.timers.has(address)) return;
      handler(null, { body });
      this.registerHandler(address, handler);
    } catch {
      if (!this.closed) this.onclose?.();
    }
  }
}
