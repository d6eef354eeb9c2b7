/** What of a keyboard event decides which shortcut it is. */
export type KeyPress = Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'key' | 'code'>;

interface Chord {
  alt: boolean;
  /** Ctrl, or ⌘ where keyboards have one. */
  ctrl: boolean;
  shift: boolean;
  hits(press: KeyPress): boolean;
}

const MODIFIERS = ['Alt', 'Ctrl/⌘', 'Shift'];
const ARROWS: Partial<Record<string, string>> = {
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
};
const parsed = new Map<string, Chord>();

/**
 * Whether keys were pressed that are written like this: `Alt+N`, `Alt+1…9`, `Alt+Shift+←`, `Ctrl/⌘+Shift+K`, `?`. The text that
 * the help shows is the text that is matched, so that the two can't differ.
 *
 * @throws Error when the text is no chord, or one that belongs to the agents: Ctrl and a letter without Shift
 */
export function matchesChord(press: KeyPress, text: string): boolean {
  const chord = chordOf(text);
  const ctrl = press.ctrlKey !== press.metaKey;
  if (press.ctrlKey && press.metaKey) return false;
  if (press.altKey !== chord.alt || ctrl !== chord.ctrl) return false;
  // A character such as `?` needs Shift on one keyboard and not on another: it says itself what it is.
  return (isCharacter(text) || press.shiftKey === chord.shift) && chord.hits(press);
}

/** A chord that is ordinary text too, such as `?`: whoever is typing means the text. */
export function isCharacter(text: string): boolean {
  return text.length === 1;
}

function chordOf(text: string): Chord {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const chord = parseChord(text);
  parsed.set(text, chord);
  return chord;
}

function parseChord(text: string): Chord {
  const parts = text.split('+');
  const key = parts.pop()!;
  const [alt, ctrl, shift] = MODIFIERS.map((modifier) => parts.includes(modifier)) as [
    boolean,
    boolean,
    boolean,
  ];
  const hits = keyMatcher(key);
  if (hits === null || parts.some((part) => !MODIFIERS.includes(part))) {
    throw new Error(`Not a chord: ${text}`);
  }
  if (ctrl && !shift) throw new Error(`Plain Ctrl and a key belongs to the agents: ${text}`);
  return { alt, ctrl, shift, hits };
}

function keyMatcher(key: string): Chord['hits'] | null {
  if (/^[A-Z]$/.test(key)) return (press) => letterOf(press) === key;
  const digits = /^(\d)(?:…(\d))?$/.exec(key);
  if (digits !== null) {
    const [first, last] = [Number(digits[1]), Number(digits[2] ?? digits[1])];
    return (press) => {
      const digit = digitOf(press);
      return digit !== null && digit >= first && digit <= last;
    };
  }
  const arrow = ARROWS[key];
  if (arrow !== undefined) return (press) => press.key === arrow;
  return isCharacter(key) ? (press) => press.key === key : null;
}

/**
 * The letter as the person's keyboard has it; where Alt makes another character of it (macOS) or the keyboard
 * has no Latin letters, the one at that place.
 */
function letterOf({ key, code }: KeyPress): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return /^Key([A-Z])$/.exec(code)?.[1] ?? null;
}

/** The digit in the row over the letters, whatever else the keyboard has there. */
export function digitOf({ code }: Pick<KeyPress, 'code'>): number | null {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  return digit === undefined ? null : Number(digit);
}
