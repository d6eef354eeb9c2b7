import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayFailure } from '../../src/api/failure';
import type { RoundTrip } from '../../src/api/types';
import type { WakeReason } from '../../src/resilience/wakeSignals';
import { RoundTripMeter } from '../../src/terminal/connection/roundTripMeter';

describe('round trip', () => {
  let answer: RoundTrip | GatewayFailure;
  let asked: number;
  let wakers: Set<(reason: WakeReason) => void>;
  let meter: RoundTripMeter;
  let silences: number;
  const listener = { onSilence: () => (silences += 1) };

  beforeEach(() => {
    vi.useFakeTimers();
    answer = { sandboxMillis: 7.4, tookMillis: 30 };
    asked = silences = 0;
    wakers = new Set();
    meter = new RoundTripMeter(
      async () => {
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (answer instanceof GatewayFailure) throw answer;
        return answer;
      },
      {
        subscribe: (waker) => {
          wakers.add(waker);
          return () => wakers.delete(waker);
        },
      },
    );
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells both legs, the browser’s without what the gateway spent', async () => {
    meter.watch(listener);
    await vi.advanceTimersByTimeAsync(50);
    expect(meter.legs.get()).toEqual({ browser: 20, sandbox: 7 });
  });

  it('is asked once more when the page has started, then every 10 s, once for all who are connected', async () => {
    const first = meter.watch(listener);
    const second = meter.watch({ onSilence: () => undefined });
    await vi.advanceTimersByTimeAsync(2_100);
    expect(asked).toBe(2);
    await vi.advanceTimersByTimeAsync(22_900);
    expect(asked).toBe(4);
    first();
    second();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(4);
    expect(wakers.size).toBe(0);
  });

  it('is not asked anew because somebody switches from session to session', async () => {
    for (let count = 0; count < 30; count += 1) {
      const leave = meter.watch(listener);
      await vi.advanceTimersByTimeAsync(100);
      leave();
    }
    expect(asked).toBe(1);
    expect(meter.legs.get()).not.toBeNull();
  });

  it('is asked at once when page, network or machine come back', async () => {
    meter.watch(listener);
    await vi.advanceTimersByTimeAsync(1_000);
    wakers.forEach((wake) => wake('online'));
    expect(asked).toBe(2);
  });

  it('says when the gateway does not answer at all, and forgets what it knew', async () => {
    meter.watch(listener);
    await vi.advanceTimersByTimeAsync(50);
    answer = new GatewayFailure('NO_ANSWER', 'no');
    await vi.advanceTimersByTimeAsync(10_100);
    expect(silences).toBe(1);
    expect(meter.legs.get()).toBeNull();
  });

  it('takes a refusal for an answer, and asks a gateway that knows no such question no more', async () => {
    answer = new GatewayFailure('TOO_MANY_REQUESTS', 'no');
    meter.watch(listener);
    await vi.advanceTimersByTimeAsync(10_100);
    expect(asked).toBe(2);
    answer = new GatewayFailure('NOT_FOUND', 'no');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(3);
    expect(silences).toBe(0);
  });
});
