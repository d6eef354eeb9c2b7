/** Whether the program takes pastes as such (DECSET 2004); unknown until it said so while somebody watched. */
export type PasteMode = 'on' | 'off' | 'unknown';

/** How a text goes to the program. */
export interface Delivery {
  /**
   * `paste`: between the marks of a bracketed paste, so that no line is taken for entered before the end. `typed`:
   * as keys, each line end an Enter. `line`: the plain form's input message, which the sandbox follows with Enter.
   */
  form: 'paste' | 'typed' | 'line';
  body: string;
}

const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** What could end a paste early or act as keys: escape sequences of pastes, then every control character but line
 * ends and tabs. A text is words, and must not be able to press keys. */
const PASTE_MARKS = /\x1b\[20[01]~/g;
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** A text with nothing in it but words, tabs and line ends (LF). */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(PASTE_MARKS, '')
    .replace(CONTROLS, '');
}

/** What is sent of a message: blank lines at its end would be more Enters. */
export function messageOf(draft: string): string {
  return cleanText(draft).trimEnd();
}

export function lineCount(text: string): number {
  return text.split('\n').length;
}

/** @param text cleaned */
export function planDelivery(text: string, input: 'keys' | 'lines', mode: PasteMode): Delivery {
  if (input === 'lines') return { form: 'line', body: text };
  // Agents switch pastes on when they start, before the first viewer comes: to them brackets are right, and a
  // single line needs none. A tab would be a key (completion) if it were typed.
  const bracketed = mode === 'on' || (mode === 'unknown' && /[\n\t]/.test(text));
  if (bracketed) return { form: 'paste', body: PASTE_BEGIN + withEnters(text) + PASTE_END };
  return { form: 'typed', body: withEnters(text).replaceAll('\t', '    ') };
}

/** Terminals send the Enter key, CR, for a line end, in pastes too. */
function withEnters(text: string): string {
  return text.replaceAll('\n', '\r');
}

/** Whether the program will take each line of a text as entered by itself. */
export function entersEachLine(text: string, { form }: Delivery): boolean {
  return form !== 'paste' && text.includes('\n');
}

const ASK_ABOVE_LINES = 5;
const ASK_ABOVE_CHARACTERS = 2_000;

/** Whether a text is so big that a person should look at it once more before it goes out. */
export function isBig(text: string): boolean {
  return text.length > ASK_ABOVE_CHARACTERS || lineCount(text) > ASK_ABOVE_LINES;
}
