import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionList } from '../../src/api/types';
import { polledBusOpener } from '../../src/feed/polledBus';

const ADDRESS = 'gastown.town.t-1.sessions';
const LIST: SessionList = {
  townId: 't-1',
  polledAt: 1,
  sequence: 1,
  stale: false,
  error: null,
  sessions: [],
};

describe('a bus that asks', () => {
  const ask = vi.fn<(townId: string) => Promise<SessionList>>();
  const heard = vi.fn<(error: unknown, message?: { body: unknown }) => void>();
  const open = async () => {
    const bus = polledBusOpener(ask)();
    bus.onopen = vi.fn<() => void>();
    bus.onclose = vi.fn<() => void>();
    await vi.advanceTimersByTimeAsync(0);
    expect(bus.onopen).toHaveBeenCalledOnce();
    return bus;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    ask.mockReset().mockResolvedValue(LIST);
    heard.mockReset();
  });
  afterEach(() => vi.useRealTimers());

  it('brings a town’s list every 5 s', async () => {
    const bus = await open();
    bus.registerHandler(ADDRESS, heard);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(ask.mock.calls).toEqual([['t-1'], ['t-1'], ['t-1']]);
    expect(heard).toHaveBeenCalledTimes(3);
    expect(heard).toHaveBeenCalledWith(null, { body: LIST });
  });

  it('asks no more and brings no more once nobody listens', async () => {
    const bus = await open();
    let answer: (list: SessionList) => void = () => undefined;
    ask.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    bus.registerHandler(ADDRESS, heard);
    await vi.advanceTimersByTimeAsync(5_000);
    bus.unregisterHandler(ADDRESS, heard);
    answer(LIST);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledOnce();
    expect(heard).not.toHaveBeenCalled();
  });

  it('closes when an answer does not come, unless it was closed before', async () => {
    ask.mockRejectedValue(new Error('no'));
    const bus = await open();
    bus.registerHandler(ADDRESS, heard);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(bus.onclose).toHaveBeenCalledOnce();

    const left = await open();
    left.registerHandler(ADDRESS, heard);
    await vi.advanceTimersByTimeAsync(4_999);
    left.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(left.onclose).not.toHaveBeenCalled();
    expect(ask).toHaveBeenCalledOnce();
  });
});
