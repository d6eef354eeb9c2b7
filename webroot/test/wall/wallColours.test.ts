import { describe, expect, it } from 'vitest';
import { TERMINAL_THEMES } from '../../src/terminal/screen/terminalTheme';
import { PLAIN_PEN, TRUE_COLOUR } from '../../src/wall/sgrLine';
import { contrast, WallColours } from '../../src/wall/wallColours';

const numbers = (colour: string) => colour.match(/\d+/g)!.map(Number) as unknown as [number, number, number];
const hex = (colour: string) =>
  `#${numbers(colour)
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  const colours = new WallColours(theme);
  const names = TERMINAL_THEMES[theme];

  it('the sixteen colours and the default ones are the terminal’s', () => {
    expect(hex(colours.inkOf(PLAIN_PEN).text)).toBe(names.foreground);
    expect(colours.inkOf(PLAIN_PEN).background).toBeNull();
    expect(hex(colours.background)).toBe(names.background);
    expect(hex(colours.inkOf({ ...PLAIN_PEN, foreground: 2 }).text)).toBe(names.green);
    expect(hex(colours.inkOf({ ...PLAIN_PEN, background: 12 }).background!)).toBe(names.brightBlue);
  });

  it('true colours and those of the palette are what they are, as backgrounds', () => {
    const background = (colour: number) => colours.inkOf({ ...PLAIN_PEN, background: colour }).background;
    expect(background(TRUE_COLOUR | 0x102030)).toBe('rgb(16 32 48)');
    expect(background(208)).toBe('rgb(255 135 0)');
    expect(background(16)).toBe('rgb(0 0 0)');
    expect(background(255)).toBe('rgb(238 238 238)');
  });

  it('reversed text has the colours of its screen, reversed', () => {
    const { text, background } = colours.inkOf({ ...PLAIN_PEN, inverse: true });
    expect([hex(text), hex(background!)]).toEqual([names.background, names.foreground]);
  });

  it('text can be read whatever colour an agent chose', () => {
    for (const colour of [0, 7, 15, 16, 21, 226, 231, 232, 244, 255, TRUE_COLOUR | 0xfefefe]) {
      for (const background of [null, 0, 1, 4, 15, 255]) {
        const ink = colours.inkOf({ ...PLAIN_PEN, foreground: colour, background });
        const ground = numbers(ink.background ?? colours.background);
        expect(contrast(numbers(ink.text), ground)).toBeGreaterThanOrEqual(4.45);
      }
    }
  });

  it('dim text is nearer to its background', () => {
    const [dim, full] = [true, false].map((dim) =>
      contrast(numbers(colours.inkOf({ ...PLAIN_PEN, dim }).text), numbers(colours.background)),
    );
    expect(dim).toBeLessThan(full!);
  });
});
