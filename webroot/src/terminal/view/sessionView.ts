import { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import { Store } from '../../resilience/store';
import { Composing } from '../composer/composing';
import { TerminalConnection, type ConnectionEnvironment } from '../connection/terminalConnection';
import type { Display } from '../protocol/terminalProtocol';
import { accelerate, BASE_FONT_SIZE, createTerminal } from '../screen/createTerminal';
import { drawCurtain } from '../screen/curtain';
import { fontFor, gridFor, SMALLEST_FONT, type Cell, type Size } from '../screen/grid';
import { OutputQueue, READER_LIMIT_BYTES, WRITER_LIMIT_BYTES } from '../screen/outputQueue';
import { isFocusReport } from '../screen/swallowQueries';
import { TERMINAL_THEMES } from '../screen/terminalTheme';

const RESIZE_DEBOUNCE_MS = 100;
/** xterm's own scroll bar lies over the last cells; the grid leaves it its room. */
const SCROLLBAR_PX = 12;
const TITLE_LIMIT = 120;

export interface ViewState extends Size {
  /** False while the screen shows what an earlier connection left. */
  fresh: boolean;
  /** True once anything was drawn at all. */
  drawn: boolean;
  /** The title the program gave its terminal. */
  title: string;
}

/**
 * One session's terminal: an xterm that outlives being looked at (its history and scroll position stay), and
 * a connection that lives only while someone looks.
 */
export class SessionView {
  readonly terminal: Terminal = createTerminal();
  readonly search = new SearchAddon();
  readonly connection: TerminalConnection;
  readonly composing: Composing;
  readonly state: Store<ViewState>;

  private readonly host = document.createElement('div');
  private readonly queue: OutputQueue;
  private readonly stopFollowing: () => void;
  private box: HTMLElement | null = null;
  private observer: ResizeObserver | null = null;
  private resizeTimer: ReturnType<typeof setTimeout> | undefined;
  private proposed: Size | null = null;
  private redrawing = false;
  private openCurtain: () => void = () => undefined;
  private fromBottom = 0;
  private theme: 'dark' | 'light' = 'dark';

  constructor(environment: ConnectionEnvironment) {
    const { terminal } = this;
    this.host.className = 'gt-terminal-host';
    this.state = new Store<ViewState>({
      cols: terminal.cols,
      rows: terminal.rows,
      fresh: false,
      drawn: false,
      title: '',
    });
    this.queue = new OutputQueue(
      {
        write: (bytes, done) => terminal.write(bytes, done),
        resize: (cols, rows) => this.applySize(cols, rows),
        beforeRedraw: () => this.beforeRedraw(),
        afterRedraw: () => this.afterRedraw(),
      },
      () => this.connection.fellBehind(),
    );
    const display: Display = {
      write: (bytes) => {
        this.queue.write(bytes);
        if (!this.state.get().fresh && !this.redrawing) this.patch({ fresh: true, drawn: true });
      },
      redraw: (chunks) => this.queue.redraw(chunks),
      resize: (cols, rows) => this.queue.resize(cols, rows),
    };
    this.connection = new TerminalConnection(environment, display, () => this.queue.newStream());
    this.composing = new Composing(terminal, this.connection);
    this.composing.guard(this.host);
    this.stopFollowing = this.connection.state.subscribe(() => this.followConnection());

    terminal.loadAddon(this.search);
    terminal.onTitleChange((title) => this.patch({ title: title.slice(0, TITLE_LIMIT) }));
    terminal.onData((data) => this.type(data));
    terminal.onBinary((data) =>
      this.connection.sendKeys(Uint8Array.from(data, (char) => char.charCodeAt(0))),
    );
  }

  /** Puts the terminal into a box on the page, as it was left. */
  show(box: HTMLElement): void {
    this.box = box;
    box.append(this.host);
    if (this.terminal.element === undefined) {
      this.terminal.open(this.host);
      accelerate(this.terminal);
    } else {
      this.terminal.refresh(0, this.terminal.rows - 1);
    }
    window.gastownTerminal = this.terminal;
    this.terminal.textarea?.addEventListener('focus', this.becomeCurrent);
    this.observer = new ResizeObserver(() => this.boxChanged());
    this.observer.observe(box);
    this.layOut();
  }

  hide(): void {
    clearTimeout(this.resizeTimer);
    this.observer?.disconnect();
    this.connection.stop();
    this.queue.skip();
    this.host.remove();
    this.box = null;
    this.patch({ fresh: false });
  }

  dispose(): void {
    this.hide();
    this.stopFollowing();
    if (window.gastownTerminal === this.terminal) delete window.gastownTerminal;
    this.terminal.dispose();
  }

  setTheme(theme: 'dark' | 'light'): void {
    this.theme = theme;
    this.colour();
  }

  /** A key of the key bar. */
  press(data: string): void {
    this.terminal.input(data);
  }

  applicationCursor(): boolean {
    return this.terminal.modes.applicationCursorKeysMode;
  }

  private readonly becomeCurrent = () => {
    window.gastownTerminal = this.terminal;
    // Another writer may have shaped the pane meanwhile; who types next is the newest.
    const { cols, rows } = this.terminal;
    if (cols !== this.proposed?.cols || rows !== this.proposed.rows) this.proposed = null;
    this.proposeSize();
  };

  private type(data: string): void {
    // A redraw restores focus reporting, and xterm reports at once: nobody has focused anything.
    if (this.redrawing && isFocusReport(data)) return;
    this.connection.sendKeys(new TextEncoder().encode(data));
  }

  private followConnection(): void {
    const { status, access, input } = this.connection.state.get();
    const live = status === 'connected';
    if (!live && this.state.get().fresh) this.patch({ fresh: false });
    const types = access === 'write' && input === 'keys';
    if (this.terminal.options.disableStdin === types) {
      this.terminal.options.disableStdin = !types;
      this.terminal.options.cursorInactiveStyle = types ? 'outline' : 'none';
      this.queue.limitBytes = types ? WRITER_LIMIT_BYTES : READER_LIMIT_BYTES;
      this.colour();
      this.layOut();
    }
    if (!live) this.proposed = null;
    // Debounced too: the key bar that comes with `write` takes some room first.
    else if (this.proposed === null) this.boxChanged();
  }

  /** A reader's cursor is not drawn: it would promise that keys do something. */
  private colour(): void {
    const colours = TERMINAL_THEMES[this.theme];
    const reads = this.terminal.options.disableStdin === true;
    const hidden = { cursor: '#00000000', cursorAccent: colours.foreground };
    this.terminal.options.theme = reads ? { ...colours, ...hidden } : colours;
  }

  private beforeRedraw(): void {
    const { baseY, viewportY } = this.terminal.buffer.active;
    this.fromBottom = baseY - viewportY;
    this.redrawing = true;
    this.openCurtain = drawCurtain(this.terminal);
  }

  private afterRedraw(): void {
    this.redrawing = false;
    this.openCurtain();
    if (this.fromBottom > 0) this.terminal.scrollLines(-this.fromBottom);
    if (!this.state.get().fresh) this.patch({ fresh: true, drawn: true });
  }

  private boxChanged(): void {
    clearTimeout(this.resizeTimer);
    this.resizeTimer = setTimeout(() => {
      this.layOut();
      this.proposeSize();
    }, RESIZE_DEBOUNCE_MS);
  }

  /** Only who types may shape the agent's pane, and only from a box someone can see. */
  private proposeSize(): void {
    const { status, access, input } = this.connection.state.get();
    const space = this.space();
    if (status !== 'connected' || access !== 'write' || space === null) return;
    const cell = this.cellAt(BASE_FONT_SIZE);
    const size = cell === null ? null : gridFor(space, cell);
    if (size === null || (size.cols === this.proposed?.cols && size.rows === this.proposed.rows)) return;
    this.proposed = size;
    this.connection.sendResize(size.cols, size.rows);
    // The plain form never tells the pane's size: what was asked for has to do.
    if (input === 'lines') this.queue.resize(size.cols, size.rows);
  }

  private applySize(cols: number, rows: number): void {
    if (cols === this.terminal.cols && rows === this.terminal.rows) return;
    this.terminal.resize(cols, rows);
    this.patch({ cols, rows });
    this.layOut();
  }

  /** The pane's grid is given; the font is what gives way. */
  private layOut(): void {
    const space = this.space();
    if (space === null) return;
    const writes = this.connection.state.get().access === 'write';
    if (writes && this.fits(space, BASE_FONT_SIZE)) return;
    const font = this.terminal.options.fontSize ?? BASE_FONT_SIZE;
    const cell = this.cellAt(font);
    if (cell === null) return;
    const perPoint = { width: cell.width / font, height: cell.height / font };
    let next = fontFor(space, this.terminal, perPoint, writes ? BASE_FONT_SIZE : undefined);
    for (let tries = 0; tries < 7 && !this.fits(space, next) && next > SMALLEST_FONT; tries += 1)
      next -= 0.25;
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

  private space(): { width: number; height: number } | null {
    const { clientWidth = 0, clientHeight = 0 } = this.box ?? {};
    return clientWidth > 0 && clientHeight > 0
      ? { width: clientWidth - SCROLLBAR_PX, height: clientHeight }
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

  private patch(change: Partial<ViewState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

declare global {
  interface Window {
    /** The terminal now in focus, for tests and for people who script the page. */
    gastownTerminal?: Terminal;
  }
}
