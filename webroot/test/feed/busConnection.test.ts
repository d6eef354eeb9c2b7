import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BusConnection } from '../../src/feed/busConnection';
import type { WakeReason } from '../../src/resilience/wakeSignals';
import { FakeBus } from './fakeBus';

describe('bus connection', () => {
  let buses: FakeBus[];
  let wakers: Set<(reason: WakeReason) => void>;
  let bodies: unknown[];
  let refusals: number;
  let bus: BusConnection;
  let unsubscribe: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    buses = [];
    wakers = new Set();
    bodies = [];
    refusals = 0;
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
      random: () => 1,
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

  it('replaces a connection that fell silent or never opened', () => {
    vi.advanceTimersByTime(15_500);
    expect(buses).toHaveLength(2);
    last().onopen?.();
    vi.advanceTimersByTime(19_000);
    last().publish('town', 'still here');
    vi.advanceTimersByTime(19_000);
    expect(buses).toHaveLength(2);
    vi.advanceTimersByTime(1_500);
    expect(buses).toHaveLength(3);
    expect(buses[1]!.closed).toBe(true);
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
