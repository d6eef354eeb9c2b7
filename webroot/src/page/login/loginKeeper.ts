import type { WakeSignals } from '../../resilience/wakeSignals';
import type { LoginSession } from './loginSession';

export interface LoginEnvironment {
  session(): Promise<LoginSession | null>;
  renew(): Promise<'renewed' | 'refused' | 'failed'>;
  /** Runs one tab's work at a time: two renewals at once would use the same refresh token twice. */
  alone(work: () => Promise<void>): Promise<void>;
  wake: WakeSignals;
  /** What was refused before is worth another try. */
  renewed(): void;
}

const RETRY_MS = 15_000;
/** The longest that a browser's timer can wait is more; what it slept through is found on waking. */
const MOST_WAIT_MS = 3_600_000;

/**
 * Makes a login last while a page is open: renews it when half of the time that it had is over, and at once when the
 * machine wakes to one that has expired. What is open stays open, for it is still the same login.
 */
export class LoginKeeper {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueBelow = 0;
  private stopped = false;
  private unsubscribe: () => void = () => {};

  constructor(private readonly environment: LoginEnvironment) {}

  start(): () => void {
    this.unsubscribe = this.environment.wake.subscribe((reason) => {
      if (reason !== 'offline') void this.look();
    });
    void this.look();
    return () => {
      this.stopped = true;
      clearTimeout(this.timer);
      this.unsubscribe();
    };
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    const { session } = this.environment;
    const known = await session();
    if (this.stopped) return;
    if (known === null) return this.lookIn(RETRY_MS);
    if (!known.renewable) return;
    if (this.isDue(known)) {
      await this.environment.alone(async () => {
        // Another tab may have been faster.
        const now = await session();
        if (this.stopped || now === null || !now.renewable || !this.isDue(now)) return;
        if ((await this.environment.renew()) !== 'renewed') return;
        this.dueBelow = 0;
        if (!this.stopped) this.environment.renewed();
      });
      if (this.stopped) return;
      const after = await session();
      if (this.stopped) return;
      if (after === null || (after.renewable && this.isDue(after))) return this.lookIn(RETRY_MS);
      if (after.renewable) this.plan(after);
      return;
    }
    this.plan(known);
  }

  private isDue({ expiresIn }: LoginSession): boolean {
    return (expiresIn ?? 0) < Math.max(this.dueBelow, 1);
  }

  private plan({ expiresIn }: LoginSession): void {
    const left = expiresIn ?? 0;
    // Half of what is left now, unless a longer half was planned before.
    this.dueBelow = this.dueBelow > 0 && this.dueBelow <= left ? this.dueBelow : left / 2;
    this.lookIn((left - this.dueBelow) * 1_000 + 500);
  }

  private lookIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), Math.min(ms, MOST_WAIT_MS));
  }
}

/** Where the browser has no locks, as on a page without https, tabs may renew at once. */
export function alone(work: () => Promise<void>): Promise<void> {
  return navigator.locks === undefined ? work() : navigator.locks.request('gastown-login', work);
}
