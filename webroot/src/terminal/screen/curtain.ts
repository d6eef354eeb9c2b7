import type { Terminal } from '@xterm/xterm';

/** A hidden page draws nothing; the curtain opens anyway. */
const LONGEST_MS = 500;

/**
 * Keeps the last picture in front of a redraw. Synchronized output holds xterm's drawing back, but a reset or
 * a change of buffer empties the DOM renderer's rows at once, and a blank frame would flash up. (The WebGL
 * renderer keeps its picture by itself.) Returns what opens the curtain, with the first frame drawn behind it.
 */
export function drawCurtain(terminal: Terminal): () => void {
  const rows = terminal.element?.querySelector<HTMLElement>('.xterm-rows');
  if (!rows?.parentElement || rows.textContent === '') return () => undefined;

  const curtain = rows.cloneNode(true) as HTMLElement;
  curtain.classList.add('gt-curtain');
  curtain.setAttribute('aria-hidden', 'true');
  rows.parentElement.append(curtain);

  return () => {
    const open = () => {
      drawing.dispose();
      clearTimeout(timer);
      curtain.remove();
    };
    const drawing = terminal.onRender(open);
    const timer = setTimeout(open, LONGEST_MS);
  };
}
