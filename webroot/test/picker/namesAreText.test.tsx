import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { mayor, nux, PickerPage, town } from './pickerPage';

const MARKUP = '<img src=x onerror=alert(1)>';
const RLO = '\u202e';

describe('names, titles and errors from a sandbox', () => {
  const page = new PickerPage();
  const show = async (...sessions: object[]) => {
    page.listSessions = async () => town(1, sessions);
    await page.show();
  };

  it('are text, never markup', async () => {
    await show(mayor, { ...nux, name: MARKUP, rig: MARKUP, title: MARKUP });
    await page.push(
      town(2, [mayor, { ...nux, name: MARKUP, rig: MARKUP, title: MARKUP }], { stale: true, error: MARKUP }),
    );
    expect(page.query('img')).toBeNull();
    expect(page.query('.gt-row-name[title^="<img"]')!.textContent).toBe(MARKUP);
    expect(page.query('.gt-row-title[title^="<img"]')!.textContent).toBe(MARKUP);
    expect(page.textContent.split(MARKUP)).toHaveLength(5);
  });

  it('reorder nothing around them, on the page and in its attributes', async () => {
    const hostile = { ...nux, name: `a${RLO}b`, rig: `rig${RLO}`, title: `gnp.exe${RLO}` };
    const waiting = { ...hostile, name: 'gt-furiosa', attention: 'waiting', attentionReason: `May I${RLO}?` };
    await show(mayor);
    await page.push(town(2, [mayor, hostile, waiting], { stale: true, error: `down${RLO}` }));
    expect(page.textContent).toContain('gnp.exe');
    expect(page.textContent).toContain('May I');
    const html = page.query('.gt-root')!.outerHTML.replaceAll(/data-\w+="[^"]*"/g, '');
    expect(html).not.toContain(RLO);
  });

  it('stay exact where they name a session to the gateway', async () => {
    const [one, other] = ['gt-nux', 'gt-\u200bnux'];
    await show({ ...nux, name: one }, { ...nux, name: other });
    const shown = page.names().map((id) => page.find(id!)!.querySelector('.gt-row-name')!.textContent);
    expect(shown).toEqual(['gt-nux', 'gt-‹U+200B›nux']);
    await act(async () => page.find(`session-${other}`)!.click());
    expect(page.chosen).toEqual([other]);
  });
});
