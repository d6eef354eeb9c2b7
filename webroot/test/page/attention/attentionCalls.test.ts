import { describe, expect, it } from 'vitest';
import { readSessionList } from '../../../src/api/sessionList';
import { AttentionCalls } from '../../../src/page/attention/attentionCalls';

const MINUTE = 60_000;

/** Lists of a town: each word a session, in capitals while it waits for a person. */
class Town {
  private readonly calls = new AttentionCalls();
  private now = 1_000_000;

  at(milliseconds: number, words: string, stale = false): string {
    this.now += milliseconds;
    const sessions = words.split(' ').map((word) => ({
      name: word.toLowerCase(),
      attention: word === word.toLowerCase() ? 'working' : 'waiting',
    }));
    const list = readSessionList({ townId: 't', stale, sessions: words === '' ? [] : sessions })!;
    return this.calls
      .take(list, this.now)
      .map(({ name }) => name)
      .join(' ');
  }
}

describe('calls for attention', () => {
  it('are not made for who waited already when the page opened', () => {
    const town = new Town();
    expect(town.at(0, 'A b')).toBe('');
    expect(town.at(5_000, 'A b')).toBe('');
  });

  it('are made once for each time that a session begins to wait', () => {
    const town = new Town();
    town.at(0, 'a b');
    expect(town.at(5_000, 'A b')).toBe('a');
    expect(town.at(5_000, 'A b')).toBe('');
    expect(town.at(5_000, 'A B')).toBe('b');
    expect(town.at(5_000, 'a B')).toBe('');
    expect(town.at(2 * MINUTE, 'A B')).toBe('a');
  });

  it('are made for who starts and waits at once', () => {
    const town = new Town();
    town.at(0, 'a');
    expect(town.at(5_000, 'a C')).toBe('c');
  });

  it('come ever more rarely from a session that goes to and fro', () => {
    const town = new Town();
    town.at(0, 'a');
    let calls = 0;
    for (let n = 0; n < 360; n++) if (town.at(5_000, n % 2 ? 'a' : 'A') !== '') calls += 1;
    // Half an hour: at once, and after 1, 2, 4, 8 and 16 minutes more at the earliest.
    expect(calls).toBeGreaterThanOrEqual(2);
    expect(calls).toBeLessThanOrEqual(5);
  });

  it('are made up for when a session that called too often really waits', () => {
    const town = new Town();
    town.at(0, 'a');
    expect(town.at(5_000, 'A')).toBe('a');
    town.at(5_000, 'a');
    expect(town.at(5_000, 'A')).toBe('');
    expect(town.at(MINUTE, 'A')).toBe('a');
    expect(town.at(MINUTE, 'A')).toBe('');
  });

  it('are not made again by a sandbox that comes and goes', () => {
    const town = new Town();
    town.at(0, 'a B');
    for (let n = 0; n < 20; n++) {
      expect(town.at(5_000, '')).toBe('');
      expect(town.at(5_000, 'a B', true)).toBe('');
      expect(town.at(5_000, 'a B')).toBe('');
    }
  });

  it('that come one after the other within seconds are gathered, and none is lost', () => {
    const town = new Town();
    town.at(0, 'a b c');
    expect(town.at(5_000, 'A b c')).toBe('a');
    expect(town.at(1_000, 'A B c')).toBe('');
    expect(town.at(1_000, 'A B C')).toBe('');
    expect(town.at(10_000, 'A B C')).toBe('b c');
  });
});
