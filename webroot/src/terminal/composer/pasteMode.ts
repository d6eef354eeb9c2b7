import type { Terminal } from '@xterm/xterm';
import type { PasteMode } from './message';

const BRACKETED_PASTE = 2004;

/**
 * Follows what the program says about bracketed pastes. xterm knows only on and not on; but a program that said
 * nothing since somebody watches may well have switched it on before.
 */
export function followPasteMode({ parser }: Terminal): () => PasteMode {
  let mode: PasteMode = 'unknown';
  const follow = (now: PasteMode) => (parameters: (number | number[])[]) => {
    if (parameters.includes(BRACKETED_PASTE)) mode = now;
    return false; // xterm has its own use for it
  };
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, follow('on'));
  parser.registerCsiHandler({ prefix: '?', final: 'l' }, follow('off'));
  // A redraw begins with a reset, and then tells what is known.
  parser.registerEscHandler({ final: 'c' }, () => {
    mode = 'unknown';
    return false;
  });
  return () => mode;
}
