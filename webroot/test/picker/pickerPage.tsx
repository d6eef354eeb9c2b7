import { act, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, vi } from 'vitest';
import type { GatewayApi } from '../../src/api/gateway';
import { readSessionList } from '../../src/api/sessionList';
import type { SessionList } from '../../src/api/types';
import type { Subscription } from '../../src/feed/busConnection';
import { SessionFeed } from '../../src/feed/sessionFeed';
import { GastownSessionPicker } from '../../src/picker/GastownSessionPicker';
import { Store } from '../../src/resilience/store';
import { ServicesContext, type Services } from '../../src/services';

export const town = (sequence: number, sessions: object[], rest: object = {}): SessionList =>
  readSessionList({ townId: 't', sequence, polledAt: Date.now(), sessions, ...rest })!;
export const mayor = { name: 'hq-mayor', role: 'mayor', status: 'active', alive: true };
export const nux = { name: 'gt-nux', role: 'polecat', rig: 'gastown', status: 'idle', alive: true };

/** A page with nothing but the picker, and the gateway's part in the hands of the test. */
export class PickerPage {
  readonly chosen: string[] = [];
  listSessions: () => Promise<SessionList> = () => new Promise(() => undefined);
  private body = document.body;
  private root: Root | null = null;
  private onBody: (list: SessionList) => void = () => undefined;

  constructor() {
    beforeEach(() => {
      vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
      this.body = document.body.appendChild(document.createElement('div'));
      this.root = createRoot(this.body);
      this.chosen.length = 0;
    });
    afterEach(async () => {
      await act(async () => this.root!.unmount());
      this.body.remove();
      vi.unstubAllGlobals();
    });
  }

  async show(selectedSession?: string): Promise<void> {
    const bus = {
      generation: new Store(1),
      open: new Store(true),
      subscribe: (_address: string, subscription: Subscription) => {
        this.onBody = (list) => subscription.onBody(list);
        return () => undefined;
      },
    };
    const feed = new SessionFeed('t', { listSessions: () => this.listSessions() }, bus, () => 1);
    const services: Services = {
      api: {} as GatewayApi,
      feedOf: () => feed,
      terminalOf: () => {
        throw new Error('a picker opens no terminal');
      },
      wallOf: () => {
        throw new Error('a picker opens no wall');
      },
    };
    await act(async () =>
      this.root!.render(
        <StrictMode>
          <ServicesContext value={services}>
            <GastownSessionPicker
              townId="t"
              selectedSession={selectedSession}
              onSelectSession={(name) => this.chosen.push(name)}
            />
          </ServicesContext>
        </StrictMode>,
      ),
    );
  }

  push(list: SessionList): Promise<void> {
    return act(async () => this.onBody(list));
  }

  find(testId: string): HTMLElement | null {
    return this.body.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  }

  query(selector: string): HTMLElement | null {
    return this.body.querySelector<HTMLElement>(selector);
  }

  get textContent(): string {
    return this.body.textContent ?? '';
  }

  /** The rows' test ids in the order of the document. */
  names(): (string | null)[] {
    return [...this.find('session-picker')!.querySelectorAll('button[data-role]')].map((row) =>
      row.getAttribute('data-testid'),
    );
  }

  /** Presses a key where the focus is; answers whether the browser would go on with it. */
  async press(key: string): Promise<boolean> {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    await act(async () => document.activeElement!.dispatchEvent(event));
    return !event.defaultPrevented;
  }

  async filter(query: string): Promise<void> {
    const input = this.query('input[type="search"]') as HTMLInputElement;
    await act(async () => {
      input.focus();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, query);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  async pointer(type: 'pointermove' | 'pointerout', over: string): Promise<void> {
    await act(async () => this.find(over)!.dispatchEvent(new PointerEvent(type, { bubbles: true })));
  }
}
