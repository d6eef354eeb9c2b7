import { describe, expect, it } from 'vitest';
import type { SessionList } from '../../src/api/types';
import { acceptList } from '../../src/feed/acceptList';

const list = (sequence: number, polledAt: number): SessionList => ({
  townId: 't',
  sequence,
  polledAt,
  stale: false,
  error: null,
  sessions: [],
});

describe('which list replaces which', () => {
  it('takes the first one', () => expect(acceptList(null, list(1, 1), false)).toBe(true));
  it('takes a greater sequence', () => expect(acceptList(list(1, 9), list(2, 1), false)).toBe(true));
  it('ignores the same list twice', () => expect(acceptList(list(2, 1), list(2, 1), false)).toBe(false));
  it('ignores one that was overtaken', () => expect(acceptList(list(5, 1), list(4, 9), false)).toBe(false));
  it('takes a count that began anew after a reconnect, if the list is newer', () => {
    expect(acceptList(list(500, 10), list(1, 11), true)).toBe(true);
    expect(acceptList(list(500, 10), list(1, 9), true)).toBe(false);
  });
});
