import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ActionRegistry, type PageAction } from '../../../src/page/actions/actionRegistry';
import { useActionKeys } from '../../../src/page/actions/useActionKeys';
import { ActionsContext, useActions } from '../../../src/page/actions/useActions';

const action = (id: string, rest: Partial<PageAction> = {}): PageAction => ({
  id,
  group: 'Page',
  label: id,
  run: () => undefined,
  ...rest,
});

describe('the action registry', () => {
  it('knows what is offered, in the order of groups and names, for as long as it is offered', () => {
    const registry = new ActionRegistry();
    const ids = () => registry.actions.get().map(({ id }) => id);
    const takeBack = registry.offer([action('theme'), action('help')]);
    registry.offer([action('layout.2', { group: 'Layout' }), action('layout.1', { group: 'Layout' })]);
    expect(ids()).toEqual(['layout.1', 'layout.2', 'help', 'theme']);
    takeBack();
    expect(ids()).toEqual(['layout.1', 'layout.2']);
  });

  it('lets the last of two with the same name count, and the first again when that is gone', () => {
    const registry = new ActionRegistry();
    registry.offer([action('zoom', { label: 'left' })]);
    const takeBack = registry.offer([action('zoom', { label: 'right' })]);
    expect(registry.actions.get().map(({ label }) => label)).toEqual(['right']);
    takeBack();
    expect(registry.actions.get().map(({ label }) => label)).toEqual(['left']);
  });
});

describe('keys', () => {
  const registry = new ActionRegistry();
  const page = document.createElement('div');
  const root = createRoot(page);
  const done: string[] = [];
  const offered = [
    action('next', { keys: ['Alt+N'], run: () => done.push('next') }),
    action('help', { keys: ['?'], run: () => done.push('help') }),
  ];

  function Page() {
    useActionKeys(registry);
    useActions(offered);
    return (
      <>
        <button type="button">button</button>
        <input type="search" />
        <textarea className="xterm-helper-textarea" />
      </>
    );
  }

  beforeEach(async () => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    document.body.append(page);
    done.length = 0;
    await act(async () =>
      root.render(
        <ActionsContext value={registry}>
          <Page />
        </ActionsContext>,
      ),
    );
  });
  afterEach(async () => {
    await act(async () => root.render(null));
    vi.unstubAllGlobals();
  });

  /** Presses keys in an element, and says whether the element got them too. */
  function press(selector: string, init: KeyboardEventInit): boolean {
    const target = page.querySelector(selector)!;
    let seen = false;
    const look = () => (seen = true);
    target.addEventListener('keydown', look);
    target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    target.removeEventListener('keydown', look);
    return seen;
  }

  it.each(['button', 'input', 'textarea'])('work in a %s, which never sees them', (place) => {
    expect(press(place, { altKey: true, key: 'n', code: 'KeyN' })).toBe(false);
    expect(done).toEqual(['next']);
  });

  it('that are text stay text for whoever is typing', () => {
    expect(press('input', { key: '?', shiftKey: true })).toBe(true);
    expect(press('textarea', { key: '?', shiftKey: true })).toBe(true);
    expect(done).toEqual([]);
    press('button', { key: '?', shiftKey: true });
    expect(done).toEqual(['help']);
  });

  it('that nobody offered go to the agent, plain Ctrl and a letter above all', () => {
    for (const letter of ['c', 'k', 'n', 'w']) {
      expect(press('textarea', { ctrlKey: true, key: letter, code: `Key${letter.toUpperCase()}` })).toBe(
        true,
      );
    }
    expect(done).toEqual([]);
  });

  it('held down are meant once', () => {
    press('button', { altKey: true, key: 'n', code: 'KeyN' });
    press('button', { altKey: true, key: 'n', code: 'KeyN', repeat: true });
    expect(done).toEqual(['next']);
  });

  it('are free again when the part of the page is gone', async () => {
    await act(async () => root.render(null));
    page.innerHTML = '<button></button>';
    expect(press('button', { altKey: true, key: 'n', code: 'KeyN' })).toBe(true);
    expect(done).toEqual([]);
  });
});
