import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageAction } from '../../../src/page/actions/actionRegistry';
import { actionOfKeys } from '../../../src/page/actions/useActionKeys';
import { FirstVisitHint } from '../../../src/page/help/FirstVisitHint';
import { HelpDialog } from '../../../src/page/help/HelpDialog';
import { PICKER_KEY_HELP } from '../../../src/page/help/pickerKeyHelp';
import { pageActions } from '../../../src/page/pageActions';
import { sessionActions } from '../../../src/page/sessionActions';

const nothing = () => undefined;
const actions: PageAction[] = [
  ...sessionActions([], null, nothing),
  ...pageActions({
    theme: 'system',
    chooseTheme: nothing,
    notifications: 'off',
    toggleNotifications: nothing,
    togglePalette: nothing,
    toggleHelp: nothing,
    logOut: nothing,
  }),
];

/** The keys as somebody presses them who read the help. */
const PRESSED: Record<string, Partial<KeyboardEventInit>> = {
  'Alt+N': { altKey: true, key: 'n', code: 'KeyN' },
  'Alt+0': { altKey: true, key: '0', code: 'Digit0' },
  'Alt+1…9': { altKey: true, key: '7', code: 'Digit7' },
  'Ctrl/⌘+Shift+K': { ctrlKey: true, shiftKey: true, key: 'K', code: 'KeyK' },
  '?': { shiftKey: true, key: '?', code: 'Slash' },
};

describe('help', () => {
  let page: HTMLElement;
  let root: Root;
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    localStorage.clear();
    page = document.body.appendChild(document.createElement('div'));
    root = createRoot(page);
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    page.remove();
    vi.unstubAllGlobals();
  });

  it('shows every key that the page obeys, and the page obeys every key it shows', async () => {
    await act(async () =>
      root.render(<HelpDialog actions={actions} keyHelp={PICKER_KEY_HELP} onClose={nothing} />),
    );
    const anywhere = [...page.querySelectorAll('section:first-of-type dl > div')].map((row) => ({
      says: row.querySelector('dd')!.textContent,
      chords: [...row.querySelectorAll('.gt-keys')].map((keys) =>
        [...keys.querySelectorAll('kbd')].map((key) => key.textContent).join('+'),
      ),
    }));
    expect(anywhere.flatMap(({ chords }) => chords).sort()).toEqual(Object.keys(PRESSED).sort());
    for (const { says, chords } of anywhere) {
      for (const chord of chords) {
        const press = new KeyboardEvent('keydown', PRESSED[chord]);
        expect(actionOfKeys(press, false, actions)?.label).toBe(says);
      }
    }
    expect(page.textContent).toContain('In the list');
    expect(page.textContent).toContain('In the filter');
  });

  it('says on the first visit who may type where, until it is put away', async () => {
    await act(async () => root.render(<FirstVisitHint />));
    expect(page.textContent).toContain('read-only');
    await act(async () => page.querySelector('button')!.click());
    expect(page.textContent).toBe('');
    await act(async () => root.render(<FirstVisitHint key="next visit" />));
    expect(page.textContent).toBe('');
  });

  it('says it, and can be put away, where the browser keeps nothing', async () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('forbidden');
      },
      setItem: () => {
        throw new Error('forbidden');
      },
    });
    await act(async () => root.render(<FirstVisitHint />));
    expect(page.textContent).toContain('read-only');
    await act(async () => page.querySelector('button')!.click());
    expect(page.textContent).toBe('');
  });
});
