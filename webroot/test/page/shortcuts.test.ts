import { describe, expect, it } from 'vitest';
import { readSessionList } from '../../src/api/sessionList';
import { shortcutTarget } from '../../src/page/useShortcuts';

const { sessions } = readSessionList({
  townId: 't',
  sessions: [
    { name: 'a' },
    { name: 'b', attention: 'waiting' },
    { name: 'c' },
    { name: 'd', attention: 'waiting' },
  ],
})!;
const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

describe('shortcuts', () => {
  it('Alt and a digit shows that session', () => {
    expect(shortcutTarget({ ...none, altKey: true, code: 'Digit3' }, sessions, 'a')?.name).toBe('c');
    expect(shortcutTarget({ ...none, altKey: true, code: 'Digit9' }, sessions, 'a')).toBeNull();
  });

  it('Alt+N goes round those that need a person', () => {
    const next = (from: string) =>
      shortcutTarget({ ...none, altKey: true, code: 'KeyN' }, sessions, from)?.name;
    expect([next('a'), next('b'), next('d')]).toEqual(['b', 'd', 'b']);
  });

  it('leaves every other key to the agent, plain Ctrl and a letter above all', () => {
    for (const code of ['KeyC', 'KeyK', 'KeyN', 'KeyW', 'Digit1']) {
      expect(shortcutTarget({ ...none, ctrlKey: true, code }, sessions, 'a')).toBeNull();
      expect(shortcutTarget({ ...none, ctrlKey: true, altKey: true, code }, sessions, 'a')).toBeNull();
      expect(shortcutTarget({ ...none, code }, sessions, 'a')).toBeNull();
    }
  });
});
