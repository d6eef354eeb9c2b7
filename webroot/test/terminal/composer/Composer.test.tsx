import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Store } from '../../../src/resilience/store';
import { Composer } from '../../../src/terminal/composer/Composer';
import { planDelivery, type PasteMode } from '../../../src/terminal/composer/message';
import { MessageSender } from '../../../src/terminal/composer/messageSender';
import { INITIAL_STATE, type ConnectionState } from '../../../src/terminal/connection/connectionState';
import type { SessionView } from '../../../src/terminal/view/sessionView';

const LIVE: ConnectionState = { ...INITIAL_STATE, status: 'connected', access: 'write' };

describe('the composer', () => {
  let page: HTMLElement;
  let root: Root;
  let sent: string[];
  let mode: PasteMode;
  let state: Store<ConnectionState>;
  let view: SessionView;

  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    sessionStorage.clear();
    localStorage.clear();
    page = document.body.appendChild(document.createElement('div'));
    root = createRoot(page);
    sent = [];
    mode = 'on';
    state = new Store(LIVE);
    view = fakeView();
  });
  afterEach(async () => {
    await act(async () => {
      state.set(INITIAL_STATE); // no Enter is on its way any more
      root.unmount();
    });
    page.remove();
    vi.unstubAllGlobals();
  });

  function fakeView(): SessionView {
    const sender = new MessageSender({
      state,
      sendKeys: (data) => sent.push(new TextDecoder().decode(data)),
      sendLine: (text) => sent.push(`line ${text}`),
    });
    return {
      terminal: { focus: vi.fn() },
      composing: {
        sender,
        offered: new Store<string | null>(null),
        plan: (text: string) => planDelivery(text, state.get().input, mode),
      },
    } as unknown as SessionView;
  }

  const show = (connection = state.get(), sessionName = 'hq-mayor') => {
    return act(async () => {
      state.set(connection);
      root.render(
        <section>
          <Composer
            key={sessionName}
            townId="town"
            sessionName={sessionName}
            view={view}
            connection={connection}
          />
        </section>,
      );
    });
  };
  const box = () => page.querySelector<HTMLTextAreaElement>('[data-testid="composer"]')!;
  const sendButton = () => page.querySelector<HTMLButtonElement>('[type="submit"]')!;
  const question = () => page.querySelector('[data-testid="send-question"]');
  const write = (text: string) =>
    act(async () => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(box(), text);
      box().dispatchEvent(new Event('input', { bubbles: true }));
    });
  const press = (key: string, more: KeyboardEventInit = {}) =>
    act(async () => {
      box().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
      await new Promise((done) => setTimeout(done));
    });
  const click = (element: HTMLElement) => act(async () => element.click());

  it('sends with Ctrl or ⌘ and Enter, or its button; Enter alone makes a line', async () => {
    await show();
    await write('one');
    await press('Enter');
    expect(sent).toEqual([]);
    await press('Enter', { ctrlKey: true });
    expect(sent).toEqual(['\x1b[200~one\x1b[201~']);
    expect(box().value).toBe('');
    view = fakeView();
    await show();
    await write('two');
    await press('Enter', { metaKey: true });
    view = fakeView();
    await show();
    await write('three');
    await click(sendButton());
    expect(sent).toHaveLength(3);
  });

  it.each<KeyboardEventInit>([
    { isComposing: true, ctrlKey: true },
    { repeat: true, ctrlKey: true },
    { shiftKey: true },
    { altKey: true },
    { ctrlKey: true, shiftKey: true },
  ])('does not send with Enter and %j', async (more) => {
    await show();
    await write('x');
    await press('Enter', more);
    expect(sent).toEqual([]);
    expect(box().value).toBe('x');
  });

  it('sends nothing blank', async () => {
    await show();
    await write(' \n ');
    expect(sendButton().disabled).toBe(true);
    await press('Enter', { ctrlKey: true });
    expect(sent).toEqual([]);
  });

  it('asks before big messages, shows how they begin and end, and sends them when asked twice', async () => {
    await show();
    await write('first line\n2\n3\n4\n5\nlast line');
    await press('Enter', { ctrlKey: true });
    expect(sent).toEqual([]);
    expect(question()!.textContent).toContain('6 lines');
    expect(question()!.textContent).toContain('first line');
    expect(question()!.textContent).toContain('last line');
    await press('Escape');
    expect(question()).toBeNull();
    await press('Enter', { ctrlKey: true });
    await write('first line\n2\n3\n4\n5\nchanged');
    expect(question()).toBeNull();
    await press('Enter', { ctrlKey: true });
    await press('Enter', { ctrlKey: true });
    expect(sent).toEqual(['\x1b[200~first line\r2\r3\r4\r5\rchanged\x1b[201~']);
  });

  it('says so before it sends lines that will be entered one by one', async () => {
    mode = 'off';
    await show();
    await write('one\ntwo');
    expect(page.textContent).toContain('each line will be entered by itself');
    await click(sendButton());
    expect(sent).toEqual([]);
    await click(question()!.querySelector('button')!);
    expect(sent).toEqual(['one\rtwo']);
  });

  it('keeps the text while nothing can be sent, says why, and does not send it later', async () => {
    await show();
    await write('important');
    await show({ ...LIVE, status: 'reconnecting', reason: 'The connection was lost' });
    expect(sendButton().disabled).toBe(true);
    expect(page.textContent).toContain('The connection was lost');
    await press('Enter', { ctrlKey: true });
    await show(LIVE);
    expect(box().value).toBe('important');
    expect(sent).toEqual([]);
  });

  it('a question is no longer asked after the connection was lost', async () => {
    await show();
    await write('1\n2\n3\n4\n5\n6');
    await press('Enter', { ctrlKey: true });
    await show({ ...LIVE, status: 'reconnecting' });
    await show(LIVE);
    expect(question()).toBeNull();
  });

  it('keeps a draft for each session while others are shown', async () => {
    await show();
    await write('to the mayor');
    await show(LIVE, 'other');
    expect(box().value).toBe('');
    await show(LIVE, 'hq-mayor');
    expect(box().value).toBe('to the mayor');
  });

  it('brings earlier messages back, and what was being written after them', async () => {
    for (const message of ['one', 'two']) {
      view = fakeView();
      await show();
      await write(message);
      await press('Enter', { ctrlKey: true });
    }
    await write('draft');
    const seen: string[] = [];
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      await press(key);
      seen.push(box().value);
    }
    expect(seen).toEqual(['two', 'one', 'one', 'two', 'draft', 'draft']);
    expect(sessionStorage.length).toBeGreaterThan(0);
    expect(JSON.stringify(localStorage)).not.toContain('two');
  });

  it('keeps what was being written while an earlier message is looked at, and after it is sent again', async () => {
    await show();
    await write('one');
    await press('Enter', { ctrlKey: true });
    view = fakeView();
    await show();
    await write('draft');
    await press('ArrowUp');
    expect(box().value).toBe('one');
    await show(undefined, 'gt-other');
    await show();
    expect(box().value).toBe('draft');
    await press('ArrowUp');
    await press('Enter', { ctrlKey: true });
    expect(box().value).toBe('draft');
  });

  it('takes a text that was to be pasted into the terminal', async () => {
    await show();
    await write('see:');
    await act(async () => view.composing.offered.set('big\npaste'));
    expect(box().value).toBe('see:\nbig\npaste');
    expect(sent).toEqual([]);
  });

  it('tells when a message lacks its Enter', async () => {
    await show();
    await write('hello');
    await press('Enter', { ctrlKey: true });
    await show({ ...LIVE, status: 'reconnecting', reason: 'The connection was lost' });
    expect(page.textContent).toContain('before Enter was pressed');
    await show(LIVE);
    expect(page.textContent).toContain('before Enter was pressed');
    await write('x');
    expect(page.textContent).not.toContain('before Enter was pressed');
  });
});
