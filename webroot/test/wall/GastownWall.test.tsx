import { act, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GatewayApi } from '../../src/api/gateway';
import { readSessionList } from '../../src/api/sessionList';
import type { Subscription } from '../../src/feed/busConnection';
import { SessionFeed } from '../../src/feed/sessionFeed';
import { Store } from '../../src/resilience/store';
import { ServicesContext, type Services } from '../../src/services';
import { GastownWall } from '../../src/wall/GastownWall';
import { FakeSocket } from '../terminal/fakeSocket';

vi.mock('../../src/wall/screenPainter', () => ({
  ScreenPainter: class {
    paint() {}
  },
}));

const agent = (name: string, rest: object = {}) => ({
  name,
  role: 'polecat',
  rig: 'gastown',
  status: 'active',
  alive: true,
  idleSeconds: 1,
  ...rest,
});
const many = (count: number) => Array.from({ length: count }, (_, at) => agent(`gt-${at}`));

describe('GastownWall', () => {
  let page: HTMLElement;
  let root: Root;
  let push: (sessions: object[]) => void;
  let sockets: FakeSocket[];
  let asked: string[][];
  let sequence: number;
  const chosen: string[] = [];
  const closed = vi.fn();

  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    page = document.body.appendChild(document.createElement('div'));
    root = createRoot(page);
    sockets = [];
    asked = [];
    chosen.length = 0;
    closed.mockClear();
    sequence = 1;
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    page.remove();
    vi.unstubAllGlobals();
  });

  async function hang(sessions: object[]) {
    const list = () =>
      readSessionList({ townId: 't', sequence: sequence++, polledAt: Date.now(), sessions })!;
    const bus = {
      generation: new Store(1),
      open: new Store(true),
      subscribe: (_address: string, subscription: Subscription) => {
        push = (changed) => {
          sessions = changed;
          subscription.onBody(list());
        };
        return () => undefined;
      },
    };
    const feed = new SessionFeed('t', { listSessions: async () => list() }, bus, () => 1);
    const services: Services = {
      api: {} as GatewayApi,
      feedOf: () => feed,
      terminalOf: () => {
        throw new Error('a wall opens no terminal');
      },
      wallOf: () => ({
        mintTicket: async (names) => {
          asked.push(names);
          return { ticket: `ticket-${asked.length}`, expiresAt: 0 };
        },
        openSocket: (ticket) => {
          const socket = new FakeSocket(ticket, ['gastown.wall.v1']);
          sockets.push(socket);
          return socket as unknown as WebSocket;
        },
        wake: { subscribe: () => () => undefined },
        random: () => 1,
      }),
    };
    await act(async () =>
      root.render(
        <StrictMode>
          <ServicesContext value={services}>
            <GastownWall
              townId="t"
              focusSession={null}
              onSelectSession={(name) => chosen.push(name)}
              onClose={closed}
            />
          </ServicesContext>
        </StrictMode>,
      ),
    );
  }

  const wall = () => page.querySelector<HTMLElement>('[data-testid="wall"]')!;
  const tiles = () => [...wall().querySelectorAll<HTMLElement>('[data-tile]')];
  const names = () => tiles().map(({ dataset }) => dataset.tile);
  const tile = (name: string) => tiles().find(({ dataset }) => dataset.tile === name)!;
  const button = (label: string) => wall().querySelector<HTMLElement>(`[aria-label="${label}"]`)!;
  const deliver = (frame: object) => act(async () => void sockets.at(-1)!.deliver(JSON.stringify(frame)));
  const press = (key: string) =>
    act(async () => {
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });

  it('asks once for the sixteen it shows, those who need a person first', async () => {
    await hang([...many(17), agent('gt-urgent', { attention: 'waiting', attentionReason: 'May I push?' })]);
    expect(names()).toHaveLength(16);
    expect(names()[0]).toBe('gt-urgent');
    expect(asked.at(-1)).toEqual([...names()].sort());
    expect(tile('gt-urgent').textContent).toContain('needs you');
    expect(tile('gt-urgent').textContent).toContain('May I push?');
    expect(tile('gt-0').textContent).toContain('active');
    expect(tile('gt-0').textContent).toContain('Polecat');
  });

  it('leaves every tile in its place while its session is there', async () => {
    await hang([agent('gt-a'), agent('gt-b'), agent('gt-c')]);
    const before = asked.length;
    await act(async () => push([agent('gt-c', { attention: 'waiting' }), agent('gt-b'), agent('gt-a')]));
    expect(names()).toEqual(['gt-a', 'gt-b', 'gt-c']);
    expect(asked).toHaveLength(before);
    await act(async () => push([agent('gt-c', { attention: 'waiting' }), agent('gt-b'), agent('gt-new')]));
    expect(names()).toEqual(['gt-new', 'gt-b', 'gt-c']);
    await act(async () => wall().querySelector<HTMLElement>('[title="Show them first"]')!.click());
    expect(names()).toEqual(['gt-c', 'gt-b', 'gt-new']);
  });

  it('turns pages and filters by rig, each with a socket for what is seen', async () => {
    await hang([...many(18), agent('bd-x', { rig: 'beads' })]);
    for (const socket of sockets) socket.accept();
    await act(async () => button('Next page').click());
    expect(names()).toEqual(['gt-16', 'gt-17', 'bd-x']);
    expect(asked.at(-1)).toEqual(['bd-x', 'gt-16', 'gt-17']);
    expect(sockets.filter(({ readyState }) => readyState < 2)).toHaveLength(1);
    const rigs = wall().querySelector('select')!;
    await act(async () => {
      rigs.value = '2';
      rigs.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(names()).toEqual(['bd-x']);
  });

  it('opens the session that is clicked', async () => {
    await hang(many(3));
    await act(async () => tile('gt-1').click());
    expect(chosen).toEqual(['gt-1']);
  });

  it('is walked by arrow keys, one stop for Tab, and left with Escape', async () => {
    await hang(many(3));
    expect(document.activeElement).toBe(tile('gt-0'));
    await press('ArrowRight');
    expect(document.activeElement).toBe(tile('gt-1'));
    await press('End');
    await press('ArrowRight');
    expect(document.activeElement).toBe(tile('gt-2'));
    expect(tiles().map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, 0]);
    await press('Escape');
    expect(closed).toHaveBeenCalledOnce();
  });

  it('says what is gone and what is old, and that nothing is running', async () => {
    await hang(many(2));
    sockets.at(-1)!.accept();
    await deliver({ type: 'screen', session: 'gt-0', cols: 80, rows: 24, lines: ['x'] });
    expect(tile('gt-0').dataset.freshness).toBe('fresh');
    await deliver({ type: 'gone', session: 'gt-0' });
    expect(tile('gt-0').textContent).toContain('This session is gone');
    await deliver({ type: 'screen', session: 'gt-1', cols: 80, rows: 24, lines: ['x'] });
    await act(async () => sockets.at(-1)!.fail(4404));
    expect(tile('gt-1').dataset.freshness).toBe('stale');
    expect(wall().textContent).toContain('has no wall');
    await act(async () => push([]));
    expect(wall().textContent).toContain('No session is running');
  });

  it('has no socket while its page is in the background', async () => {
    await hang(many(2));
    sockets.at(-1)!.accept();
    const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
    expect(sockets.filter(({ readyState }) => readyState < 2)).toHaveLength(0);
    seen.mockReturnValue('visible');
    await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
    expect(sockets.filter(({ readyState }) => readyState < 2)).toHaveLength(1);
  });
});
