import type { Terminal } from '@xterm/xterm';

/** X10, button, drag and any-motion tracking: what makes a terminal report the mouse. */
const TRACKING = new Set([9, 1000, 1002, 1003]);

/** A press that moves by this much means to select. */
const DRAG_PX = 12;

export const SELECTION_KEY = /mac/i.test(navigator.platform) ? 'Option' : 'Shift';

/**
 * Whoever only watches keeps the mouse: a drag selects and the wheel scrolls the history, though the program
 * asked for reports. That modes come one by one, is the {@link ModeSplitter}'s part.
 */
export function keepMouse({ parser }: Terminal, keeps: () => boolean): void {
  parser.registerCsiHandler(
    { prefix: '?', final: 'h' },
    (params) => keeps() && params.flat().some((mode) => TRACKING.has(mode)),
  );
}

/** Calls when somebody drags, meaning to select, and the program gets the drag instead. */
export function onSwallowedDrag(terminal: Terminal, host: HTMLElement, listener: () => void): void {
  host.addEventListener(
    'mousedown',
    (down) => {
      const forced = SELECTION_KEY === 'Option' ? down.altKey : down.shiftKey;
      if (down.button !== 0 || forced || terminal.modes.mouseTrackingMode === 'none') return;
      const following = new AbortController();
      const { signal } = following;
      window.addEventListener('mouseup', () => following.abort(), { signal, capture: true });
      window.addEventListener(
        'mousemove',
        (move) => {
          if (Math.abs(move.clientX - down.clientX) + Math.abs(move.clientY - down.clientY) < DRAG_PX) return;
          following.abort();
          listener();
        },
        { signal, capture: true },
      );
    },
    { capture: true },
  );
}
