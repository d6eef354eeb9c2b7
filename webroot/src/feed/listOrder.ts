import type { SessionList } from '../api/types';

/** Lists come every 5 s: the count of a poller that lives beats the list shown within this. */
const CLAIM_MS = 7_000;

interface Shown {
  sequence: number;
  polledAt: number;
  since: number;
}

/**
 * Which of a town's lists replaces which. They can overtake each other (HTTP and event bus, two nodes), so a
 * greater sequence does. Yet a cluster that came back with its clock behind counts from below, and its lists must
 * not be refused until that clock has caught up. What tells them from an old list that some node still held: they
 * go on growing while nothing beats the list shown.
 */
export class ListOrder {
  private shown: Shown | null = null;
  /** The last list that was below the one shown. */
  private rival: number | null = null;

  /**
   * Whether this list is the one to show from now on.
   *
   * @param reconnected whether the bus was connected anew since the list now shown came
   */
  takes(offered: SessionList, reconnected: boolean): boolean {
    const { sequence, polledAt } = offered;
    const { shown } = this;
    if (shown === null || sequence > shown.sequence || this.beganAnew(shown, offered, reconnected)) {
      this.shown = { sequence, polledAt, since: Date.now() };
      this.rival = null;
      return true;
    }
    if (sequence < shown.sequence) this.rival = sequence;
    return false;
  }

  private beganAnew(shown: Shown, offered: SessionList, reconnected: boolean): boolean {
    if (reconnected && offered.polledAt > shown.polledAt) return true;
    const grows = this.rival !== null && offered.sequence > this.rival && offered.sequence < shown.sequence;
    return grows && Date.now() - shown.since >= CLAIM_MS;
  }
}
