const FIRST_CEILING_MS = 500;
const LAST_CEILING_MS = 15_000;

/**
 * Exponential backoff with full jitter: the wait is anywhere between nothing and a ceiling that doubles, so
 * that a thousand pages whose gateway restarts do not all come back in the same second.
 */
export function backoffDelay(attempt: number, random: () => number): number {
  // 2^5 already passes the last ceiling; the clamp keeps 2^attempt finite after days of trying.
  const ceiling = Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** Math.min(attempt, 10));
  return Math.round(random() * ceiling);
}
