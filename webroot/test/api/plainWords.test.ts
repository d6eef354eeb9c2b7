import { describe, expect, it } from 'vitest';
import { apart, plainName, plainWords } from '../../src/api/plainWords';

/** Turn the direction of text, end lines, are not seen, or are no character at all. */
const DANGEROUS = [
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
  ...['\u200e', '\u200f', '\u061c', '\u200b', '\u200c', '\u200d', '\u2060', '\u2064', '\ufeff', '\u00ad'],
  ...[
    '\u034f',
    '\u115f',
    '\u1160',
    '\u3164',
    '\uffa0',
    '\u17b4',
    '\u180e',
    '\ufff9',
    '\u{e0041}',
    '\u{1d173}',
  ],
  ...['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u009b', '\n', '\r', '\t', '\u2028', '\u2029'],
  ...['\ud83d', '\ude00', '\ufe0e', '\ufe0f', '\u{e0100}'],
];
const codeOf = (char: string) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

const LEGITIMATE = [
  'Polecat on gt-42: “half done” (3/7)',
  'grüße, 緑, Привет, ελληνικά',
  'שלום עולם',
  'שָׁלוֹם',
  'مرحبا بالعالم',
  'می‌خواهم',
  'क्‍ष हिन्दी',
  'ශ්‍රී ලංකා',
  'tiếng Việt'.normalize('NFD'),
  '👩‍💻 👍🏽 ❤️ 🇩🇪 1️⃣ 👨‍👩‍👧‍👦',
];

describe.each(DANGEROUS.map((char) => [codeOf(char), char]))('%s', (code, char) => {
  it('is not in words, wherever it stood', () => {
    expect(plainWords(`${char}ab${char}cd${char}`)).toMatch(/^ab ?cd$/);
  });

  it('is a sign in a name', () => {
    expect(plainName(`ab${char}cd`)).toBe(`ab‹${code}›cd`);
    expect(plainName(char)).toBe(`‹${code}›`);
  });
});

describe('words', () => {
  it.each(LEGITIMATE)('that anybody may use stay as they are: %s', (words) => {
    expect(plainWords(words)).toBe(words);
    expect(plainName(words)).toBe(words);
  });

  it('are one line with single blanks', () => {
    expect(plainWords(' \t one\r\n\r\n two\u2028three ')).toBe('one two three');
  });

  it('of markup are words', () => {
    expect(plainWords('<img src=x onerror="alert(1)">&lt;')).toBe('<img src=x onerror="alert(1)">&lt;');
  });

  it('have no piles of marks, also with something unseen between, and none for what stands before them', () => {
    const pile = '\u0301'.repeat(500);
    expect(plainWords(`a${pile}b`)).toBe(`a${'\u0301'.repeat(4)}b`);
    expect(plainWords(`a${'\u0301\u0301\u0301\u200b'.repeat(100)}b`)).toBe(`a${'\u0301'.repeat(4)}b`);
    expect(plainWords(`${pile}a ${pile}b`)).toBe('a b');
  });

  it('are cut at 120 characters, and no character is halved', () => {
    expect(plainWords('x'.repeat(500))).toBe('x'.repeat(120));
    expect(plainWords('😀'.repeat(500))).toBe('😀'.repeat(120));
    expect(plainWords(`${'x'.repeat(119)}é`.normalize('NFD'))).toBe('x'.repeat(119));
    expect(plainWords(`${'x'.repeat(118)}👩‍💻`)).toBe('x'.repeat(118));
    expect(Array.from(plainWords('\u1100'.repeat(500)))).toHaveLength(120);
  });

  it('of any length are read at once', () => {
    const began = performance.now();
    for (const piece of ['x', ' ', '\u0301', '\u200d', '👩\u200d', 'ق\u200c', '\ud83d', '‹'])
      expect(
        plainWords(piece.repeat(1_000_000)).length + plainName(piece.repeat(1_000_000)).length,
      ).toBeLessThan(1_000);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('names', () => {
  it('that are valid are shown whole', () => {
    const longest = 'gt-crew-Max_'.padEnd(128, 'x');
    expect(plainName(longest)).toBe(longest);
  });

  it('that differ look different', () => {
    const names = [
      'ab',
      'a\u200bb',
      'a\u200cb',
      'a b',
      'a  b',
      ' ab',
      'ab ',
      'a\u00a0b',
      'a\u202eb',
      'a‹U+200B›b',
    ];
    const marks = ['a\u0301', 'a\u0301\u0301\u0301\u0301\u0301', '\u0301a', 'a'.repeat(128), 'a'.repeat(129)];
    const shown = [...names, ...marks].map(plainName);
    expect(new Set(shown).size).toBe(shown.length);
  });
});

describe('words within a sentence', () => {
  it('that run from right to left are held apart, others need nothing', () => {
    expect(apart('gt-nux')).toBe('gt-nux');
    expect(apart('שלום')).toBe('\u2068שלום\u2069');
  });
});
