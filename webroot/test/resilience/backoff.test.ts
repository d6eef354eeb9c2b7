import { describe, expect, it } from 'vitest';
import { backoffDelay } from '../../src/resilience/backoff';

describe('backoff', () => {
  it('tries three times within two seconds, at worst', () => {
    const [first, second, third] = [0, 1, 2].map((attempt) => backoffDelay(attempt, () => 1));
    expect(first! + second! + third!).toBe(1_500);
  });

  it('then doubles its ceiling up to 15 seconds', () => {
    const ceilings = [2, 3, 4, 5, 6, 7, 8].map((attempt) => backoffDelay(attempt, () => 1));
    expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it('spreads over the whole range below the ceiling', () => {
    expect(backoffDelay(5, () => 0)).toBe(0);
    expect(backoffDelay(5, () => 0.25)).toBe(1_000);
  });

  it('still waits 15 seconds after days of trying', () => {
    expect(backoffDelay(100_000, () => 1)).toBe(15_000);
  });
});
