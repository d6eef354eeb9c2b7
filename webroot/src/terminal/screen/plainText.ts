import type { IBuffer, Terminal } from '@xterm/xterm';

/** History and screen as text; while a program fills the screen, the log behind it and then what it shows. */
export function historyText({ buffer }: Terminal): string {
  const log = bufferText(buffer.normal, 0, buffer.normal.length);
  return buffer.active.type === 'normal'
    ? log
    : `${log}\n${bufferText(buffer.alternate, 0, buffer.alternate.length)}`;
}

/** What is on the screen now, wherever it is scrolled to. */
export function screenText({ buffer: { active }, rows }: Terminal): string {
  return bufferText(active, active.viewportY, active.viewportY + rows);
}

/** Without the blanks at the ends; lines that the terminal wrapped are one. */
function bufferText(buffer: IBuffer, from: number, to: number): string {
  const lines: string[] = [];
  for (let y = from; y < Math.min(to, buffer.length); y += 1) {
    const line = buffer.getLine(y);
    if (line === undefined) continue;
    // A line that goes on in the next one is full: its blanks at the end are part of it.
    const text = line.translateToString(buffer.getLine(y + 1)?.isWrapped !== true);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return `${withoutTrailingBlanks(lines.join('\n')).trimEnd()}\n`;
}

/** Programs fill lines with blanks that nobody wants to paste. */
export function withoutTrailingBlanks(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
