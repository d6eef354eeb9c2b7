import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoginKeeper } from '../../../src/page/login/loginKeeper';
import type { LoginSession } from '../../../src/page/login/loginSession';
import type { WakeReason } from '../../../src/resilience/wakeSignals';

const LIFE_SECONDS = 3_600;

/** A gateway with one login, whose cookie all tabs share. */
class Gateway {
  endsAt: number | null = Date.now() + LIFE_SECONDS * 1_000;
  renewable = true;
  answers: 'renewed' | 'refused' | 'failed' = 'renewed';
  reachable = true;
  renewals = 0;
  told = 0;
  private queue = Promise.resolve();
  readonly wakers = new Set<(reason: WakeReason) => void>();

  session = async (): Promise<LoginSession | null> => {
    if (!this.reachable) return null;
    const left = this.endsAt === null ? 0 : Math.floor((this.endsAt - Date.now()) / 1_000);
    const loggedIn = left > 0;
    return { loggedIn, expiresIn: loggedIn ? left : null, renewable: this.renewable, loginPath: '/login' };
  };

  renew = async () => {
    this.renewals++;
    if (this.answers === 'renewed') this.endsAt = Date.now() + LIFE_SECONDS * 1_000;
    if (this.answers === 'refused') this.renewable = false;
    return this.answers;
  };

  tab(): () => void {
    return new LoginKeeper({
      session: this.session,
      renew: this.renew,
      alone: (work) => (this.queue = this.queue.then(work)),
      wake: {
        subscribe: (listener) => {
          this.wakers.add(listener);
          return () => this.wakers.delete(listener);
        },
      },
      renewed: () => this.told++,
    }).start();
  }
}

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

describe('a login is kept while a page is open', () => {
  let gateway: Gateway;

  beforeEach(() => {
    vi.useFakeTimers();
    gateway = new Gateway();
  });
  afterEach(() => vi.useRealTimers());

  it('is renewed at half its time, again and again', async () => {
    gateway.tab();
    await minutes(29);
    expect(gateway.renewals).toBe(0);
    await minutes(2);
    expect(gateway.renewals).toBe(1);
    await minutes(60);
    expect(gateway.renewals).toBe(3);
    await minutes(300);
    expect(gateway.renewals).toBeGreaterThan(8);
    expect((await gateway.session())?.loggedIn).toBe(true);
  });

  it('once, however many tabs there are', async () => {
    for (let i = 0; i < 5; i++) gateway.tab();
    await minutes(32);
    expect(gateway.renewals).toBe(1);
  });

  it('not where the gateway can do nothing about it', async () => {
    gateway.renewable = false;
    gateway.tab();
    await minutes(120);
    expect(gateway.renewals).toBe(0);
  });

  it('at once, when the machine wakes to one that has expired', async () => {
    gateway.tab();
    await minutes(1);
    gateway.endsAt = Date.now() - 60_000;
    gateway.wakers.forEach((wake) => wake('resumed'));
    await minutes(0);
    expect(gateway.renewals).toBe(1);
    expect(gateway.told).toBe(1);
    expect((await gateway.session())?.loggedIn).toBe(true);
  });

  it('tries again while the provider can’t be reached', async () => {
    gateway.answers = 'failed';
    gateway.tab();
    await minutes(33);
    expect(gateway.renewals).toBeGreaterThan(5);
    gateway.answers = 'renewed';
    await minutes(1);
    const renewals = gateway.renewals;
    expect((await gateway.session())?.expiresIn).toBeGreaterThan(3_000);
    await minutes(20);
    expect(gateway.renewals).toBe(renewals);
  });

  it('tries again while the gateway can’t be reached', async () => {
    gateway.reachable = false;
    gateway.tab();
    await minutes(31);
    gateway.reachable = true;
    await minutes(16);
    expect(gateway.renewals).toBe(1);
  });

  it('and no longer once it is refused, or the page is gone', async () => {
    gateway.answers = 'refused';
    gateway.tab();
    await minutes(120);
    expect(gateway.renewals).toBe(1);

    const other = new Gateway();
    const leave = other.tab();
    await minutes(1);
    leave();
    await minutes(120);
    expect(other.renewals).toBe(0);
    expect(other.wakers.size).toBe(0);
  });
});
