import type { Terminal } from '@xterm/xterm';

/** What is left of the speed after a sixtieth of a second of gliding on. */
const FRICTION = 0.95;
const SLOWEST_PX_PER_MS = 0.05;
/** A finger that rested before it was lifted means to stay there. */
const REST_MS = 60;
const FRAME_MS = 1000 / 60;

/**
 * A finger on the terminal scrolls, which xterm leaves to its host. What it moves is what the wheel would:
 * the history, or whatever the program in a full screen makes of it. Sideways is left to the browser.
 */
export function scrollByTouch(terminal: Terminal, host: HTMLElement): void {
  let lastY: number | null = null;
  let lastAt = 0;
  let speed = 0;
  let rest = 0;
  let gliding = 0;

  const moveBy = (pixels: number) => {
    const height = (terminal.element?.querySelector('.xterm-screen')?.clientHeight ?? 0) / terminal.rows;
    if (height === 0) return;
    rest += pixels;
    const lines = Math.trunc(rest / height);
    if (lines === 0) return;
    rest -= lines * height;
    const ownHistory =
      terminal.buffer.active.type === 'normal' && terminal.modes.mouseTrackingMode === 'none';
    if (ownHistory) terminal.scrollLines(lines);
    else turnWheel(terminal, lines);
  };
  const glide = () => {
    speed *= FRICTION;
    if (Math.abs(speed) < SLOWEST_PX_PER_MS) return;
    moveBy(speed * FRAME_MS);
    gliding = requestAnimationFrame(glide);
  };

  host.addEventListener('pointerdown', (event) => {
    cancelAnimationFrame(gliding);
    lastY = event.pointerType === 'touch' && event.isPrimary ? event.clientY : null;
    lastAt = event.timeStamp;
    speed = rest = 0;
  });
  host.addEventListener('pointermove', (event) => {
    if (lastY === null || event.pointerType !== 'touch' || !event.isPrimary) return;
    const moved = lastY - event.clientY;
    speed = moved / Math.max(1, event.timeStamp - lastAt);
    lastY = event.clientY;
    lastAt = event.timeStamp;
    moveBy(moved);
  });
  host.addEventListener('pointerup', (event) => {
    if (lastY === null) return;
    lastY = null;
    if (event.timeStamp - lastAt < REST_MS) gliding = requestAnimationFrame(glide);
  });
  host.addEventListener('pointercancel', () => (lastY = null));
}

function turnWheel(terminal: Terminal, lines: number): void {
  const screen = terminal.element?.querySelector('.xterm-screen');
  const { left = 0, top = 0 } = screen?.getBoundingClientRect() ?? {};
  const wheel = {
    deltaY: lines,
    deltaMode: WheelEvent.DOM_DELTA_LINE,
    clientX: left + 1,
    clientY: top + 1,
    bubbles: true,
    cancelable: true,
  };
  screen?.dispatchEvent(new WheelEvent('wheel', wheel));
}
