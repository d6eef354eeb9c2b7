import { describe, expect, it } from 'vitest';
import { ctrlOf, keySequence } from '../../src/terminal/keySequence';

describe('key bar', () => {
  it('sends arrows in the form the program chose', () => {
    expect(keySequence('up', false)).toBe('\x1b[A');
    expect(keySequence('left', true)).toBe('\x1bOD');
  });

  it('sends the keys a phone lacks', () => {
    expect([keySequence('escape', false), keySequence('tab', true), keySequence('enter', false)]).toEqual([
      '\x1b',
      '\t',
      '\r',
    ]);
  });

  it('sends control characters', () => {
    expect(ctrlOf('C')).toBe('\x03');
    expect(ctrlOf('l')).toBe('\x0c');
  });
});
