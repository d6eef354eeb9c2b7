import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGatewayApi } from '../../src/api/gateway';
import { addressOf, type GatewayPlace } from '../../src/api/place';
import { createServices } from '../../src/services';

const TOWNS = [{ result: { data: { towns: [] } } }];

describe('a gateway elsewhere', () => {
  let requests: { url: string; init: RequestInit }[];

  beforeEach(() => {
    requests = [];
    vi.stubGlobal('fetch', async (url: URL | string, init: RequestInit) => {
      requests.push({ url: url.toString(), init });
      return new Response(JSON.stringify(TOWNS));
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const headers = () => requests.map(({ init }) => new Headers(init.headers).get('authorization'));

  it.each<[GatewayPlace, string]>([
    [{}, `${location.origin}/api/trpc`],
    [{ baseUrl: 'https://gateway.example' }, 'https://gateway.example/api/trpc'],
    [{ baseUrl: 'https://gateway.example/' }, 'https://gateway.example/api/trpc'],
    [{ baseUrl: '/towns' }, `${location.origin}/towns/api/trpc`],
  ])('%o is asked there', (place, address) => {
    expect(addressOf(place, '/api/trpc').href).toBe(address);
  });

  it('hears a fresh token with each call, and no cookie', async () => {
    const tokens = ['first', 'second'];
    const api = createGatewayApi({ baseUrl: 'https://gateway.example', token: async () => tokens.shift()! });
    await api.listTowns();
    await api.listTowns();
    expect(headers()).toEqual(['Bearer first', 'Bearer second']);
    expect(requests.map(({ init }) => init.credentials)).toEqual(['omit', 'omit']);
    expect(requests.every(({ url }) => url.startsWith('https://gateway.example/api/trpc/'))).toBe(true);
  });

  it('is asked with the cookie where the page has no token', async () => {
    await createGatewayApi({ baseUrl: 'https://gateway.example' }).listTowns();
    expect(headers()).toEqual([null]);
    expect(requests[0]!.init.credentials).toBe('include');
  });

  it('is not asked at all while the page gets no token, and nobody is told why', async () => {
    const api = createGatewayApi({ token: () => Promise.reject(new Error('secret of the host')) });
    await expect(api.getStreamTicket('t', 's')).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: 'This page got no token for the gateway',
    });
    expect(requests).toEqual([]);
  });

  it('opens terminals there, with the ticket alone', () => {
    const opened: string[] = [];
    vi.stubGlobal(
      'WebSocket',
      class {
        constructor(url: URL) {
          opened.push(url.href);
        }
      },
    );
    const { terminalOf } = createServices({ baseUrl: 'https://gateway.example', token: () => 'secret' });
    terminalOf('t', 's').openSocket('ticket', []);
    expect(opened).toEqual(['wss://gateway.example/api/gastown/terminal?ticket=ticket']);
  });
});
