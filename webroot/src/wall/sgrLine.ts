/** A colour as SGR names it: 0 to 255 of the palette, or `TRUE_COLOUR` and 24 bits of red, green and blue. */
export type SgrColour = number;
export const TRUE_COLOUR = 0x1000000;

/** How text is drawn; null is the terminal's own colour. Never changed once it is given out. */
export interface Pen {
  readonly foreground: SgrColour | null;
  readonly background: SgrColour | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strikethrough: boolean;
  readonly inverse: boolean;
  readonly hidden: boolean;
}

export interface Run {
  readonly text: string;
  readonly pen: Pen;
}

export const PLAIN_PEN: Pen = {
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strikethrough: false,
  inverse: false,
  hidden: false,
};

/** Far more than the widest pane needs with a colour change at every cell. */
const LONGEST_LINE = 20_000;

/**
 * The first alternative is SGR. All others are what a line has no business to hold, and are dropped whole: strings
 * for the terminal (OSC, DCS and their like), other control sequences and escapes, control characters, and the
 * marks by which text could show itself in another order than it has.
 */
const SEQUENCES =
  /\x1b\[([0-9;:]*)m|\x1b[\]PX^_k][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?|[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * One line of a screen as pieces of text and how each is drawn. Written here because the parsers to be had know
 * no parameters with colons and draw reversed default colours as black and white, whatever the theme.
 */
export function readSgrLine(line: string): Run[] {
  const runs: Run[] = [];
  const source = line.slice(0, LONGEST_LINE);
  let pen = PLAIN_PEN;
  let text = '';
  let from = 0;
  for (const match of source.matchAll(SEQUENCES)) {
    text += source.slice(from, match.index);
    from = match.index + match[0].length;
    const parameters = match[1];
    if (parameters === undefined) continue;
    if (text !== '') runs.push({ text, pen });
    text = '';
    pen = apply(pen, parameters);
  }
  text += source.slice(from);
  if (text !== '') runs.push({ text, pen });
  return runs;
}

type Draft = { -readonly [Key in keyof Pen]: Pen[Key] };

function apply(before: Pen, parameters: string): Pen {
  const pen: Draft = { ...before };
  const codes = parameters.split(';');
  for (let at = 0; at < codes.length; at += 1) {
    const [code = 0, ...colons] = codes[at]!.split(':').map(Number);
    if (code === 38 || code === 48 || code === 58) {
      // With colons the colour is all in one parameter, with semicolons it takes the ones that follow.
      const rest = colons.length > 0 ? colons : codes.slice(at + 1).map(Number);
      const { colour, length } = readColour(rest, colons.length > 0);
      if (colons.length === 0) at += length;
      if (code === 38) pen.foreground = colour ?? pen.foreground;
      if (code === 48) pen.background = colour ?? pen.background;
    } else if (code === 4) {
      pen.underline = colons[0] !== 0;
    } else {
      applyCode(pen, code);
    }
  }
  return pen;
}

function applyCode(pen: Draft, code: number): void {
  if (code === 0) Object.assign(pen, PLAIN_PEN);
  else if (code === 1) pen.bold = true;
  else if (code === 2) pen.dim = true;
  else if (code === 3) pen.italic = true;
  else if (code === 7) pen.inverse = true;
  else if (code === 8) pen.hidden = true;
  else if (code === 9) pen.strikethrough = true;
  else if (code === 21) pen.underline = true;
  else if (code === 22) pen.bold = pen.dim = false;
  else if (code === 23) pen.italic = false;
  else if (code === 24) pen.underline = false;
  else if (code === 27) pen.inverse = false;
  else if (code === 28) pen.hidden = false;
  else if (code === 29) pen.strikethrough = false;
  else if (code >= 30 && code <= 37) pen.foreground = code - 30;
  else if (code === 39) pen.foreground = null;
  else if (code >= 40 && code <= 47) pen.background = code - 40;
  else if (code === 49) pen.background = null;
  else if (code >= 90 && code <= 97) pen.foreground = code - 90 + 8;
  else if (code >= 100 && code <= 107) pen.background = code - 100 + 8;
}

/** `5` and an index, or `2` and red, green, blue; between colons the latter may have a colour space before it. */
function readColour(values: number[], colons: boolean): { colour: SgrColour | null; length: number } {
  const [kind, ...rest] = values;
  if (kind === 5) return { colour: isByte(rest[0]) ? rest[0] : null, length: 2 };
  if (kind !== 2) return { colour: null, length: 0 };
  const [red, green, blue] = colons && rest.length > 3 ? rest.slice(1) : rest;
  const valid = isByte(red) && isByte(green) && isByte(blue);
  return { colour: valid ? TRUE_COLOUR | (red << 16) | (green << 8) | blue : null, length: 4 };
}

function isByte(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value <= 255;
}
