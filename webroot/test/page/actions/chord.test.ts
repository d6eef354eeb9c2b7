import { describe, expect, it } from 'vitest';
import { matchesChord, type KeyPress } from '../../../src/page/actions/chord';

const press = (rest: Partial<KeyPress>): KeyPress => ({
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  key: '',
  code: '',
  ...rest,
});

describe('a chord', () => {
  it('needs exactly its modifiers', () => {
    const n = { key: 'n', code: 'KeyN' };
    expect(matchesChord(press({ ...n, altKey: true }), 'Alt+N')).toBe(true);
    for (const other of ['ctrlKey', 'metaKey', 'shiftKey'] as const) {
      expect(matchesChord(press({ ...n, altKey: true, [other]: true }), 'Alt+N')).toBe(false);
    }
    expect(matchesChord(press(n), 'Alt+N')).toBe(false);
  });

  it('is the letter of the person’s own keyboard, and its place where Alt makes something else of it', () => {
    expect(matchesChord(press({ altKey: true, key: 'n', code: 'KeyL' }), 'Alt+N')).toBe(true);
    expect(matchesChord(press({ altKey: true, key: 'b', code: 'KeyN' }), 'Alt+N')).toBe(false);
    expect(matchesChord(press({ altKey: true, key: 'Dead', code: 'KeyN' }), 'Alt+N')).toBe(true);
    expect(matchesChord(press({ altKey: true, key: 'т', code: 'KeyN' }), 'Alt+N')).toBe(true);
  });

  it('takes Ctrl or ⌘, not both', () => {
    const k = { shiftKey: true, key: 'K', code: 'KeyK' };
    expect(matchesChord(press({ ...k, ctrlKey: true }), 'Ctrl/⌘+Shift+K')).toBe(true);
    expect(matchesChord(press({ ...k, metaKey: true }), 'Ctrl/⌘+Shift+K')).toBe(true);
    expect(matchesChord(press({ ...k, metaKey: true, ctrlKey: true }), 'Ctrl/⌘+Shift+K')).toBe(false);
    expect(matchesChord(press({ ...k, ctrlKey: true, shiftKey: false }), 'Ctrl/⌘+Shift+K')).toBe(false);
  });

  it('takes a range of digits, wherever the keyboard puts them', () => {
    const digit = (n: number) => press({ altKey: true, key: '&', code: `Digit${n}` });
    const hits = [0, 1, 5, 9].map((n) => matchesChord(digit(n), 'Alt+1…9'));
    expect(hits).toEqual([false, true, true, true]);
  });

  it('that is a character needs Shift where the keyboard does', () => {
    expect(matchesChord(press({ key: '?', code: 'Slash', shiftKey: true }), '?')).toBe(true);
    expect(matchesChord(press({ key: '?', code: 'KeyW' }), '?')).toBe(true);
    expect(matchesChord(press({ key: '?', code: 'Slash', shiftKey: true, ctrlKey: true }), '?')).toBe(false);
  });

  it('can’t be one that belongs to the agents, nor nonsense', () => {
    for (const text of ['Ctrl/⌘+K', 'Hyper+K', 'Alt+Nonsense', '']) {
      expect(() => matchesChord(press({}), text)).toThrow();
    }
  });
});
