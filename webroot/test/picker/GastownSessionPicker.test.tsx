import { act, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayFailure } from '../../src/api/failure';
import type { GatewayApi } from '../../src/api/gateway';
import { readSessionList } from '../../src/api/sessionList';
import type { SessionList } from '../../src/api/types';
import type { Subscription } from '../../src/feed/busConnection';
import { SessionFeed } from '../../src/feed/sessionFeed';
import { GastownSessionPicker } from '../../src/picker/GastownSessionPicker';
import { Store } from '../../src/resilience/store';
import { ServicesContext, type Services } from '../../src/services';

const town = (sequence: number, sessions: object[], rest: object = {}): SessionList =>
  readSessionList({ townId: 't', sequence, polledAt: Date.now(), sessions, ...rest })!;
const mayor = { name: 'hq-mayor', role: 'mayor', status: 'active', alive: true };
const nux = { name: 'gt-nux', role: 'polecat', rig: 'gastown', status: 'idle', alive: true };

describe('GastownSessionPicker', () => {
  let page: HTMLElement;
  let root: Root;
  let push: (list: SessionList) => void;
  let listSessions: () => Promise<SessionList>;
  const chosen: string[] = [];

  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    page = document.body.appendChild(document.createElement('div'));
    root = createRoot(page);
    chosen.length = 0;
    push = () => undefined;
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    page.remove();
    vi.unstubAllGlobals();
  });

  async function show(selectedSession?: string) {
    const bus = {
      generation: new Store(1),
      open: new Store(true),
      subscribe: (_address: string, subscription: Subscription) => {
        push = (list) => subscription.onBody(list);
        return () => undefined;
      },
    };
    const feed = new SessionFeed('t', { listSessions: () => listSessions() }, bus, () => 1);
    const services: Services = {
      api: {} as GatewayApi,
      feedOf: () => feed,
      terminalOf: () => {
        throw new Error('a picker opens no terminal');
      },
    };
    await act(async () =>
      root.render(
        <StrictMode>
          <ServicesContext value={services}>
            <GastownSessionPicker
              townId="t"
              selectedSession={selectedSession}
              onSelectSession={(name) => chosen.push(name)}
            />
          </ServicesContext>
        </StrictMode>,
      ),
    );
  }

  const find = (testId: string) => page.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  const names = () =>
    [...find('session-picker')!.querySelectorAll('button[data-role]')].map((row) =>
      row.getAttribute('data-testid'),
    );

  it('shows the sessions in list order, role and status as words, the shown one marked', async () => {
    listSessions = async () => town(1, [mayor, nux]);
    await show('gt-nux');
    expect(names()).toEqual(['session-hq-mayor', 'session-gt-nux']);
    expect(find('session-hq-mayor')!.dataset).toMatchObject({ role: 'mayor', status: 'active' });
    expect(find('role-hq-mayor')!.textContent).toBe('Mayor');
    expect(find('role-hq-mayor')!.style.color).toBe('var(--mayor)');
    expect(find('status-gt-nux')!.textContent).toBe('idle');
    expect(find('session-gt-nux')!.getAttribute('aria-current')).toBe('true');
    expect(find('session-hq-mayor')!.hasAttribute('aria-current')).toBe(false);
    expect(find('session-picker')!.dataset.stale).toBe('false');
  });

  it('says which session was chosen', async () => {
    listSessions = async () => town(1, [mayor, nux]);
    await show();
    await act(async () => find('session-gt-nux')!.click());
    expect(chosen).toEqual(['gt-nux']);
  });

  it('shows who starts and who dies, without a reload', async () => {
    listSessions = async () => town(1, [mayor]);
    await show();
    await act(async () => push(town(2, [mayor, nux])));
    expect(find('session-gt-nux')).not.toBeNull();
    await act(async () => push(town(3, [mayor, { ...nux, status: 'dead', alive: false }])));
    expect(find('session-gt-nux')!.dataset.status).toBe('dead');
  });

  it('keeps the last list and says so when the sandbox can’t be reached', async () => {
    listSessions = async () => town(1, [mayor]);
    await show();
    await act(async () => push(town(2, [mayor], { stale: true, error: 'connection refused' })));
    expect(find('session-picker')!.dataset.stale).toBe('true');
    expect(find('session-hq-mayor')).not.toBeNull();
    expect(page.textContent).toContain('connection refused');
  });

  it('marks who needs a person', async () => {
    listSessions = async () => town(1, [mayor, { ...nux, attention: 'waiting', attentionReason: 'May I?' }]);
    await show();
    expect(find('attention-gt-nux')).not.toBeNull();
    expect(find('attention-hq-mayor')).toBeNull();
    expect(page.textContent).toContain('May I?');
  });

  it('says how to start when there is nobody', async () => {
    listSessions = async () => town(1, []);
    await show();
    expect(page.textContent).toContain('No sessions yet');
  });

  it('gives the reason and a way to try again when there is no list', async () => {
    listSessions = () => Promise.reject(new GatewayFailure('NOT_FOUND', 'There is no such town'));
    await show();
    expect(page.textContent).toContain('There is no such town');
    listSessions = async () => town(1, [mayor]);
    await act(async () => page.querySelector<HTMLElement>('[role="alert"] button')!.click());
    expect(names()).toEqual(['session-hq-mayor']);
  });

  it('shows a title as text, whatever it contains', async () => {
    listSessions = async () => town(1, [{ ...mayor, title: '<img src=x onerror=alert(1)>' }]);
    await show();
    expect(page.querySelector('img')).toBeNull();
    expect(page.textContent).toContain('<img src=x');
  });
});
