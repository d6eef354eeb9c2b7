export type BarKey = 'escape' | 'tab' | 'enter' | 'up' | 'down' | 'right' | 'left';

const ARROWS: Partial<Record<BarKey, string>> = { up: 'A', down: 'B', right: 'C', left: 'D' };

/** The bytes a terminal sends for a key; arrows have two forms, and the program chooses which it wants. */
export function keySequence(key: BarKey, applicationCursor: boolean): string {
  const arrow = ARROWS[key];
  if (arrow !== undefined) return `\x1b${applicationCursor ? 'O' : '['}${arrow}`;
  return { escape: '\x1b', tab: '\t', enter: '\r' }[key as 'escape' | 'tab' | 'enter'];
}

export function ctrlOf(letter: string): string {
  return String.fromCharCode(letter.toUpperCase().charCodeAt(0) & 0x1f);
}
