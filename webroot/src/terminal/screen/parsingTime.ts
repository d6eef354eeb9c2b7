/** How long terminals may parse between two pictures, in milliseconds; the rest is for input and for drawing. */
export const PARSING_MILLIS = 8;
/** A new turn begins after so long where no picture is drawn, as in a hidden tab; in milliseconds. */
export const WITHOUT_PICTURES_MILLIS = 50;

/** What tells the time and of pictures: the browser's, or a test's. */
export interface Clock {
  now(): number;
  onNextPicture(then: () => void): void;
}

/**
 * The time in which all terminals of the page together may parse. xterm alone leaves the page a moment between two
 * pieces, but parses the next one before the picture: a flood in one pane would delay every click elsewhere.
 */
export class ParsingTime {
  private begunAt: number | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** Whether there is time left before the next picture. If not, `goOn` is called after it, once. */
  isLeft(goOn: () => void): boolean {
    const now = this.clock.now();
    if (this.begunAt === undefined) {
      this.begunAt = now;
      this.clock.onNextPicture(() => this.beginAnew());
    }
    if (now - this.begunAt < PARSING_MILLIS) return true;
    this.waiting.add(goOn);
    return false;
  }

  private beginAnew(): void {
    this.begunAt = undefined;
    const goOn = [...this.waiting];
    this.waiting.clear();
    for (const go of goOn) go();
  }
}

const browser: Clock = {
  now: () => performance.now(),
  onNextPicture: (then) => {
    const picture = requestAnimationFrame(() => {
      clearTimeout(timer);
      then();
    });
    const timer = setTimeout(() => {
      cancelAnimationFrame(picture);
      then();
    }, WITHOUT_PICTURES_MILLIS);
  },
};

/** Shared by all terminals of the page. */
export const pageParsingTime = new ParsingTime(browser);
