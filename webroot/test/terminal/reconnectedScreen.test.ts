import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionView } from '../../src/terminal/view/sessionView';
import { Store } from '../../src/resilience/store';
import type { Legs } from '../../src/terminal/connection/roundTripMeter';
import { FakeSocket } from './fakeSocket';
import { bytes } from './screenRecorder';

const HISTORY = Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\r\n');

describe('a screen whose gateway goes away', () => {
  let sockets: FakeSocket[];
  let view: SessionView;

  beforeEach(async () => {
    vi.useFakeTimers();
    sockets = [];
    view = new SessionView({
      mintTicket: async () => ({
        ticket: 'ticket',
        expiresAt: 0,
        access: 'write',
        protocol: 'gastown.terminal.v2',
      }),
      openSocket: (ticket, protocols) => {
        const socket = new FakeSocket(ticket, protocols);
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      roundTrip: { legs: new Store<Legs | null>(null), watch: () => () => undefined },
      wake: { subscribe: () => () => undefined },
      random: () => 1,
    });
    view.connection.start();
    await settle();
    last().accept().greet();
    await draw(HISTORY);
  });
  afterEach(() => {
    view.dispose();
    vi.useRealTimers();
  });

  const last = () => sockets.at(-1)!;
  const settle = () => vi.advanceTimersByTimeAsync(100);
  const draw = async (content: string) => {
    last().deliver('{"type":"snapshot"}').deliver(bytes(content).buffer).deliver('{"type":"live"}');
    await settle();
  };
  const lines = () => {
    const buffer = view.terminal.buffer.active;
    const all = Array.from({ length: buffer.length }, (_, at) => buffer.getLine(at)!.translateToString(true));
    return all.slice(0, all.findLastIndex((line) => line !== '') + 1);
  };
  const moveToAnotherNode = async () => {
    last().fail(1001, 'draining');
    await vi.advanceTimersByTimeAsync(300);
    last().accept().greet();
    await settle();
  };

  it('stays drawn until the next node has sent all of it', async () => {
    const before = lines();
    expect(before).toHaveLength(100);
    await moveToAnotherNode();
    expect(sockets).toHaveLength(2);
    last().deliver('{"type":"snapshot"}').deliver(bytes('half').buffer);
    await settle();
    expect(lines()).toEqual(before);
    expect(view.state.get()).toMatchObject({ drawn: true, fresh: false });
  });

  it('shows everything once, what came before, during and after', async () => {
    last().deliver(bytes('\r\nbefore').buffer);
    await settle();
    await moveToAnotherNode();
    await draw(`${HISTORY}\r\nbefore\r\nduring`);
    last().deliver(bytes('\r\nafter').buffer);
    await settle();
    expect(lines()).toEqual([...HISTORY.split('\r\n'), 'before', 'during', 'after']);
    expect(view.state.get().fresh).toBe(true);
  });

  it('is made whole by the next snapshot when it broke off in the middle of one, or of a sequence', async () => {
    last().deliver('{"type":"snapshot"}').deliver(bytes('half of it').buffer);
    await moveToAnotherNode();
    last().deliver(bytes('\x1b]2;half a tit').buffer);
    await moveToAnotherNode();
    await draw('whole');
    expect(lines()).toEqual(['whole']);
  });

  it('keeps its place as the distance from the bottom', async () => {
    view.terminal.scrollLines(-20);
    await moveToAnotherNode();
    await draw(`${HISTORY}\r\nnew`);
    const { baseY, viewportY } = view.terminal.buffer.active;
    expect(baseY - viewportY).toBe(20);
  });

  it('takes no focus, and gives none away', async () => {
    const box = document.body.appendChild(document.createElement('div'));
    view.show(box);
    const elsewhere = document.body.appendChild(document.createElement('input'));
    elsewhere.focus();
    await moveToAnotherNode();
    await draw(HISTORY);
    expect(document.activeElement).toBe(elsewhere);
    elsewhere.remove();
    view.terminal.focus();
    await moveToAnotherNode();
    await draw(HISTORY);
    expect(document.activeElement).toBe(view.terminal.textarea);
    box.remove();
  });
});
