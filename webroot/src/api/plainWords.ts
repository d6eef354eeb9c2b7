/** What a person reads of a title or a reason, in characters. */
const LONGEST_WORDS = 120;
/** A valid session name is never cut. */
const LONGEST_NAME = 128;
/** Of what comes from outside no more is looked at: everything shown is in it, unless somebody plays tricks. */
const LOOKED_AT = 4_000;
/** Marks above and below a letter; no script needs more, and a pile of them runs over its neighbours. */
const MOST_MARKS = 4;

/** Scripts in which a joiner between two letters is spelling. */
const JOINING = [
  'Arabic',
  'Bengali',
  'Devanagari',
  'Gujarati',
  'Gurmukhi',
  'Kannada',
  'Khmer',
  'Malayalam',
  'Mongolian',
  'Myanmar',
  'Oriya',
  'Sinhala',
  'Syriac',
  'Tamil',
  'Telugu',
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
const PICTURE = '\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?';
/** Characters that are not seen, where they are part of what is: emoji of several, keycaps, joined letters. */
const SEEN = [
  `${PICTURE}(?:\\u200d${PICTURE}){0,7}`,
  '[0-9#*]\\ufe0f\\u20e3',
  `(?<=[${JOINING}])[\\u200c\\u200d](?=[${JOINING}])`,
].join('|');
/** Ends a line or turns the direction of what follows: it stood between words. */
const PARTING = '[\\s\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]';
/** Half a character, or nothing to see. */
const UNSEEN = '[\\p{Cs}\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb]';

const IN_WORDS = new RegExp(`(${SEEN})|(${PARTING})|${UNSEEN}`, 'gu');
/** Brackets of signs too: so no name can look like another one's signs. Of blanks a single one between words is fine. */
const IN_NAMES = new RegExp(`(${SEEN}|(?<=[^ ]) (?=[^ ]))|${PARTING}|${UNSEEN}|[‹›]`, 'gu');
/** Marks beyond the most, and those that would stand on whatever is before these words. */
const MARKS = new RegExp(`(?<=\\p{Mark}{${MOST_MARKS}})\\p{Mark}|(?<=^|\\s)\\p{Mark}+`, 'gu');
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Somebody else's words, such as a title, a reason or an error, as a person may read them between the page's own:
 * one line, nothing that is not seen, nothing that reorders or overlaps what is around it, and not too long.
 */
export function plainWords(raw: string): string {
  const words = raw
    .slice(0, LOOKED_AT)
    .replace(IN_WORDS, (_, seen?: string, parting?: string) => seen ?? (parting === undefined ? '' : ' '))
    .replace(/ {2,}/g, ' ')
    .trim()
    .replace(MARKS, '');
  return words.slice(0, endWithin(words, LONGEST_WORDS)).trimEnd();
}

/**
 * A name as it is shown. Names tell things apart: what would not be seen is a sign with its number, so that two names
 * that differ look different. What is asked of the gateway goes by the name itself.
 */
export function plainName(raw: string): string {
  const name = raw
    .slice(0, LOOKED_AT)
    .replace(IN_NAMES, (char, seen?: string) => seen ?? signOf(char))
    .replace(MARKS, signsOf);
  const end = endWithin(name, LONGEST_NAME);
  return end < name.length ? `${name.slice(0, end)}…` : name;
}

/** Words within a sentence that is text alone: if they run from right to left, the sentence does not. */
export function apart(words: string): string {
  return RIGHT_TO_LEFT.test(words) ? `\u2068${words}\u2069` : words;
}

function signsOf(chars: string): string {
  return Array.from(chars, signOf).join('');
}

function signOf(char: string): string {
  return `‹U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** Where to cut so that so many characters remain, and none of them halved. */
function endWithin(text: string, characters: number): number {
  if (text.length <= characters) return text.length;
  let end = 0;
  let count = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    count += Array.from(segment).length;
    if (count > characters) break;
    end = index + segment.length;
  }
  return end > 0 ? end : Array.from(text).slice(0, characters).join('').length;
}
