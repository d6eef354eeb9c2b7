import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayFailure } from '../../src/api/failure';
import type { Access, StreamTicket } from '../../src/api/types';
import type { WakeReason } from '../../src/resilience/wakeSignals';
import { TerminalConnection } from '../../src/terminal/connection/terminalConnection';
import { Store } from '../../src/resilience/store';
import type { Legs, RoundTripListener } from '../../src/terminal/connection/roundTripMeter';
import { FakeSocket } from './fakeSocket';
import { bytes, ScreenRecorder } from './screenRecorder';

describe('terminal connection', () => {
  let sockets: FakeSocket[];
  let minted: number;
  let access: Access;
  let protocol: string | null;
  let ticketFailure: GatewayFailure | null;
  let hanging: boolean;
  let abandoned: AbortSignal[];
  let listeners: Set<(reason: WakeReason) => void>;
  let measurers: Set<RoundTripListener>;
  let screen: ScreenRecorder;
  let connection: TerminalConnection;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    minted = 0;
    access = 'write';
    protocol = 'gastown.terminal.v2';
    ticketFailure = null;
    hanging = false;
    abandoned = [];
    listeners = new Set();
    measurers = new Set();
    screen = new ScreenRecorder();
    connection = new TerminalConnection(
      {
        mintTicket: async (signal): Promise<StreamTicket> => {
          minted += 1;
          if (hanging) {
            abandoned.push(signal);
            await new Promise(() => undefined);
          }
          if (ticketFailure !== null) throw ticketFailure;
          return { ticket: `ticket-${minted}`, expiresAt: 0, access, protocol };
        },
        openSocket: (ticket, protocols) => {
          const socket = new FakeSocket(ticket, protocols);
          sockets.push(socket);
          return socket as unknown as WebSocket;
        },
        roundTrip: {
          legs: new Store<Legs | null>(null),
          watch: (listener) => {
            measurers.add(listener);
            return () => measurers.delete(listener);
          },
        },
        wake: {
          subscribe: (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
        },
        random: () => 1,
      },
      screen,
      () => undefined,
    );
  });
  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
  });

  const settle = () => vi.advanceTimersByTimeAsync(0);
  const status = () => connection.state.get().status;
  const last = () => sockets.at(-1)!;
  const wake = (reason: WakeReason) => listeners.forEach((listener) => listener(reason));
  const connect = async () => {
    connection.start();
    await settle();
    last().accept().greet();
  };

  it('is connected with the sandbox’s first frame, not with the handshake', async () => {
    connection.start();
    expect(status()).toBe('connecting');
    await settle();
    last().accept();
    expect(status()).toBe('connecting');
    last().greet();
    expect(status()).toBe('connected');
  });

  it('uses a fresh ticket for every attempt', async () => {
    await connect();
    last().fail(1006);
    await vi.advanceTimersByTimeAsync(500);
    last().fail(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets.map(({ ticket }) => ticket)).toEqual(['ticket-1', 'ticket-2', 'ticket-3']);
  });

  it('offers the subprotocol only when the ticket names one', async () => {
    protocol = null;
    connection.start();
    await settle();
    expect(last().offered).toEqual([]);
    last().accept('').deliver('{"type":"output","data":"pane"}');
    expect(status()).toBe('connected');
    expect(connection.state.get().input).toBe('lines');
    connection.sendLine('hello');
    expect(last().sent).toEqual(['{"type":"input","data":"hello"}']);
  });

  it('waits longer after each failure, up to 15 seconds, and never gives up', async () => {
    connection.start();
    await settle();
    const waits = [];
    for (let attempt = 0; attempt < 40; attempt += 1) {
      last().fail(1006);
      expect(status()).toBe('reconnecting');
      const wait = connection.state.get().retryAt! - Date.now();
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect(waits.slice(0, 9)).toEqual([500, 500, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(sockets).toHaveLength(41);
  });

  it('starts with short waits again after a connection that held', async () => {
    connection.start();
    await settle();
    for (const wait of [500, 500, 500, 1_000]) {
      last().fail(1006);
      await vi.advanceTimersByTimeAsync(wait);
    }
    last().accept().greet();
    await vi.advanceTimersByTimeAsync(10_000);
    last().fail(1006);
    expect(connection.state.get().retryAt! - Date.now()).toBe(500);
  });

  it('keeps its long waits when connections break at once', async () => {
    await connect();
    for (const wait of [500, 500, 500, 1_000]) {
      last().fail(1011);
      await vi.advanceTimersByTimeAsync(wait);
      last().accept().greet();
    }
    last().fail(1011);
    expect(connection.state.get().retryAt! - Date.now()).toBe(2_000);
  });

  it('reconnects at once when the gateway drains, with a small spread', async () => {
    await connect();
    last().fail(1001);
    expect(connection.state.get().retryAt! - Date.now()).toBe(300);
    await vi.advanceTimersByTimeAsync(300);
    last().accept().greet();
    expect(status()).toBe('connected');
  });

  it('does not obey a gateway that drains again and again for ever', async () => {
    await connect();
    const waits = [];
    for (let drain = 0; drain < 6; drain += 1) {
      last().fail(1001);
      const wait = connection.state.get().retryAt! - Date.now();
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(wait);
      last().accept().greet();
    }
    expect(waits).toEqual([300, 300, 300, 1_000, 2_000, 4_000]);
  });

  it('tries three times within two seconds of a drain, whatever refuses it meanwhile', async () => {
    await connect();
    last().fail(1001);
    ticketFailure = new GatewayFailure('UNREACHABLE', '502 from the balancer');
    await vi.advanceTimersByTimeAsync(300);
    expect(minted).toBe(2);
    ticketFailure = null;
    await vi.advanceTimersByTimeAsync(500);
    last().fail(1006); // 503 instead of the upgrade: another node that drains
    await vi.advanceTimersByTimeAsync(500);
    last().accept().greet();
    expect(status()).toBe('connected');
    expect(sockets).toHaveLength(3);
  });

  it('outlasts a redeploy that takes many minutes', async () => {
    await connect();
    last().fail(1001);
    ticketFailure = new GatewayFailure('UNREACHABLE', '503 from the balancer');
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    expect(status()).toBe('reconnecting');
    ticketFailure = null;
    const wait = connection.state.get().retryAt! - Date.now();
    expect(wait).toBeLessThanOrEqual(15_000);
    await vi.advanceTimersByTimeAsync(wait);
    last().accept().greet();
    expect(status()).toBe('connected');
  });

  it.each([
    [1000, '', 'ended'],
    [4403, 'access revoked', 'revoked'],
    [4404, '', 'gone'],
  ])('treats close code %i (%s) as final and says why', async (code, said, ending) => {
    await connect();
    last().fail(code, said);
    await vi.advanceTimersByTimeAsync(3_600_000);
    wake('online');
    wake('visible');
    expect(status()).toBe('disconnected');
    expect(connection.state.get()).toMatchObject({ ending, reason: expect.stringMatching(/\w+/) });
    expect(sockets).toHaveLength(1);
    expect(minted).toBe(1);
  });

  it('tells a login that ended from a town that was lost, and is back once there is a new one', async () => {
    await connect();
    last().fail(4403, 'access revoked: log in again');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(status()).toBe('disconnected');
    expect(connection.state.get()).toMatchObject({ ending: 'login' });
    expect(sockets).toHaveLength(1);
    wake('visible');
    await vi.advanceTimersByTimeAsync(0);
    last().accept().greet();
    expect(status()).toBe('connected');
  });

  it.each([1001, 1006, 1009, 1011, 4406, 4408, 4429, 4502, 4504, 4999])(
    'comes back after close code %i',
    async (code) => {
      await connect();
      last().fail(code);
      await vi.advanceTimersByTimeAsync(500);
      last().accept().greet();
      expect(status()).toBe('connected');
    },
  );

  it('takes an announced exit as final, however the socket closes', async () => {
    await connect();
    last().deliver('{"type":"exit","status":1}').fail(1006);
    expect(connection.state.get()).toMatchObject({
      status: 'disconnected',
      ending: 'ended',
      reason: 'The session ended: status 1',
    });
  });

  it.each([
    ['UNAUTHORIZED', 'login'],
    ['FORBIDDEN', 'refused'],
    ['NOT_FOUND', 'gone'],
  ])('stops when the ticket is refused with %s', async (code, ending) => {
    ticketFailure = new GatewayFailure(code, 'no');
    connection.start();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(connection.state.get()).toMatchObject({ status: 'disconnected', ending });
    expect(minted).toBe(1);
  });

  it.each([
    'BAD_GATEWAY',
    'GATEWAY_TIMEOUT',
    'TOO_MANY_REQUESTS',
    'PRECONDITION_FAILED',
    'SERVICE_UNAVAILABLE',
    'UNREACHABLE',
  ])('tries again when the ticket fails with %s', async (code) => {
    ticketFailure = new GatewayFailure(code, 'later');
    connection.start();
    await settle();
    expect(status()).toBe('reconnecting');
    ticketFailure = null;
    await vi.advanceTimersByTimeAsync(500);
    last().accept().greet();
    expect(status()).toBe('connected');
  });

  it('tries again after an expired login when the person returns to the page', async () => {
    ticketFailure = new GatewayFailure('UNAUTHORIZED', 'no');
    connection.start();
    await settle();
    ticketFailure = null;
    wake('online');
    await settle();
    expect(sockets).toHaveLength(0);
    wake('visible');
    await settle();
    last().accept().greet();
    expect(status()).toBe('connected');
  });

  it('connects again when a person asks, even after a final state', async () => {
    await connect();
    last().fail(1000);
    connection.retry();
    await settle();
    expect(sockets).toHaveLength(2);
    last().accept().greet();
    expect(status()).toBe('connected');
  });

  it.each<WakeReason>(['online', 'visible', 'resumed'])(
    'does not wait out its delay on `%s`',
    async (reason) => {
      await connect();
      last().fail(1006);
      wake(reason);
      await settle();
      expect(sockets).toHaveLength(2);
    },
  );

  it('replaces a socket that was silent while the machine slept', async () => {
    await connect();
    vi.setSystemTime(Date.now() + 60_000);
    wake('resumed');
    await settle();
    expect(sockets).toHaveLength(2);
    expect(sockets[0]!.closedWith).toBe(1000);
  });

  it('keeps a socket that spoke a moment ago when the page is looked at again', async () => {
    await connect();
    wake('visible');
    await settle();
    expect(sockets).toHaveLength(1);
  });

  it('gives the socket a moment when the network returns, and replaces it if nothing comes', async () => {
    await connect();
    wake('online');
    await vi.advanceTimersByTimeAsync(300);
    last().deliver(bytes('still here').buffer);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sockets).toHaveLength(1);
    wake('online');
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
  });

  it('doubts a socket when the network goes', async () => {
    await connect();
    wake('offline');
    await vi.advanceTimersByTimeAsync(500);
    expect(status()).toBe('reconnecting');
  });

  it.each<WakeReason>(['online', 'resumed'])(
    'begins anew on `%s` what it asked for before',
    async (reason) => {
      hanging = true;
      connection.start();
      await settle();
      hanging = false;
      wake('visible');
      await settle();
      expect(sockets).toHaveLength(0);
      wake(reason);
      await settle();
      expect(abandoned[0]!.aborted).toBe(true);
      last().accept().greet();
      expect(status()).toBe('connected');
    },
  );

  it('replaces a socket after a sleep that a network rarely survives, but not after a glance elsewhere', async () => {
    await connect();
    await vi.advanceTimersByTimeAsync(15_000);
    wake('visible');
    await settle();
    expect(sockets).toHaveLength(1);
    wake('resumed');
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it('replaces its socket at once when the gateway answers nothing on another way, unless frames still come', async () => {
    await connect();
    const askedAt = Date.now();
    await vi.advanceTimersByTimeAsync(4_000);
    last().deliver(bytes('still here').buffer);
    measurers.forEach(({ onSilence }) => onSilence(askedAt));
    await settle();
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    measurers.forEach(({ onSilence }) => onSilence(Date.now()));
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it('measures the way only while it is connected', async () => {
    await connect();
    expect(measurers.size).toBe(1);
    last().fail(1006);
    expect(measurers.size).toBe(0);
  });

  describe('when its node lost its power, and nothing ever ends the socket', () => {
    const printedNow = () => connection.printedAt(Date.now());

    it('is replaced when the session list knows of output that did not come', async () => {
      await connect();
      await vi.advanceTimersByTimeAsync(14_000);
      printedNow();
      expect(sockets).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(5_000);
      printedNow();
      await settle();
      expect(sockets).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(300);
      expect(sockets).toHaveLength(2);
    });

    it('is kept however long the agent is quiet', async () => {
      await connect();
      const quietSince = Date.now();
      for (let minute = 0; minute < 60; minute += 1) {
        await vi.advanceTimersByTimeAsync(60_000);
        connection.printedAt(quietSince);
      }
      expect(sockets).toHaveLength(1);
    });

    it('is rarely doubted where the list speaks of a window that is not shown', async () => {
      await connect();
      for (let list = 0; list < 720; list += 1) {
        await vi.advanceTimersByTimeAsync(5_000);
        printedNow();
        await vi.advanceTimersByTimeAsync(300);
        if (last().readyState === 0) last().accept().greet();
      }
      expect(sockets.length).toBeGreaterThan(2);
      expect(sockets.length).toBeLessThan(14);
    });

    it('is asked for a snapshot when nothing answers what is typed, and replaced when none comes', async () => {
      await connect();
      connection.sendKeys(bytes('x'));
      await vi.advanceTimersByTimeAsync(5_000);
      expect(last().sent.slice(1)).toEqual(['{"type":"snapshot"}']);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(sockets).toHaveLength(2);
    });

    it('is not asked while what is typed is answered, and seldom by a program that reads in silence', async () => {
      await connect();
      for (let key = 0; key < 60; key += 1) {
        connection.sendKeys(bytes('x'));
        await vi.advanceTimersByTimeAsync(500);
        last().deliver(bytes('x').buffer);
        await vi.advanceTimersByTimeAsync(500);
      }
      await vi.advanceTimersByTimeAsync(5_000);
      const asked = () => last().sent.filter((frame) => frame === '{"type":"snapshot"}').length;
      expect(asked()).toBe(0);
      for (let key = 0; key < 50; key += 1) {
        connection.sendKeys(bytes('p'));
        await vi.advanceTimersByTimeAsync(1_000);
        if (asked() === 1) last().deliver('{"type":"snapshot"}').deliver('{"type":"live"}');
      }
      expect(asked()).toBe(1);
      expect(sockets).toHaveLength(1);
    });

    it('is not asked because the terminal reported the mouse or the focus by itself', async () => {
      await connect();
      connection.sendKeys(bytes('\x1b[I'));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(last().sent).toHaveLength(1);
      expect(sockets).toHaveLength(1);
    });

    it('is not judged by the list where silence proves nothing, in the plain form', async () => {
      protocol = null;
      connection.start();
      await settle();
      last().accept('').deliver('{"type":"output","data":"pane"}');
      await vi.advanceTimersByTimeAsync(120_000);
      printedNow();
      connection.sendKeys(bytes('x'));
      await vi.advanceTimersByTimeAsync(120_000);
      expect(sockets).toHaveLength(1);
    });
  });

  it('gives up a handshake or a greeting that never comes', async () => {
    connection.start();
    await settle();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(status()).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(7_000);
    last().accept();
    await vi.advanceTimersByTimeAsync(7_000);
    expect(connection.state.get().retryAt).toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(status()).toBe('reconnecting');
    expect(connection.state.get().retryAt).not.toBeNull();
    expect(sockets).toHaveLength(2);
  });

  it('gives up a ticket call that a dead node never answers, and asks anew', async () => {
    hanging = true;
    connection.start();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(connection.state.get()).toMatchObject({
      status: 'reconnecting',
      reason: 'The gateway does not answer',
    });
    expect(abandoned[0]!.aborted).toBe(true);
    hanging = false;
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(1);
    last().accept().greet();
    expect(status()).toBe('connected');
  });

  it('never has two sockets, whatever happens at once', async () => {
    connection.start();
    connection.start();
    wake('online');
    connection.stop();
    connection.start();
    await settle();
    last().accept().greet();
    expect(sockets).toHaveLength(1);
    last().fail(1006);
    wake('online');
    wake('visible');
    connection.retry();
    await settle();
    expect(sockets.filter(({ readyState }) => readyState < 2)).toHaveLength(1);
  });

  it('listens for waking once, however often it reconnects, and not at all when stopped', async () => {
    await connect();
    for (let count = 0; count < 5; count += 1) {
      last().fail(1006);
      await vi.advanceTimersByTimeAsync(15_000);
    }
    expect(listeners.size).toBe(1);
    connection.stop();
    expect(listeners.size).toBe(0);
  });

  it('closes its socket and forgets its timers when nobody looks any more', async () => {
    await connect();
    connection.stop();
    expect(last().closedWith).toBe(1000);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sockets).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets a handshake end before it closes the socket, so that no ticket is printed on the console', async () => {
    connection.start();
    await settle();
    connection.stop();
    expect(last().closedWith).toBeUndefined();
    last().accept();
    expect(last().closedWith).toBe(1000);
    expect(status()).toBe('connecting');
  });

  it('ignores a ticket that arrives after nobody looks any more', async () => {
    connection.start();
    connection.stop();
    await settle();
    expect(sockets).toHaveLength(0);
  });

  it('sends nothing for a reader', async () => {
    access = 'read';
    connection.start();
    await settle();
    last().accept().greet('read');
    connection.sendKeys(bytes('x'));
    connection.sendResize(10, 10);
    connection.sendLine('x');
    expect(last().sent).toEqual([]);
  });

  it('does not become a writer because a sandbox says so', async () => {
    access = 'read';
    connection.start();
    await settle();
    last().accept().greet('write');
    expect(connection.state.get().access).toBe('read');
  });

  it('loses the right to type when the sandbox grants none', async () => {
    connection.start();
    await settle();
    last().accept().greet('read');
    connection.sendKeys(bytes('x'));
    expect(last().sent).toEqual([]);
  });

  it('does not keep keys for later while it is not connected', async () => {
    await connect();
    last().fail(1006);
    connection.sendKeys(bytes('rm'));
    await vi.advanceTimersByTimeAsync(500);
    last().accept().greet();
    expect(last().sent).toEqual([]);
  });

  describe('when the viewer fell behind', () => {
    it('asks for a fresh snapshot as a writer, and replaces a connection that sends none', async () => {
      await connect();
      connection.fellBehind();
      expect(last().sent).toEqual(['{"type":"snapshot"}']);
      last().deliver('{"type":"snapshot"}').deliver(bytes('all').buffer).deliver('{"type":"live"}');
      await vi.advanceTimersByTimeAsync(60_000);
      expect(sockets).toHaveLength(1);
      connection.fellBehind();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(sockets).toHaveLength(2);
    });

    it('reconnects as a reader, whose request nobody would hear, and not in a hurry', async () => {
      access = 'read';
      connection.start();
      await settle();
      last().accept().greet('read');
      connection.fellBehind();
      await vi.advanceTimersByTimeAsync(2_999);
      expect(status()).toBe('connected');
      expect(sockets).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(sockets).toHaveLength(2);
      expect(sockets[0]!.sent).toEqual([]);
    });
  });
});
