const FIRST_CEILING_MS = 500;
const LAST_CEILING_MS = 15_000;
/** Behind a balancer the next try is likely to meet another node: the first ones come before a person notices. */
const QUICK_TRIES = 3;

/**
 * Exponential backoff with full jitter: the wait is anywhere between nothing and a ceiling that doubles after a
 * few quick tries, so that a thousand pages whose gateway restarts do not all come back in the same second.
 */
export function backoffDelay(attempt: number, random: () => number): number {
  // 2^5 already passes the last ceiling; the clamp keeps the power finite after days of trying.
  const doublings = Math.min(Math.max(0, attempt - QUICK_TRIES + 1), 10);
  const ceiling = Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** doublings);
  return Math.round(random() * ceiling);
}
