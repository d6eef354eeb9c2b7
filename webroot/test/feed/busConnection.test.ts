import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BusConnection } from '../../src/feed/busConnection';
import type { WakeReason } from '../../src/resilience/wakeSignals';
import { FakeBus } from './fakeBus';

describe('bus connection', () => {
  let buses: FakeBus[];
  let wakers: Set<(reason: WakeReason) => void>;
  let bodies: unknown[];
  let refusals: number;
  let luck: number;
  let bus: BusConnection;
  let unsubscribe: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    buses = [];
    wakers = new Set();
    bodies = [];
    refusals = 0;
    luck = 1;
    bus = new BusConnection({
      openBus: () => {
        buses.push(new FakeBus());
        return buses.at(-1)!;
      },
      wake: {
        subscribe: (listener) => {
          wakers.add(listener);
          return () => wakers.delete(listener);
        },
      },
      random: () => luck,
    });
    unsubscribe = bus.subscribe('town', {
      onBody: (body) => bodies.push(body),
      onRefused: () => (refusals += 1),
    });
  });
  afterEach(() => {
    unsubscribe();
    vi.useRealTimers();
  });

  const last = () => buses.at(-1)!;

  it('registers anew with every connection', () => {
    last().onopen?.();
    last().publish('town', 1);
    last().onclose?.();
    expect(bus.open.get()).toBe(false);
    vi.advanceTimersByTime(500);
    last().onopen?.();
    last().publish('town', 2);
    expect(bodies).toEqual([1, 2]);
    expect(bus.generation.get()).toBe(2);
  });

  it('never stops trying', () => {
    for (let attempt = 0; attempt < 30; attempt += 1) {
      last().onclose?.();
      vi.advanceTimersByTime(15_000);
    }
    expect(buses).toHaveLength(31);
  });

  it('replaces a connection that never opened', () => {
    vi.advanceTimersByTime(15_500);
    expect(buses).toHaveLength(2);
    expect(buses[0]!.closed).toBe(true);
  });

  it('replaces a connection that brings no list for 12 seconds, the pages spread over three more', () => {
    for (const random of [0, 1]) {
      luck = random;
      last().onopen?.();
      vi.advanceTimersByTime(11_000);
      last().publish('town', 'still here');
      const before = buses.length;
      vi.advanceTimersByTime(11_999 + random * 3_000);
      expect(bus.open.get()).toBe(true);
      vi.advanceTimersByTime(1);
      expect(bus.open.get()).toBe(false);
      vi.advanceTimersByTime(500);
      expect(buses).toHaveLength(before + 1);
    }
  });

  it('is back within two seconds of a drain, if the next node or the one after it takes the socket', () => {
    last().onopen?.();
    last().publish('town', 1);
    last().onclose?.();
    vi.advanceTimersByTime(500);
    last().onclose?.(); // 503: another node that drains
    vi.advanceTimersByTime(500);
    last().onopen?.();
    last().publish('town', 2);
    expect(bodies).toEqual([1, 2]);
  });

  it('waits longer while connections open but bring nothing', () => {
    const waits = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      last().onopen?.();
      last().onclose?.();
      const before = Date.now();
      const count = buses.length;
      while (buses.length === count) vi.advanceTimersByTime(100);
      waits.push(Date.now() - before);
    }
    expect(waits).toEqual([500, 500, 500, 1_000, 2_000, 4_000]);
    last().onopen?.();
    last().publish('town', 'a list');
    last().onclose?.();
    const count = buses.length;
    vi.advanceTimersByTime(500);
    expect(buses).toHaveLength(count + 1);
  });

  it('does not trust a connection that was silent while the machine slept', () => {
    last().onopen?.();
    wakers.forEach((wake) => wake('visible'));
    expect(buses).toHaveLength(1);
    vi.setSystemTime(Date.now() + 60_000);
    wakers.forEach((wake) => wake('resumed'));
    expect(buses).toHaveLength(2);
    expect(buses[0]!.closed).toBe(true);
  });

  it('connects at once when the page or the network wakes', () => {
    last().onclose?.();
    wakers.forEach((wake) => wake('online'));
    expect(buses).toHaveLength(2);
  });

  it('tells the subscriber that the gateway refused the address', () => {
    last().onopen?.();
    last().onerror?.({ type: 'err' });
    expect(refusals).toBe(1);
  });

  it('closes with the last subscriber, and leaves nothing running', () => {
    last().onopen?.();
    unsubscribe();
    expect(last().closed).toBe(true);
    expect(wakers.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
