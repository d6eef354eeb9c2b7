import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AttentionNotifier } from '../../../src/page/attention/attentionNotifier';
import { sessionsOf } from '../../picker/sessions';

let answer: NotificationPermission;

class FakeNotification {
  static permission: NotificationPermission = 'default';
  static shown: FakeNotification[] = [];
  static async requestPermission(): Promise<NotificationPermission> {
    FakeNotification.permission = answer;
    return answer;
  }
  onclick: (() => void) | null = null;
  open = true;
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    FakeNotification.shown.push(this);
  }
  close(): void {
    this.open = false;
  }
}

const waiting = (name: string, attentionReason?: string) =>
  sessionsOf({ name, attention: 'waiting', attentionReason })[0]!;
const nobody = () => undefined;

describe('browser notifications', () => {
  beforeEach(() => {
    localStorage.clear();
    answer = 'granted';
    FakeNotification.permission = 'default';
    FakeNotification.shown = [];
    vi.stubGlobal('Notification', FakeNotification);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('are off until somebody wants them, and then on when the page is opened again', async () => {
    const notifier = new AttentionNotifier();
    notifier.tell('Springfield', [waiting('gt-nux')], nobody);
    expect(FakeNotification.shown).toHaveLength(0);
    await notifier.toggle();
    notifier.tell('Springfield', [waiting('gt-nux')], nobody);
    expect(FakeNotification.shown).toHaveLength(1);
    expect(new AttentionNotifier().state.get()).toBe('on');
    await notifier.toggle();
    expect(new AttentionNotifier().state.get()).toBe('off');
  });

  it('say so when the browser refuses', async () => {
    answer = 'denied';
    const notifier = new AttentionNotifier();
    await notifier.toggle();
    expect(notifier.state.get()).toBe('blocked');
    vi.unstubAllGlobals();
    Reflect.deleteProperty(window, 'Notification');
    expect(new AttentionNotifier().state.get()).toBe('missing');
  });

  describe('when on', () => {
    let notifier: AttentionNotifier;
    beforeEach(async () => {
      notifier = new AttentionNotifier();
      await notifier.toggle();
    });

    it('name the session and the reason, as text without tricks', () => {
      notifier.tell('Springfield', [waiting('gt-nux', 'Run <b>rm</b>\u202e?\u001b[31m')], nobody);
      expect(FakeNotification.shown[0]).toMatchObject({
        title: 'gt-nux needs you',
        options: { body: 'Run <b>rm</b> ? [31m' },
      });
    });

    it('lead to the session, and go', () => {
      const onShow = vi.fn();
      notifier.tell('Springfield', [waiting('gt-nux')], onShow);
      FakeNotification.shown[0]!.onclick!();
      expect(onShow).toHaveBeenCalledWith('gt-nux');
      expect(FakeNotification.shown[0]!.open).toBe(false);
    });

    it('go when nobody waits any more', () => {
      notifier.tell('Springfield', [waiting('a'), waiting('b')], nobody);
      notifier.takeBack([waiting('b'), ...sessionsOf({ name: 'a', attention: 'working' })]);
      expect(FakeNotification.shown.map(({ open }) => open)).toEqual([false, true]);
    });

    it('are one for many', () => {
      notifier.tell(
        'Springfield',
        ['a', 'b', 'c', 'd'].map((name) => waiting(name)),
        nobody,
      );
      expect(FakeNotification.shown.map(({ title }) => title)).toEqual(['4 agents need you']);
    });
  });
});
