import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayFailure } from '../../src/api/failure';
import type { SessionList } from '../../src/api/types';
import type { Subscription } from '../../src/feed/busConnection';
import { SessionFeed } from '../../src/feed/sessionFeed';
import { Store } from '../../src/resilience/store';

const list = (sequence: number, polledAt = sequence): SessionList => ({
  townId: 't',
  sequence,
  polledAt,
  stale: false,
  error: null,
  sessions: [],
});

describe('session feed', () => {
  let answer: () => Promise<SessionList>;
  let asked: number;
  let addresses: string[];
  let subscription: Subscription | null;
  let bus: {
    generation: Store<number>;
    open: Store<boolean>;
    subscribe(a: string, s: Subscription): () => void;
  };
  let feed: SessionFeed;
  let unwatch: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    answer = async () => list(1);
    asked = 0;
    addresses = [];
    subscription = null;
    bus = {
      generation: new Store(0),
      open: new Store(false),
      subscribe: (address, given) => {
        addresses.push(address);
        subscription = given;
        return () => (subscription = null);
      },
    };
    const api = {
      listSessions: () => {
        asked += 1;
        return answer();
      },
    };
    feed = new SessionFeed('t', api, bus, () => 1);
  });
  afterEach(() => {
    unwatch();
    vi.useRealTimers();
  });

  const settle = () => vi.advanceTimersByTimeAsync(0);
  const held = () => feed.state.get().list?.sequence;

  it('asks first, then listens on the town’s address', async () => {
    unwatch = feed.watch();
    await settle();
    expect(held()).toBe(1);
    expect(addresses).toEqual(['gastown.town.t.sessions']);
    subscription?.onBody(list(2));
    expect(held()).toBe(2);
  });

  it('ignores lists that were overtaken, and lists of another town', async () => {
    unwatch = feed.watch();
    await settle();
    subscription?.onBody(list(7));
    subscription?.onBody(list(6));
    subscription?.onBody({ ...list(9), townId: 'other' });
    subscription?.onBody('nonsense');
    expect(held()).toBe(7);
  });

  it('accepts a count that began anew, after a reconnect only', async () => {
    unwatch = feed.watch();
    await settle();
    subscription?.onBody(list(500, 500));
    subscription?.onBody(list(1, 600));
    expect(held()).toBe(500);
    bus.generation.set(1);
    subscription?.onBody(list(2, 601));
    subscription?.onBody(list(1, 602));
    expect(held()).toBe(2);
  });

  it('keeps the last list and says what is wrong when asking fails', async () => {
    unwatch = feed.watch();
    await settle();
    answer = () => Promise.reject(new GatewayFailure('BAD_GATEWAY', 'down'));
    feed.refresh();
    await settle();
    expect(held()).toBe(1);
    expect(feed.state.get().failure?.code).toBe('BAD_GATEWAY');
    subscription?.onBody(list(2));
    expect(feed.state.get().failure).toBeNull();
  });

  it('asks again until there is an answer', async () => {
    answer = () => Promise.reject(new GatewayFailure('UNREACHABLE', 'no answer'));
    unwatch = feed.watch();
    await vi.advanceTimersByTimeAsync(60_000);
    answer = async () => list(4);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(held()).toBe(4);
    expect(asked).toBeGreaterThan(4);
  });

  it.each(['UNAUTHORIZED', 'NOT_FOUND'])('does not ask again after %s', async (code) => {
    answer = () => Promise.reject(new GatewayFailure(code, 'no'));
    unwatch = feed.watch();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toBe(1);
  });

  it('asks again when the gateway refuses the address', async () => {
    unwatch = feed.watch();
    await settle();
    subscription?.onRefused();
    await settle();
    expect(asked).toBe(2);
  });

  it('keeps the list and stays calm while it moves to another node', async () => {
    bus.open.set(true);
    unwatch = feed.watch();
    await settle();
    bus.open.set(false);
    await vi.advanceTimersByTimeAsync(1_900);
    bus.open.set(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(feed.state.get()).toMatchObject({ live: true, failure: null, list: { sequence: 1 } });
    expect(asked).toBe(1);
  });

  it('says that nothing is live when the bus stays away, and asks every 5 s until it is back', async () => {
    bus.open.set(true);
    unwatch = feed.watch();
    await settle();
    bus.open.set(false);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(feed.state.get().live).toBe(false);
    expect(asked).toBe(2);
    answer = async () => list(50);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toBe(6);
    expect(held()).toBe(50);
    bus.open.set(true);
    expect(feed.state.get().live).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(7);
  });

  it('is asked for too when the bus never opens', async () => {
    unwatch = feed.watch();
    await vi.advanceTimersByTimeAsync(12_500);
    expect(feed.state.get().live).toBe(false);
    expect(asked).toBe(4);
  });

  it('keeps the sessions it knows when a node that never reached the sandbox has none', async () => {
    const mayor = { name: 'hq-mayor', role: 'mayor', alive: true };
    unwatch = feed.watch();
    await settle();
    subscription?.onBody({ ...list(2, 20), sessions: [mayor] });
    subscription?.onBody({ ...list(3, 30), stale: true, error: 'unreachable' });
    expect(feed.state.get().list).toMatchObject({
      sequence: 3,
      polledAt: 20,
      stale: true,
      error: 'unreachable',
      sessions: [{ name: 'hq-mayor' }],
    });
    subscription?.onBody(list(4, 40));
    expect(feed.state.get().list).toMatchObject({ stale: false, sessions: [] });
  });

  it('runs once for all its watchers, until the last one leaves', async () => {
    unwatch = feed.watch();
    const second = feed.watch();
    await settle();
    expect(asked).toBe(1);
    second();
    expect(subscription).not.toBeNull();
    unwatch();
    expect(subscription).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
    unwatch = () => undefined;
  });
});
