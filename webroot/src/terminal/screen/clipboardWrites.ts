import type { Terminal } from '@xterm/xterm';

/** Base64 of this length holds 75 kB of text: more is no selection somebody made. */
const LIMIT_CHARACTERS = 100_000;

/**
 * OSC 52, a program's wish to put text on the clipboard. What the clipboard holds is never told: the question is
 * swallowed, and so is everything from whoever `listens` says no to, too long or unreadable.
 */
export function hearClipboardWrites(
  { parser }: Terminal,
  listens: () => boolean,
  onWrite: (text: string) => void,
): void {
  parser.registerOscHandler(52, (data) => {
    if (listens() && data.length <= LIMIT_CHARACTERS) {
      const text = readText(data.slice(data.indexOf(';') + 1));
      if (text !== null && text !== '') onWrite(text);
    }
    return true;
  });
}

function readText(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
