import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayFailure } from '../../src/api/failure';
import type { WakeReason } from '../../src/resilience/wakeSignals';
import { WallConnection } from '../../src/wall/wallConnection';
import { FakeSocket } from '../terminal/fakeSocket';

describe('the wall’s connection', () => {
  let sockets: FakeSocket[];
  let asked: string[][];
  let failure: GatewayFailure | null;
  let listeners: Set<(reason: WakeReason) => void>;
  let wall: WallConnection;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    asked = [];
    failure = null;
    listeners = new Set();
    wall = new WallConnection({
      mintTicket: async (names) => {
        asked.push(names);
        if (failure !== null) throw failure;
        return { ticket: `ticket-${asked.length}`, expiresAt: 0 };
      },
      openSocket: (ticket) => {
        const socket = new FakeSocket(ticket, ['gastown.wall.v1']);
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      wake: {
        subscribe: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      random: () => 0.999,
    });
  });
  afterEach(() => {
    wall.stop();
    vi.useRealTimers();
  });

  const settle = () => vi.advanceTimersByTimeAsync(0);
  const last = () => sockets.at(-1)!;
  const wake = (reason: WakeReason) => [...listeners].forEach((listener) => listener(reason));
  const screen = (session: string, ...lines: string[]) =>
    JSON.stringify({ type: 'screen', session, cols: 80, rows: 24, lines });
  const tile = (name: string) => wall.screenOf(name).get();

  async function connect(...names: string[]) {
    wall.show(names);
    wall.start();
    await settle();
    last()
      .accept()
      .deliver(screen(names[0]!, `screen of ${names[0]}`));
  }

  it('opens one socket for all its sessions, and hands each its own screens', async () => {
    await connect('mayor', 'nux');
    last().deliver(screen('nux', 'hello'));
    expect(sockets).toHaveLength(1);
    expect(asked).toEqual([['mayor', 'nux']]);
    expect(last().ticket).toBe('ticket-1');
    expect(wall.state.get().status).toBe('connected');
    expect(tile('mayor').screen?.lines).toEqual(['screen of mayor']);
    expect(tile('nux')).toMatchObject({
      freshness: 'fresh',
      screen: { cols: 80, rows: 24, lines: ['hello'] },
    });
  });

  it('never sends anything', async () => {
    await connect('mayor');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(last().sent).toEqual([]);
  });

  it('takes no word for sessions that were not asked for, nor what is no frame', async () => {
    await connect('mayor');
    last()
      .deliver(screen('slit', 'x'))
      .deliver('nonsense')
      .deliver('{"type":"screen","session":"mayor","cols":0,"rows":24,"lines":[]}')
      .deliver('{"type":"screen","session":"mayor","cols":80,"rows":24,"lines":"x"}')
      .deliver(new ArrayBuffer(3));
    expect(tile('slit').freshness).toBe('none');
    expect(tile('mayor').screen?.lines).toEqual(['screen of mayor']);
  });

  it('shows a session that died as gone, with its last screen, and takes it back when it returns', async () => {
    await connect('mayor');
    last().deliver('{"type":"gone","session":"mayor"}');
    expect(tile('mayor')).toMatchObject({ freshness: 'gone', screen: { lines: ['screen of mayor'] } });
    last().deliver(screen('mayor', 'again'));
    expect(tile('mayor')).toMatchObject({ freshness: 'fresh', screen: { lines: ['again'] } });
  });

  it('comes back with a fresh ticket after a loss; the last screens stay, and are said to be old', async () => {
    await connect('mayor');
    last().fail(1006);
    expect(tile('mayor')).toMatchObject({ freshness: 'stale', screen: { lines: ['screen of mayor'] } });
    expect(wall.state.get()).toMatchObject({ status: 'reconnecting', reason: 'The connection was lost' });
    await vi.advanceTimersByTimeAsync(500);
    expect(last().ticket).toBe('ticket-2');
    last().accept().deliver(screen('mayor', 'new'));
    expect(tile('mayor').freshness).toBe('fresh');
    expect(wall.state.get()).toMatchObject({ status: 'connected', reason: null });
  });

  it('waits longer and longer, and not at all once the network is back', async () => {
    failure = new GatewayFailure('UNREACHABLE', 'The gateway does not answer');
    wall.show(['mayor']);
    wall.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.length).toBeGreaterThan(6);
    expect(asked.length).toBeLessThan(12);
    failure = null;
    const before = asked.length;
    wake('online');
    await settle();
    expect(asked).toHaveLength(before + 1);
    expect(sockets).toHaveLength(1);
  });

  it('follows a drained gateway at once, yet not for ever', async () => {
    await connect('mayor');
    last().fail(1001);
    await vi.advanceTimersByTimeAsync(300);
    expect(sockets).toHaveLength(2);
  });

  it.each([
    [4404, 'This town’s sandbox has no wall yet: it needs a newer agent'],
    [4403, 'You no longer have access to this town'],
  ])('is over for good after %i, in honest words', async (code, reason) => {
    await connect('mayor');
    last().fail(code);
    expect(wall.state.get()).toMatchObject({ status: 'disconnected', reason });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sockets).toHaveLength(1);
    wall.retry();
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it('tries again after a close that says nothing', async () => {
    await connect('mayor');
    last().fail(1000);
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
  });

  it('says that the town is not running, and connects once it is', async () => {
    failure = new GatewayFailure('PRECONDITION_FAILED', 'Town is not running');
    wall.show(['mayor']);
    wall.start();
    await settle();
    expect(wall.state.get()).toMatchObject({ status: 'reconnecting', reason: 'The town is not running' });
    failure = null;
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(1);
  });

  it('opens another socket for another set of sessions, and none for another order', async () => {
    await connect('mayor', 'nux');
    wall.show(['nux', 'mayor']);
    await settle();
    expect(sockets).toHaveLength(1);
    const first = last();
    wall.show(['nux', 'slit']);
    await settle();
    expect(first.closedWith).toBe(1000);
    expect(sockets).toHaveLength(2);
    expect(asked.at(-1)).toEqual(['nux', 'slit']);
  });

  it('has no socket while nobody looks or nothing is there to be shown', async () => {
    wall.show(['mayor']);
    await settle();
    expect(asked).toEqual([]);
    await connect('mayor');
    wall.stop();
    expect(last().closedWith).toBe(1000);
    wall.start();
    await settle();
    expect(sockets).toHaveLength(2);
    last().accept();
    wall.show([]);
    expect(last().closedWith).toBe(1000);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sockets).toHaveLength(2);
    expect(listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('replaces a socket that a returned network leads nowhere, and one that missed what was printed', async () => {
    await connect('mayor');
    wake('online');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sockets).toHaveLength(2);
    last().accept().deliver(screen('mayor', 'x'));
    await vi.advanceTimersByTimeAsync(20_000);
    wall.printedAt(Date.now());
    await vi.advanceTimersByTimeAsync(300);
    expect(sockets).toHaveLength(3);
  });

  it('keeps a socket that is quiet because every agent is', async () => {
    await connect('mayor');
    const quietSince = Date.now();
    for (let minute = 0; minute < 60; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      wall.printedAt(quietSince);
      wall.printedAt(-Infinity);
    }
    expect(sockets).toHaveLength(1);
  });

  it('gives up a handshake or a first screen that never comes', async () => {
    wall.show(['mayor']);
    wall.start();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(wall.state.get()).toMatchObject({ status: 'reconnecting', reason: 'The gateway does not answer' });
    await vi.advanceTimersByTimeAsync(500);
    last().accept();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(wall.state.get().retryAt).not.toBeNull();
    expect(sockets).toHaveLength(2);
  });
});
