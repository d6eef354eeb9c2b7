import type { Terminal } from '@xterm/xterm';
import type { TerminalConnection } from '../connection/terminalConnection';
import { BASE_FONT_SIZE } from '../screen/createTerminal';
import { fontFor, gridFor, SMALLEST_FONT, type Cell, type Size } from '../screen/grid';
import { isPhoneScreen } from './phoneScreen';

const RESIZE_DEBOUNCE_MS = 100;
/** xterm's own scroll bar lies over the last cells; the grid leaves it its room. */
const SCROLLBAR_PX = 12;

/**
 * Makes a pane's grid and a box on the page agree. The grid is the pane's own and the font gives way; only who
 * types at a desk asks the pane for another grid: from a box that can be seen, in the window that has the focus.
 */
export class PaneSize {
  /** Of several terminals on a page the one that takes the input. */
  inFocus = false;
  private box: HTMLElement | null = null;
  private observer: ResizeObserver | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private proposed: Size | null = null;
  /** What the present layout was made for: making it again costs several layouts of the whole page. */
  private laidOutFor: string | null = null;
  private fontSize = BASE_FONT_SIZE;

  constructor(
    private readonly terminal: Terminal,
    private readonly host: HTMLElement,
    private readonly connection: TerminalConnection,
    /** The grid that was asked for, where the pane never tells the one it has. */
    private readonly onUnanswered: (size: Size) => void,
  ) {}

  enter(box: HTMLElement): void {
    this.box = box;
    this.observer = new ResizeObserver(() => this.changed());
    this.observer.observe(box);
    window.addEventListener('focus', this.takeOver);
    this.layOut();
  }

  leave(): void {
    clearTimeout(this.timer);
    this.observer?.disconnect();
    window.removeEventListener('focus', this.takeOver);
    this.box = null;
  }

  /** The font size at a desk, in pixels; where the pane's grid is scaled, how much larger than what just fits. */
  setFontSize(size: number): void {
    if (size === this.fontSize) return;
    this.fontSize = size;
    this.layOut();
    this.changed();
  }

  /** Box, font or connection changed; debounced, for such changes come in crowds. */
  changed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.layOut();
      this.propose();
    }, RESIZE_DEBOUNCE_MS);
  }

  /** Another renderer draws: its cells may have another size. */
  readonly rendererChanged = (): void => {
    this.laidOutFor = null;
    this.changed();
  };

  /** The next connection knows nothing of what this one was asked for. */
  forget(): void {
    this.proposed = null;
  }

  /** Nothing was asked of this connection yet. */
  get isNew(): boolean {
    return this.proposed === null;
  }

  /** Another writer may have shaped the pane meanwhile; the newest one to take the focus wins. */
  readonly takeOver = (): void => {
    if (!this.inFocus) return;
    const { cols, rows } = this.terminal;
    if (cols !== this.proposed?.cols || rows !== this.proposed.rows) this.proposed = null;
    this.propose();
  };

  /** A person asked for it: shapes the pane for this box, whatever screen it is on. */
  fitPane(): void {
    this.proposed = null;
    this.ask();
  }

  /** The pane's grid is given; the font is what gives way. */
  layOut(): void {
    const space = this.space();
    if (space === null) return;
    const writes = this.connection.state.get().access === 'write';
    const { cols, rows } = this.terminal;
    const circumstances = [
      space.width,
      space.height,
      cols,
      rows,
      this.fontSize,
      writes,
      isPhoneScreen(),
      devicePixelRatio,
    ].join();
    if (circumstances === this.laidOutFor || !this.isDrawn()) return;
    this.laidOutFor = circumstances;
    if (writes && this.fits(space, this.fontSize)) return this.overflow(false);
    const font = this.terminal.options.fontSize ?? BASE_FONT_SIZE;
    const cell = this.cellAt(font);
    if (cell === null) return;
    const perPoint = { width: cell.width / font, height: cell.height / font };
    const shapes = writes && !isPhoneScreen();
    let next = fontFor(space, this.terminal, perPoint, shapes ? this.fontSize : undefined);
    for (let tries = 0; tries < 7 && !this.fits(space, next) && next > SMALLEST_FONT; tries += 1)
      next -= 0.25;
    const zoom = shapes ? 1 : this.fontSize / BASE_FONT_SIZE;
    if (zoom !== 1) this.terminal.options.fontSize = Math.max(SMALLEST_FONT, next * zoom);
    this.overflow(zoom > 1 || next <= SMALLEST_FONT);
  }

  private propose(): void {
    if (this.inFocus && !isPhoneScreen() && document.visibilityState === 'visible' && document.hasFocus())
      this.ask();
  }

  private ask(): void {
    const { status, access, input } = this.connection.state.get();
    const space = this.space();
    if (status !== 'connected' || access !== 'write' || space === null) return;
    const cell = this.cellAt(this.fontSize);
    const size = cell === null ? null : gridFor(space, cell);
    if (size === null || (size.cols === this.proposed?.cols && size.rows === this.proposed.rows)) return;
    this.proposed = size;
    this.connection.sendResize(size.cols, size.rows);
    if (input === 'lines') this.onUnanswered(size);
  }

  /** Larger than the box, it is moved about in it; what is printed last is seen first. */
  private overflow(larger: boolean): void {
    const { box } = this;
    if (box === null || (box.dataset.larger === 'true') === larger) return;
    box.dataset.larger = String(larger);
    if (larger) box.scrollTop = box.scrollHeight;
  }

  /** Cells are whole pixels in some renderers: whether a grid fits, only the screen drawn in that font tells. */
  private fits(space: Cell, font: number): boolean {
    this.terminal.options.fontSize = font;
    const screen = this.screen();
    return screen === null || (screen.clientWidth <= space.width && screen.clientHeight <= space.height);
  }

  private screen(): HTMLElement | null {
    return this.host.querySelector<HTMLElement>('.xterm-screen');
  }

  private isDrawn(): boolean {
    return (this.screen()?.clientWidth ?? 0) > 0;
  }

  private space(): { width: number; height: number } | null {
    // Without the scroll bars that a larger screen has: whether it has any is what is found out here.
    const { offsetWidth = 0, offsetHeight = 0 } = this.box ?? {};
    return offsetWidth > 0 && offsetHeight > 0
      ? { width: offsetWidth - SCROLLBAR_PX, height: offsetHeight }
      : null;
  }

  /** A cell's pixels in a font size, measured on a screen drawn in it. */
  private cellAt(font: number): Cell | null {
    const shown = this.terminal.options.fontSize;
    this.terminal.options.fontSize = font;
    const screen = this.screen();
    const cell =
      screen === null || screen.clientWidth === 0
        ? null
        : {
            width: screen.clientWidth / this.terminal.cols,
            height: screen.clientHeight / this.terminal.rows,
          };
    this.terminal.options.fontSize = shown;
    return cell;
  }
}
