import { Store } from '../resilience/store';

/** A pointer that did not move for this long is parked, and keeps the list out of order for nobody. */
export const PARKED_MS = 15_000;

/**
 * Whether somebody is at the list, so that no row may move: the focus is in it, or the pointer is over it and moved
 * within the last 15 s (most people leave it lying there after a click).
 */
export class ListUse {
  readonly inUse = new Store(false);
  private focus = false;
  /** When the pointer moved over the list last; null while it is elsewhere. */
  private pointerMovedAt: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  pointerMoved(): void {
    this.pointerMovedAt = Date.now();
    // Pointers move often: the timer that runs looks at the time when it is due.
    this.timer ??= setTimeout(() => this.lookAgain(), PARKED_MS);
    this.settle();
  }

  pointerLeft(): void {
    this.pointerMovedAt = null;
    this.settle();
  }

  focusCame(): void {
    this.focus = true;
    this.settle();
  }

  focusLeft(): void {
    this.focus = false;
    this.settle();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private lookAgain(): void {
    const left = this.pointerStaysFor();
    this.timer = left > 0 ? setTimeout(() => this.lookAgain(), left) : undefined;
    this.settle();
  }

  private pointerStaysFor(): number {
    return this.pointerMovedAt === null ? 0 : this.pointerMovedAt + PARKED_MS - Date.now();
  }

  private settle(): void {
    const inUse = this.focus || this.pointerStaysFor() > 0;
    if (inUse !== this.inUse.get()) this.inUse.set(inUse);
  }
}
