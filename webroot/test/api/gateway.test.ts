import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGatewayApi } from '../../src/api/gateway';
import type { WakeReason } from '../../src/resilience/wakeSignals';

const TOWNS = { towns: [{ townId: 't', name: 'Springfield', status: 'running' }] };
const success = () => json(200, [{ result: { data: TOWNS } }]);
const refusal = (status: number, code: string) =>
  json(status, [{ error: { code: -32_000, message: 'no', data: { code, httpStatus: status } } }]);
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const errorPage = (status: number) => new Response('<html>no server is available</html>', { status });

describe('calls to the gateway', () => {
  let answers: (() => Response)[];
  let asked: number;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    asked = 0;
    vi.stubGlobal('fetch', async () => {
      asked += 1;
      return (answers.length > 1 ? answers.shift()! : answers[0]!)();
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const networkError = () => {
    throw new TypeError('Failed to fetch');
  };
  const outcome = async (call: Promise<unknown>, milliseconds: number) => {
    const settled = call.then(
      (value) => value,
      (failure: { code: string }) => failure.code,
    );
    await vi.advanceTimersByTimeAsync(milliseconds);
    return Promise.race([settled, 'pending']);
  };

  it('survive a balancer’s error pages and a broken connection, within two seconds', async () => {
    answers = [() => errorPage(502), () => errorPage(503), networkError, success];
    expect(await outcome(createGatewayApi().listTowns(), 1_600)).toEqual(TOWNS.towns);
    expect(asked).toBe(4);
  });

  it('ask again when the node says that it can’t just now', async () => {
    answers = [() => refusal(503, 'SERVICE_UNAVAILABLE'), success];
    expect(await outcome(createGatewayApi().listTowns(), 600)).toEqual(TOWNS.towns);
  });

  it('say so when it goes on', async () => {
    answers = [() => errorPage(503)];
    expect(await outcome(createGatewayApi().listTowns(), 1_400)).toBe('pending');
    expect(await outcome(createGatewayApi().listTowns(), 1_600)).toBe('UNREACHABLE');
  });

  it.each([
    [401, 'UNAUTHORIZED'],
    [404, 'NOT_FOUND'],
    [502, 'BAD_GATEWAY'],
  ])('take the gateway’s own %i %s for an answer', async (status, code) => {
    answers = [() => refusal(status, code), success];
    expect(await outcome(createGatewayApi().listTowns(), 5_000)).toBe(code);
    expect(asked).toBe(1);
  });

  it('leave the tries for a ticket to the connection that wants it', async () => {
    answers = [() => errorPage(502), success];
    expect(await outcome(createGatewayApi().getStreamTicket('t', 's'), 5_000)).toBe('UNREACHABLE');
    expect(asked).toBe(1);
  });

  it('give up on a node that never answers', async () => {
    vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
      asked += 1;
      return new Promise((_resolve, reject) =>
        signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
      );
    });
    const call = createGatewayApi().listTowns();
    expect(await outcome(call, 7_900)).toBe('pending');
    expect(await outcome(call, 200)).toBe('NO_ANSWER');
    expect(asked).toBe(1);
  });

  it('meet a connection that died with the old network, and go on with another one', async () => {
    let wakeUp: (reason: WakeReason) => void = () => {};
    let deadConnections = 2;
    vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
      asked += 1;
      if (deadConnections-- <= 0) return Promise.resolve(success());
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const wake = (listener: typeof wakeUp) => {
      wakeUp = listener;
      return () => {};
    };
    const api = createGatewayApi({}, { subscribe: wake });

    wakeUp('resumed');
    expect(await outcome(api.listTowns(), 1_600)).toEqual(TOWNS.towns);
    expect(asked).toBe(3);

    // Later silence is not a network's fault.
    await vi.advanceTimersByTimeAsync(10_000);
    deadConnections = 1;
    expect(await outcome(api.listTowns(), 7_900)).toBe('pending');
  });
});
