/** When the page is looked at again, a socket that was silent for this long is not trusted. */
const QUIET_MS = 45_000;
/** And when the machine slept, which networks take more amiss, for this long. */
const SLEPT_MS = 10_000;
/** After a change of network the old socket gets this long to deliver a frame: a new one is live soon after. */
const NETWORK_GRACE_MS = 500;
/** Keys are mostly answered by an echo. */
const ECHO_MS = 5_000;
/** A program may well read without an echo: it is not doubted all the time. */
const ECHO_REST_MS = 60_000;
/** Output that the session list knows of, and that did not come, by this much. */
const MISSED_MS = 15_000;
/** The list counts all windows of a session and the socket shows one: false alarms must become rare. */
const LONGEST_MISSED_MS = 10 * 60_000;

interface Verdicts {
  /** Nothing answers what was typed: something should be asked of the other end. */
  onDoubt(): void;
  onDead(): void;
}

/**
 * Whether an open socket still leads anywhere. A browser can't ping, and hears no pings; so a quiet agent and a
 * node that lost its power look alike, and what tells them apart is known from elsewhere.
 */
export class LifeSigns {
  private lastFrameAt = 0;
  private missedMillis = MISSED_MS;
  private echoDueFrom = 0;
  private graceTimer: ReturnType<typeof setTimeout> | undefined;
  private echoTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly verdicts: Verdicts) {}

  frameArrived(): void {
    this.lastFrameAt = Date.now();
  }

  /** The page is looked at again. */
  visible(): void {
    if (Date.now() - this.lastFrameAt > QUIET_MS) this.verdicts.onDead();
  }

  /** The machine slept, or the page was frozen. */
  resumed(): void {
    if (Date.now() - this.lastFrameAt > SLEPT_MS) this.verdicts.onDead();
  }

  /** The gateway gave no answer to a question asked then on another way. */
  silence(askedAt: number): void {
    if (this.lastFrameAt < askedAt) this.verdicts.onDead();
  }

  /** The network came or went. The old socket may have died with the old one, and would never say so. */
  networkChanged(): void {
    const since = this.lastFrameAt;
    clearTimeout(this.graceTimer);
    this.graceTimer = setTimeout(() => {
      if (this.lastFrameAt === since) this.verdicts.onDead();
    }, NETWORK_GRACE_MS);
  }

  /** Somebody typed, and must not go on typing into the void. */
  typed(): void {
    const now = Date.now();
    if (now < this.echoDueFrom) return;
    this.echoDueFrom = now + ECHO_REST_MS;
    this.echoTimer = setTimeout(() => {
      if (this.lastFrameAt > now) this.echoDueFrom = 0;
      else this.verdicts.onDoubt();
    }, ECHO_MS);
  }

  /** Whether the socket should have brought what the program is known to have printed then. */
  missed(moment: number): boolean {
    if (moment - this.lastFrameAt < this.missedMillis) return false;
    this.missedMillis = Math.min(this.missedMillis * 2, LONGEST_MISSED_MS);
    return true;
  }

  /** The socket is gone; the next one is judged by itself. */
  reset(): void {
    clearTimeout(this.graceTimer);
    clearTimeout(this.echoTimer);
    this.echoDueFrom = 0;
  }
}
