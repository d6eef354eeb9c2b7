import { describe, expect, it } from 'vitest';
import { PLAIN_PEN, readSgrLine, TRUE_COLOUR, type Pen } from '../../src/wall/sgrLine';

const pens = (line: string): Partial<Pen>[] =>
  readSgrLine(line).map(({ pen }) =>
    Object.fromEntries(Object.entries(pen).filter(([key, value]) => value !== PLAIN_PEN[key as keyof Pen])),
  );
const text = (line: string) =>
  readSgrLine(line)
    .map(({ text }) => text)
    .join('');

describe('a line of a screen', () => {
  it('begins plain, and keeps its text', () => {
    expect(readSgrLine('plain')).toEqual([{ text: 'plain', pen: PLAIN_PEN }]);
    expect(readSgrLine('')).toEqual([]);
  });

  it.each<[string, Partial<Pen>]>([
    ['\x1b[31m', { foreground: 1 }],
    ['\x1b[97;104m', { foreground: 15, background: 12 }],
    ['\x1b[38;5;208;1m', { foreground: 208, bold: true }],
    ['\x1b[38;2;1;2;3;48;5;9m', { foreground: TRUE_COLOUR | 0x010203, background: 9 }],
    ['\x1b[38:2::1:2:3m', { foreground: TRUE_COLOUR | 0x010203 }],
    ['\x1b[38:2:1:2:3;3m', { foreground: TRUE_COLOUR | 0x010203, italic: true }],
    ['\x1b[48:5:20m', { background: 20 }],
    ['\x1b[4:3;58:2::9:9:9;7m', { underline: true, inverse: true }],
    ['\x1b[58;5;2;58;2;1;2;3;9m', { strikethrough: true }],
    ['\x1b[4m\x1b[4:0m', {}],
    ['\x1b[1;2;3;4;7;8;9m\x1b[22;23;24;27;28;29m', {}],
    ['\x1b[31;42m\x1b[39;49m', {}],
    ['\x1b[31m\x1b[m', {}],
    ['\x1b[31;0;2m', { dim: true }],
    ['\x1b[38;5;300m', {}],
    ['\x1b[38;5m', {}],
    ['\x1b[38;2;1;2m', {}],
  ])('%j is drawn as told', (sgr, pen) => {
    expect(pens(`${sgr}x`)).toEqual([pen]);
  });

  it('holds its pens apart from each other', () => {
    expect(readSgrLine('a\x1b[32mb\x1b[0mc').map(({ text, pen }) => [text, pen.foreground])).toEqual([
      ['a', null],
      ['b', 2],
      ['c', null],
    ]);
  });

  it.each([
    ['the title', 'a\x1b]0;pwned\x07b'],
    ['a link', 'a\x1b]8;;http://evil\x1b\\b'],
    ['the clipboard', 'a\x1b]52;c;cm0gLXJm\x1b\\b'],
    ['an unfinished string', 'ab\x1b]52;c;cm0gLXJm'],
    ['an image', 'a\x1bPq#0;2;0;0;0\x1b\\b'],
    ['moving the cursor', 'a\x1b[2J\x1b[10;10Hb'],
    ['a private mode', 'a\x1b[?1049hb'],
    ['other things that end in m', 'a\x1b[>4;2m\x1b[?4mb'],
    ['a reset', 'a\x1bcb'],
    ['another character set', 'a\x1b(0b'],
    ['control characters', 'a\r\n\t\x08\x00\x7f\x9bb'],
    ['turning the order of letters', 'a\u202e\u2066b'],
    ['an escape at the end', 'ab\x1b'],
  ])('drops what is not for drawing: %s', (_what, line) => {
    expect(text(line)).toBe('ab');
  });

  it('keeps markup as the text it is', () => {
    expect(text('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it('reads no further than any screen is wide', () => {
    expect(text('x'.repeat(1_000_000)).length).toBeLessThan(50_000);
  });
});
