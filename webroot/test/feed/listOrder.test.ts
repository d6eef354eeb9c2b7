import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ListOrder } from '../../src/feed/listOrder';

describe('which list replaces which', () => {
  let order: ListOrder;

  beforeEach(() => {
    vi.useFakeTimers();
    order = new ListOrder();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const offer = (sequence: number, { polledAt = 0, reconnected = false } = {}) =>
    order.takes({ townId: 't', sequence, polledAt, stale: false, error: null, sessions: [] }, reconnected);
  const wait = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);

  it('takes the first one, and then each with a greater sequence', () => {
    expect([1, 2, 9].map((sequence) => offer(sequence))).toEqual([true, true, true]);
  });

  it('ignores the same list twice, however late', () => {
    offer(5);
    wait(60);
    expect([offer(5), offer(5)]).toEqual([false, false]);
  });

  it('ignores lists that were overtaken, several of them too', () => {
    offer(100);
    expect([97, 98, 99].map((sequence) => offer(sequence))).toEqual([false, false, false]);
  });

  it('ignores the older list that another node still held, until the next poll beats both', () => {
    offer(100);
    wait(9);
    expect(offer(95, { reconnected: true })).toBe(false);
    wait(5);
    expect(offer(105, { reconnected: true })).toBe(true);
  });

  it('follows a cluster that came back with its clock behind, from its second poll on', () => {
    offer(100_000);
    wait(20);
    expect(offer(60_000, { reconnected: true })).toBe(false);
    wait(5);
    expect(offer(65_000)).toBe(true);
    wait(5);
    expect(offer(70_000)).toBe(true);
  });

  it('follows a node that took over with its clock behind, within 15 seconds', () => {
    offer(100_000);
    const taken = [95_000, 100_000 - 1, 100_000 - 1 + 5_000].map((sequence) => {
      wait(5);
      return offer(sequence);
    });
    expect(taken).toEqual([false, true, true]);
  });

  it('does not go back and forth between two nodes that both ask for a while', () => {
    offer(100);
    const taken = [90, 105, 95, 110, 100].map((sequence) => {
      wait(2.5);
      return offer(sequence);
    });
    expect(taken).toEqual([false, true, false, true, false]);
  });

  it('does not take an old list for a new count because it comes again', () => {
    offer(100);
    wait(20);
    expect([offer(90), offer(90), offer(80)]).toEqual([false, false, false]);
  });

  it('takes a count that began anew after a reconnect at once where the time of the poll proves it', () => {
    offer(500, { polledAt: 10 });
    expect(offer(1, { polledAt: 9, reconnected: true })).toBe(false);
    expect(offer(1, { polledAt: 11, reconnected: false })).toBe(false);
    expect(offer(2, { polledAt: 11, reconnected: true })).toBe(true);
  });
});
