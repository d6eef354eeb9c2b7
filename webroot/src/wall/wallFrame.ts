import { readControlMessage, readSize } from '../terminal/protocol/controlMessage';

/** One session's whole visible screen. */
export interface WallScreen {
  cols: number;
  rows: number;
  /** One string a row, with SGR sequences; fewer than `rows` when the rest is blank. */
  lines: string[];
}

export type WallFrame =
  | { type: 'screen'; session: string; screen: WallScreen }
  /** The session isn't there, or not any more; a screen may follow when it comes back. */
  | { type: 'gone'; session: string };

/** What the sandbox says on the wall's socket, checked; null when it is nothing this page knows. */
export function readWallFrame(text: string): WallFrame | null {
  const message = readControlMessage(text);
  if (message === null || typeof message.session !== 'string') return null;
  const { session } = message;
  if (message.type === 'gone') return { type: 'gone', session };
  const size = readSize(message);
  if (message.type !== 'screen' || size === null || !Array.isArray(message.lines)) return null;
  const lines = message.lines
    .slice(0, size.rows)
    .map((line: unknown) => (typeof line === 'string' ? line : ''));
  return { type: 'screen', session, screen: { ...size, lines } };
}
