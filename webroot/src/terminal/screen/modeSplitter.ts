/** What terminals obey or pass over within a sequence, which goes on after it. */
const CONTROL = '[\\x00-\\x17\\x19\\x1c-\\x1f\\x7f]*';
const PARAMETERS = '[0-9;:\\x00-\\x17\\x19\\x1c-\\x1f\\x7f]*';
const CSI = `(?:\\x1b${CONTROL}\\[|\\xc2\\x9b)`;
const SET_MODES = new RegExp(`${CSI}${CONTROL}\\?(${PARAMETERS})h`, 'g');
/** The beginning of such a sequence, at the end of a piece. */
const BEGUN = new RegExp(`(?:\\x1b${CONTROL}|\\xc2|${CSI}${CONTROL}|${CSI}${CONTROL}\\?${PARAMETERS})$`);
/** More than every mode there is, in one sequence. What is longer passes as it is. */
const LONGEST_SEQUENCE = 256;

const NOTHING = new Uint8Array(0);
const ESC = 0x1b;
const FIRST_OF_C1 = 0xc2;

/**
 * Makes `CSI ? 25 ; 1000 h` into `CSI ? 25 h` and `CSI ? 1000 h`, which is the same to a terminal: so that one of
 * the modes can be refused and the others obeyed. Handlers of xterm's parser can only refuse all of them.
 */
export class ModeSplitter {
  private begun: Uint8Array = NOTHING;

  /** The stream's next piece. What may be the beginning of such a sequence is kept for the one after it. */
  split(piece: Uint8Array): Uint8Array {
    const bytes = this.begun.length === 0 ? piece : join(this.begun, piece);
    this.begun = NOTHING;
    if (!bytes.includes(ESC) && !bytes.includes(FIRST_OF_C1)) return bytes;

    const text = toText(bytes);
    const open = BEGUN.exec(text.slice(-LONGEST_SEQUENCE))?.[0].length ?? 0;
    const end = bytes.length - open;
    this.begun = bytes.slice(end);
    const whole = text.slice(0, end);
    const split = whole.replace(SET_MODES, oneByOne);
    return split === whole ? bytes.subarray(0, end) : toBytes(split);
  }
}

function oneByOne(sequence: string, parameters: string): string {
  if (!parameters.includes(';')) return sequence;
  const controls = sequence.replace(/[^\x00-\x1a\x1c-\x1f]/g, '');
  const modes = parameters.replace(/[^0-9;:]/g, '').split(';');
  return controls + modes.map((mode) => `\x1b[?${mode}h`).join('');
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** A character a byte: sequences are found in bytes, whatever text is around them. */
function toText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4096)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  return parts.join('');
}

function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
