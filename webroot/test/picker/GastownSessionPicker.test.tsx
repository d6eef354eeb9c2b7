import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { GatewayFailure } from '../../src/api/failure';
import { mayor, nux, PickerPage, town } from './pickerPage';

describe('GastownSessionPicker', () => {
  const page = new PickerPage();

  it('shows the sessions in list order, role and status as words, the shown one marked', async () => {
    page.listSessions = async () => town(1, [mayor, nux]);
    await page.show('gt-nux');
    expect(page.names()).toEqual(['session-hq-mayor', 'session-gt-nux']);
    expect(page.find('session-hq-mayor')!.dataset).toMatchObject({ role: 'mayor', status: 'active' });
    expect(page.find('role-hq-mayor')!.textContent).toBe('Mayor');
    expect(page.find('role-hq-mayor')!.style.color).toBe('var(--mayor)');
    expect(page.find('status-gt-nux')!.textContent).toBe('idle');
    expect(page.find('session-gt-nux')!.getAttribute('aria-current')).toBe('true');
    expect(page.find('session-hq-mayor')!.hasAttribute('aria-current')).toBe(false);
    expect(page.find('session-picker')!.dataset.stale).toBe('false');
  });

  it('says which session was chosen', async () => {
    page.listSessions = async () => town(1, [mayor, nux]);
    await page.show();
    await act(async () => page.find('session-gt-nux')!.click());
    expect(page.chosen).toEqual(['gt-nux']);
  });

  it('shows who starts and who dies, without a reload', async () => {
    page.listSessions = async () => town(1, [mayor]);
    await page.show();
    await page.push(town(2, [mayor, nux]));
    expect(page.find('session-gt-nux')).not.toBeNull();
    await page.push(town(3, [mayor, { ...nux, status: 'dead', alive: false }]));
    expect(page.find('session-gt-nux')!.dataset.status).toBe('dead');
  });

  it('keeps the last list and says so when the sandbox can’t be reached', async () => {
    page.listSessions = async () => town(1, [mayor]);
    await page.show();
    await page.push(town(2, [mayor], { stale: true, error: 'connection refused' }));
    expect(page.find('session-picker')!.dataset.stale).toBe('true');
    expect(page.find('session-hq-mayor')).not.toBeNull();
    expect(page.textContent).toContain('connection refused');
  });

  it('marks who needs a person', async () => {
    page.listSessions = async () =>
      town(1, [mayor, { ...nux, attention: 'waiting', attentionReason: 'May I?' }]);
    await page.show();
    expect(page.find('attention-gt-nux')).not.toBeNull();
    expect(page.find('attention-hq-mayor')).toBeNull();
    expect(page.textContent).toContain('May I?');
  });

  it('says how to start when there is nobody', async () => {
    page.listSessions = async () => town(1, []);
    await page.show();
    expect(page.textContent).toContain('No sessions yet');
  });

  it('gives the reason and a way to try again when there is no list', async () => {
    page.listSessions = () => Promise.reject(new GatewayFailure('NOT_FOUND', 'There is no such town'));
    await page.show();
    expect(page.textContent).toContain('There is no such town');
    page.listSessions = async () => town(1, [mayor]);
    await act(async () => page.query('[role="alert"] button')!.click());
    expect(page.names()).toEqual(['session-hq-mayor']);
  });

  it('shows a title as text, whatever it contains', async () => {
    page.listSessions = async () => town(1, [{ ...mayor, title: '<img src=x onerror=alert(1)>' }]);
    await page.show();
    expect(page.query('img')).toBeNull();
    expect(page.textContent).toContain('<img src=x');
  });
});
