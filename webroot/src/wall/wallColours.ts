import { TERMINAL_THEMES } from '../terminal/screen/terminalTheme';
import type { Theme } from '../theme/theme';
import { TRUE_COLOUR, type Pen, type SgrColour } from './sgrLine';

type Rgb = readonly [red: number, green: number, blue: number];

export interface Ink {
  /** CSS colours. */
  readonly text: string;
  /** Null where the screen's own background shows. */
  readonly background: string | null;
}

/** The same as the terminals ask of xterm: agents choose colours for a dark screen, and some people's is light. */
const LEAST_CONTRAST = 4.5;
const NAMES = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const;
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];
/** Distinct pens of true-colour output have no end; a theme's inks are made anew from here on. */
const KEPT_INKS = 4_096;

/** A theme's inks for the pens of SGR, each worked out once. */
export class WallColours {
  readonly background: string;
  private readonly palette: Rgb[];
  private readonly defaults: { text: Rgb; background: Rgb };
  private readonly inks = new Map<string, Ink>();

  constructor(theme: Theme) {
    const colours = TERMINAL_THEMES[theme];
    this.palette = NAMES.map((name) => fromHex(colours[name]!));
    this.defaults = { text: fromHex(colours.foreground!), background: fromHex(colours.background!) };
    this.background = css(this.defaults.background);
  }

  inkOf(pen: Pen): Ink {
    const key = `${pen.foreground},${pen.background},${pen.inverse},${pen.dim}`;
    const known = this.inks.get(key);
    if (known !== undefined) return known;
    if (this.inks.size >= KEPT_INKS) this.inks.clear();
    const ink = this.mix(pen);
    this.inks.set(key, ink);
    return ink;
  }

  private mix({ foreground, background, inverse, dim }: Pen): Ink {
    const front = foreground === null ? this.defaults.text : this.rgb(foreground);
    const back = background === null ? this.defaults.background : this.rgb(background);
    const [text, ground] = inverse ? [back, front] : [front, back];
    const legible = withContrast(text, ground);
    return {
      text: css(dim ? blend(legible, ground, 0.4) : legible),
      background: background === null && !inverse ? null : css(ground),
    };
  }

  private rgb(colour: SgrColour): Rgb {
    if (colour >= TRUE_COLOUR) return [(colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff];
    const named = this.palette[colour];
    if (named !== undefined) return named;
    if (colour >= 232) return gray(8 + (colour - 232) * 10);
    const at = colour - 16;
    return [CUBE_LEVELS[Math.floor(at / 36)]!, CUBE_LEVELS[Math.floor(at / 6) % 6]!, CUBE_LEVELS[at % 6]!];
  }
}

/** Towards white or black, whichever the background is further from, until it can be read. */
function withContrast(text: Rgb, background: Rgb): Rgb {
  const goal = luminance(background) < 0.18 ? gray(255) : gray(0);
  for (let share = 0; share < 1; share += 0.1) {
    const candidate = blend(text, goal, share);
    if (contrast(candidate, background) >= LEAST_CONTRAST) return candidate;
  }
  return goal;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** As WCAG 2 defines it. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function blend(from: Rgb, to: Rgb, share: number): Rgb {
  const between = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * share);
  return [between(0), between(1), between(2)];
}

function gray(level: number): Rgb {
  return [level, level, level];
}

function fromHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}
