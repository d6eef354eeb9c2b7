import { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import { plainWords } from '../../api/plainWords';
import { Store } from '../../resilience/store';
import { Composing } from '../composer/composing';
import { TerminalConnection, type ConnectionEnvironment } from '../connection/terminalConnection';
import type { Display } from '../protocol/terminalProtocol';
import { Acceleration } from '../screen/acceleration';
import { hearClipboardWrites } from '../screen/clipboardWrites';
import { createTerminal } from '../screen/createTerminal';
import { drawCurtain } from '../screen/curtain';
import type { Size } from '../screen/grid';
import { keepMouse, onSwallowedDrag } from '../screen/mouse';
import { ModeSplitter } from '../screen/modeSplitter';
import { OutputQueue, READER_LIMIT_BYTES, WRITER_LIMIT_BYTES } from '../screen/outputQueue';
import { findUnaskedFocusReports } from '../screen/swallowQueries';
import { TERMINAL_THEMES } from '../screen/terminalTheme';
import { scrollByTouch } from '../screen/touch';
import { PaneSize } from './paneSize';

/** Said once a page: after that the person knows. */
let dragExplained = false;

export interface ViewState extends Size {
  /** False while the screen shows what an earlier connection left. */
  fresh: boolean;
  /** True once anything was drawn at all. */
  drawn: boolean;
  /** The title the program gave its terminal. */
  title: string;
  /** Text is selected. */
  selected: boolean;
  /** Somebody meant to select by dragging, and the program got the drag. */
  dragSwallowed: boolean;
  /** Text that the Mayor's program wants on the clipboard, until that is settled. */
  clipboardWish: string | null;
}

export const NOTHING_SHOWN: ViewState = {
  cols: 0,
  rows: 0,
  fresh: false,
  drawn: false,
  title: '',
  selected: false,
  dragSwallowed: false,
  clipboardWish: null,
};

/**
 * One session's terminal: an xterm that outlives being looked at (its history and scroll position stay), and
 * a connection that lives only while someone looks.
 */
export class SessionView {
  readonly terminal: Terminal = createTerminal();
  readonly search = new SearchAddon();
  readonly connection: TerminalConnection;
  readonly composing: Composing;
  readonly size: PaneSize;
  readonly state: Store<ViewState>;

  private readonly host = document.createElement('div');
  private readonly queue: OutputQueue;
  private readonly modes = new ModeSplitter();
  private readonly isUnasked: (data: string) => boolean;
  private readonly acceleration: Acceleration;
  private readonly stopFollowing: () => void;
  private shown = false;
  private redrawing = false;
  private openCurtain: () => void = () => undefined;
  private fromBottom = 0;
  private theme: 'dark' | 'light' = 'dark';

  constructor(environment: ConnectionEnvironment) {
    const { terminal } = this;
    this.host.className = 'gt-terminal-host';
    this.state = new Store<ViewState>({ ...NOTHING_SHOWN, cols: terminal.cols, rows: terminal.rows });
    this.queue = new OutputQueue(
      {
        write: (bytes, done) => terminal.write(this.modes.split(bytes), done),
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
    this.size = new PaneSize(terminal, this.host, this.connection, ({ cols, rows }) =>
      this.queue.resize(cols, rows),
    );
    this.acceleration = new Acceleration(terminal, this.size.rendererChanged);
    this.stopFollowing = this.connection.state.subscribe(() => this.followConnection());

    terminal.loadAddon(this.search);
    terminal.onTitleChange((title) => this.patch({ title: plainWords(title) }));
    terminal.onSelectionChange(() => this.selectionChanged());
    terminal.onData((data) => this.type(data));
    terminal.onBinary((data) =>
      this.connection.sendKeys(Uint8Array.from(data, (char) => char.charCodeAt(0))),
    );
    this.isUnasked = findUnaskedFocusReports(terminal);
    keepMouse(terminal, () => !this.writes());
    onSwallowedDrag(terminal, this.host, () => this.patch({ dragSwallowed: !dragExplained }));
    hearClipboardWrites(
      terminal,
      () => this.writes() && !this.redrawing,
      (text) => this.patch({ clipboardWish: text }),
    );
    scrollByTouch(terminal, this.host);
  }

  /** Puts the terminal into a box on the page, as it was left. */
  show(box: HTMLElement): void {
    this.shown = true;
    box.append(this.host);
    if (this.terminal.element === undefined) {
      this.terminal.open(this.host);
      this.terminal.textarea?.addEventListener('focus', this.size.takeOver);
      this.showAccess();
    } else {
      this.terminal.refresh(0, this.terminal.rows - 1);
    }
    this.size.enter(box);
  }

  hide(): void {
    this.shown = false;
    this.setFocused(false);
    this.size.leave();
    this.host.remove();
    // Moved into another pane it is shown again in the same step, and goes on without a break.
    queueMicrotask(() => {
      if (!this.shown) this.rest();
    });
  }

  dispose(): void {
    this.hide();
    this.rest();
    this.stopFollowing();
    this.terminal.dispose();
  }

  /** Of several terminals on the page one takes the input, is drawn fastest and may shape its pane. */
  setFocused(focused: boolean): void {
    this.size.inFocus = focused;
    this.acceleration.want(focused);
    if (focused) {
      window.gastownTerminal = this.terminal;
      this.size.changed();
    } else if (window.gastownTerminal === this.terminal) {
      delete window.gastownTerminal;
    }
  }

  /** A small terminal leaves room around it; a click or a tap there means the terminal too. */
  focusFromBeside(clicked: EventTarget): void {
    if (!(clicked instanceof Node && this.terminal.element?.contains(clicked))) this.terminal.focus();
  }

  setTheme(theme: 'dark' | 'light'): void {
    this.theme = theme;
    this.colour();
  }

  setScreenReader(on: boolean): void {
    this.terminal.options.screenReaderMode = on;
  }

  /** A key of the key bar. */
  press(data: string): void {
    this.terminal.input(data);
  }

  applicationCursor(): boolean {
    return this.terminal.modes.applicationCursorKeysMode;
  }

  /** The hint was read. */
  dragExplained(): void {
    dragExplained = true;
    this.patch({ dragSwallowed: false });
  }

  clipboardSettled(): void {
    this.patch({ clipboardWish: null });
  }

  private rest(): void {
    this.connection.stop();
    this.queue.skip();
    this.patch({ fresh: false, dragSwallowed: false, clipboardWish: null });
  }

  private writes(): boolean {
    return this.connection.state.get().access === 'write';
  }

  private type(data: string): void {
    if (this.isUnasked(data)) return;
    this.connection.sendKeys(new TextEncoder().encode(data));
  }

  private selectionChanged(): void {
    const selected = this.terminal.hasSelection();
    if (selected !== this.state.get().selected) this.patch({ selected });
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
      this.showAccess();
      this.colour();
      this.size.layOut();
    }
    if (!live) this.size.forget();
    // Debounced too: the key bar that comes with `write` takes some room first.
    else if (this.size.isNew) this.size.changed();
  }

  /** Where nothing can be typed, a tap must not bring up a phone's keyboard. */
  private showAccess(): void {
    if (this.terminal.textarea !== undefined)
      this.terminal.textarea.inputMode = this.terminal.options.disableStdin === true ? 'none' : 'text';
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

  private applySize(cols: number, rows: number): void {
    if (cols === this.terminal.cols && rows === this.terminal.rows) return;
    this.terminal.resize(cols, rows);
    this.patch({ cols, rows });
    this.size.layOut();
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
