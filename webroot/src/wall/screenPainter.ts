import { FONT_FAMILY } from '../terminal/screen/terminalTheme';
import type { Theme } from '../theme/theme';
import { placeLine, type Piece } from './cells';
import type { Pen } from './sgrLine';
import { WallColours } from './wallColours';
import type { WallScreen } from './wallFrame';

/** Text is laid out in this size, CSS pixels, and scaled by the canvas: then a cell's width has no rounding. */
const DRAWN_FONT_PX = 20;
const LINE_HEIGHT = 1.2;
/** A screen with room to spare is not blown up beyond this font size, CSS pixels. */
const LARGEST_FONT_PX = 14;

const COLOURS: Record<Theme, WallColours> = {
  dark: new WallColours('dark'),
  light: new WallColours('light'),
};

export interface Box {
  /** CSS pixels. */
  width: number;
  height: number;
}

/**
 * Draws screens on a canvas, all columns and rows of them scaled to fit a box. Of a screen that follows another one
 * only the rows that changed are drawn; rows that scrolled are moved.
 */
export class ScreenPainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly cellWidth: number;
  private drawn: readonly string[] = [];
  /** What the whole picture depends on; when it changes, every row is drawn. */
  private picture = '';
  private font = '';
  private scale = 1;
  /** Whole device pixels, so that rows can be moved without a seam. */
  private rowHeight = 1;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d', { alpha: false })!;
    this.context.font = fontOf(false, false);
    this.cellWidth = this.context.measureText('0'.repeat(100)).width / 100;
  }

  /** @param pixelRatio device pixels in a CSS pixel */
  paint(screen: WallScreen, box: Box, pixelRatio: number, theme: Theme): void {
    const picture = [screen.cols, screen.rows, box.width, box.height, pixelRatio, theme].join();
    if (picture !== this.picture) {
      this.picture = picture;
      this.drawn = [];
      this.shape(screen, box, pixelRatio, theme);
    }
    const lines = Array.from({ length: screen.rows }, (_, row) => screen.lines[row] ?? '');
    const before = this.scroll(lines);
    for (const [row, line] of lines.entries()) {
      if (line !== (before[row] ?? '')) this.drawRow(row, placeLine(line, screen.cols), COLOURS[theme]);
    }
    this.drawn = lines;
  }

  private shape({ cols, rows }: WallScreen, box: Box, pixelRatio: number, theme: Theme): void {
    const byWidth = box.width / (cols * this.cellWidth);
    const byHeight = box.height / (rows * DRAWN_FONT_PX * LINE_HEIGHT);
    this.scale = Math.min(byWidth, byHeight, LARGEST_FONT_PX / DRAWN_FONT_PX) * pixelRatio;
    this.rowHeight = Math.max(1, Math.floor(DRAWN_FONT_PX * LINE_HEIGHT * this.scale));
    const { canvas, context } = this;
    canvas.width = Math.max(1, Math.ceil(cols * this.cellWidth * this.scale));
    canvas.height = rows * this.rowHeight;
    canvas.style.width = `${canvas.width / pixelRatio}px`;
    canvas.style.height = `${canvas.height / pixelRatio}px`;
    // A canvas that got a size has forgotten everything else.
    context.textBaseline = 'middle';
    this.font = '';
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = COLOURS[theme].background;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }

  /** Moves what scrolled up by some rows, when most of the screen did; answers the rows as they are drawn then. */
  private scroll(lines: readonly string[]): readonly string[] {
    const by = scrolledBy(this.drawn, lines);
    if (by === 0) return this.drawn;
    const { canvas, context, rowHeight } = this;
    const kept = (lines.length - by) * rowHeight;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(canvas, 0, by * rowHeight, canvas.width, kept, 0, 0, canvas.width, kept);
    // The last rows still show what they showed; so it is known whether they have to be drawn.
    return [...this.drawn.slice(by), ...this.drawn.slice(-by)];
  }

  private drawRow(row: number, pieces: Piece[], colours: WallColours): void {
    const { context, canvas, rowHeight, scale } = this;
    const top = row * rowHeight;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colours.background;
    context.fillRect(0, top, canvas.width, rowHeight);
    for (const { pen, column, width } of pieces) {
      const { background } = colours.inkOf(pen);
      if (background === null) continue;
      const left = Math.round(column * this.cellWidth * scale);
      const right = Math.round((column + width) * this.cellWidth * scale);
      context.fillStyle = background;
      context.fillRect(left, top, right - left, rowHeight);
    }
    context.setTransform(scale, 0, 0, scale, 0, top);
    for (const piece of pieces) this.drawText(piece, colours);
  }

  private drawText({ text, pen, column, width }: Piece, colours: WallColours): void {
    if (pen.hidden) return;
    const { context, cellWidth } = this;
    const left = column * cellWidth;
    const middle = (DRAWN_FONT_PX * LINE_HEIGHT) / 2;
    context.fillStyle = colours.inkOf(pen).text;
    if (text.trim() !== '') {
      const font = fontOf(pen.bold, pen.italic);
      if (this.font !== font) context.font = this.font = font;
      context.fillText(text, left, middle, width * cellWidth);
    }
    if (pen.underline) context.fillRect(left, middle + DRAWN_FONT_PX / 2, width * cellWidth, 1.5);
    if (pen.strikethrough) context.fillRect(left, middle, width * cellWidth, 1.5);
  }
}

function fontOf(bold: Pen['bold'], italic: Pen['italic']): string {
  return `${italic ? 'italic ' : ''}${bold ? 'bold ' : ''}${DRAWN_FONT_PX}px ${FONT_FAMILY}`;
}

/** By how many rows most of a screen moved up; 0 when it did not. */
export function scrolledBy(before: readonly string[], after: readonly string[]): number {
  if (before.length !== after.length) return 0;
  const same = (by: number) =>
    after.reduce((count, line, row) => count + (line !== '' && line === before[row + by] ? 1 : 0), 0);
  let [best, most] = [0, Math.max(same(0), after.length / 3)];
  for (let by = 1; by < after.length; by += 1) {
    const count = same(by);
    if (count > most) [best, most] = [by, count];
  }
  return best;
}
