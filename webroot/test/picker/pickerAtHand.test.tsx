import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { mayor, nux, PickerPage, town } from './pickerPage';

const drawn = vi.hoisted((): string[] => []);
vi.mock('../../src/picker/StatusMark', () => ({
  StatusMark: ({ testId }: { testId: string }) => {
    drawn.push(testId);
    return null;
  },
}));

const ace = { ...nux, name: 'gt-ace', status: 'active' };
const polecats = (count: number) => Array.from({ length: count }, (_, n) => ({ ...nux, name: `gt-${n}` }));

describe('the picker at hand', () => {
  const page = new PickerPage();
  const focused = () => document.activeElement?.getAttribute('data-testid');
  const focus = (testId: string) => act(async () => page.find(testId)!.focus());

  it('draws again only the rows that changed', async () => {
    page.listSessions = async () => town(1, [mayor, ace, nux]);
    await page.show();
    drawn.length = 0;
    await page.push(town(2, [mayor, ace, { ...nux, idleSeconds: 7 }]));
    expect(new Set(drawn)).toEqual(new Set(['status-gt-nux']));
    drawn.length = 0;
    await page.push(town(3, [mayor, { ...ace, idleSeconds: 1 }, { ...nux, idleSeconds: 7 }]));
    expect(drawn).toEqual([]);
  });

  it('moves no row while the pointer is over it', async () => {
    page.listSessions = async () => town(1, [mayor, nux]);
    await page.show();
    await page.pointer('pointermove', 'session-gt-nux');
    await page.push(town(2, [mayor, ace, nux]));
    expect(page.names()).toEqual(['session-hq-mayor', 'session-gt-nux', 'session-gt-ace']);
    await page.push(town(3, [ace, nux]));
    expect(page.names()).toEqual(['session-hq-mayor', 'session-gt-nux', 'session-gt-ace']);
    expect(page.find('session-hq-mayor')!.dataset).toMatchObject({ gone: 'true', status: 'dead' });

    await page.pointer('pointerout', 'session-gt-nux');
    expect(page.names()).toEqual(['session-gt-ace', 'session-gt-nux']);
  });

  it('moves no row while the focus is in it', async () => {
    page.listSessions = async () => town(1, [mayor, nux]);
    await page.show();
    await focus('session-gt-nux');
    await page.push(town(2, [mayor, ace, nux]));
    expect(page.names().at(-1)).toBe('session-gt-ace');
    await act(async () => (document.activeElement as HTMLElement).blur());
    expect(page.names()).toEqual(['session-hq-mayor', 'session-gt-ace', 'session-gt-nux']);
  });

  it('is one stop for Tab: the session shown, else the first', async () => {
    page.listSessions = async () => town(1, [mayor, ace, nux]);
    const stops = () => document.querySelectorAll('[data-session][tabindex="0"]');
    await page.show('gt-ace');
    expect(page.find('session-gt-ace')!.tabIndex).toBe(0);
    expect(stops()).toHaveLength(1);
    await page.show();
    expect(page.find('session-hq-mayor')!.tabIndex).toBe(0);
    expect(stops()).toHaveLength(1);
  });

  it('is walked with the arrow keys, Home and End, and ends where it ends', async () => {
    page.listSessions = async () => town(1, [mayor, ace, nux]);
    await page.show();
    await focus('session-hq-mayor');
    const way: (string | null | undefined)[] = [];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'PageUp']) {
      expect(await page.press(key)).toBe(false);
      way.push(focused());
    }
    expect(way).toEqual([
      'session-gt-ace',
      'session-gt-nux',
      'session-gt-nux',
      'session-gt-ace',
      'session-hq-mayor',
      'session-gt-nux',
      'session-hq-mayor',
    ]);
    expect(page.chosen).toEqual([]);
  });

  it('leads from the list to the filter with a slash or a letter, and back with the arrow key', async () => {
    page.listSessions = async () => town(1, [mayor, ace, nux]);
    await page.show();
    await focus('session-gt-nux');
    expect(await page.press('/')).toBe(false);
    expect(document.activeElement).toBe(page.query('input'));
    await page.press('ArrowDown');
    expect(focused()).toBe('session-hq-mayor');
    // The browser goes on, and types the letter where the focus is now.
    expect(await page.press('n')).toBe(true);
    expect(document.activeElement).toBe(page.query('input'));
  });

  it('shows the first match with Enter, and all again with Escape', async () => {
    page.listSessions = async () => town(1, [mayor, ace, nux]);
    await page.show();
    await page.filter('polecat idle');
    expect(page.names()).toEqual(['session-gt-nux']);
    await page.press('Enter');
    expect(page.chosen).toEqual(['gt-nux']);
    await page.press('Escape');
    expect(page.names()).toHaveLength(3);
  });

  it('says so when nothing matches, and offers all again', async () => {
    page.listSessions = async () => town(1, [mayor, nux]);
    await page.show();
    await page.filter('nobody');
    expect(page.textContent).toContain('No agent matches');
    await act(async () => page.query('.gt-notice button')!.click());
    expect(page.names()).toHaveLength(2);
  });

  it('counts who waits, on top and for each rig, and leads to the next of them', async () => {
    const waits = { attention: 'waiting', attentionReason: 'May I?' };
    page.listSessions = async () => town(1, [mayor, { ...ace, ...waits }, { ...nux, ...waits }]);
    await page.show('gt-ace');
    expect(page.query('.gt-waiting')!.textContent).toBe('2 need you');
    expect(page.query('h2')!.textContent).toBe('gastown2 waiting for you');
    await act(async () => page.query('.gt-waiting')!.click());
    expect(page.chosen).toEqual(['gt-nux']);
  });

  it('has a short list in the document as a whole', async () => {
    page.listSessions = async () => town(1, [mayor, ...polecats(40)]);
    await page.show();
    expect(page.names()).toHaveLength(41);
  });

  it('has of a long list what is in sight, the Mayor, the session shown, and where the focus is', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    page.listSessions = async () => town(1, [mayor, ...polecats(500)]);
    await page.show('gt-300');
    expect(page.names().length).toBeLessThan(100);
    expect(page.find('session-gt-300')!.getAttribute('aria-current')).toBe('true');
    expect(page.find('session-gt-300')!.parentElement!.getAttribute('aria-posinset')).toBe('301');
    await focus('session-hq-mayor');
    await page.press('End');
    expect(focused()).toBe('session-gt-499');
    expect(page.find('session-hq-mayor')).not.toBeNull();
    await page.press('Home');
    expect(focused()).toBe('session-hq-mayor');
  });
});
