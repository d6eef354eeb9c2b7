import { vi } from 'vitest';
import type { Access } from '../../src/api/types';
import { Store } from '../../src/resilience/store';
import type { Legs } from '../../src/terminal/connection/roundTripMeter';
import { SessionView } from '../../src/terminal/view/sessionView';
import { FakeSocket } from './fakeSocket';
import { bytes } from './screenRecorder';

/** A terminal as the page opens it, connected, on a page of its own; with fake timers only. */
export class OpenTerminal {
  readonly view: SessionView;
  private readonly box = document.body.appendChild(document.createElement('div'));
  private socket: FakeSocket | null = null;
  private sentBefore = 0;

  private constructor(access: Access) {
    this.view = new SessionView({
      mintTicket: async () => ({
        ticket: 'ticket',
        expiresAt: 0,
        access,
        protocol: 'gastown.terminal.v2',
      }),
      openSocket: (ticket, protocols) => {
        this.socket = new FakeSocket(ticket, protocols);
        return this.socket as unknown as WebSocket;
      },
      roundTrip: { legs: new Store<Legs | null>(null), watch: () => () => undefined },
      wake: { subscribe: () => () => undefined },
      random: () => 1,
    });
  }

  static async of(access: Access): Promise<OpenTerminal> {
    const open = new OpenTerminal(access);
    open.view.show(open.box);
    open.view.connection.start();
    await open.settle();
    open.socket!.accept().greet(access);
    await open.draw('');
    open.sentBefore = open.socket!.sent.length;
    return open;
  }

  /** The agent prints, and each piece is a frame of its own. */
  async print(...pieces: (string | Uint8Array)[]): Promise<void> {
    for (const piece of pieces) {
      const frame = typeof piece === 'string' ? bytes(piece) : Uint8Array.from(piece);
      this.socket!.deliver(frame.buffer);
    }
    await this.settle();
  }

  /** The sandbox sends a snapshot. */
  async draw(content: string): Promise<void> {
    this.socket!.deliver('{"type":"snapshot"}').deliver(bytes(content).buffer).deliver('{"type":"live"}');
    await this.settle();
  }

  /** What went to the gateway since the terminal was opened. */
  sent(): string[] {
    return this.socket!.sent.slice(this.sentBefore).map((frame) =>
      typeof frame === 'string' ? frame : new TextDecoder().decode(frame as Uint8Array),
    );
  }

  firstLine(): string {
    return this.view.terminal.buffer.active.getLine(0)?.translateToString(true) ?? '';
  }

  close(): void {
    this.view.dispose();
    this.box.remove();
  }

  private async settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(100);
  }
}
