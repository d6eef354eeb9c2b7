import { beforeEach, describe, expect, it } from 'vitest';
import { changePreferences, readPreferences } from '../../src/terminal/preferences';
import { fileTime } from '../../src/terminal/saveHistory';

const STORED = 'gastown.terminal';

describe('what a person wants terminals to be', () => {
  beforeEach(() => localStorage.clear());

  it('is kept in the browser, within limits', () => {
    changePreferences({ fontSize: 100, screenReader: true });
    expect(readPreferences(localStorage.getItem(STORED))).toEqual({ fontSize: 28, screenReader: true });
    changePreferences({ fontSize: 3 });
    expect(readPreferences(localStorage.getItem(STORED))).toEqual({ fontSize: 8, screenReader: true });
  });

  it.each([null, 'nonsense', '{"fontSize":1e9}', '{"fontSize":"14"}', '[]'])(
    'is the usual when nothing usable is kept: %s',
    (stored) => {
      expect(readPreferences(stored)).toEqual({ fontSize: 14, screenReader: false });
    },
  );
});

it('a downloaded history is named by the moment', () => {
  expect(fileTime(new Date(2026, 4, 7, 9, 3, 0))).toBe('2026-05-07-090300');
});
