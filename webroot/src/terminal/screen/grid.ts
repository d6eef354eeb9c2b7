/** Arithmetic between a box in pixels and a grid of cells. */
export interface Size {
  cols: number;
  rows: number;
}

export interface Cell {
  width: number;
  height: number;
}

export const SMALLEST_FONT = 6;
const LARGEST_FONT = 18;

/** The grid that fills a box, or null when the box is hidden or too small to be meant. */
export function gridFor(box: { width: number; height: number }, cell: Cell): Size | null {
  const cols = Math.min(500, Math.floor(box.width / cell.width));
  const rows = Math.min(300, Math.floor(box.height / cell.height));
  return cols >= 2 && rows >= 2 ? { cols, rows } : null;
}

/** The font size at which a whole grid fits a box, never wrapping a line of it. */
export function fontFor(
  box: { width: number; height: number },
  grid: Size,
  cellPerPoint: Cell,
  largest = LARGEST_FONT,
): number {
  const byWidth = box.width / (grid.cols * cellPerPoint.width);
  const byHeight = box.height / (grid.rows * cellPerPoint.height);
  const size = Math.min(byWidth, byHeight, largest);
  return Math.max(SMALLEST_FONT, Math.floor(size * 4) / 4);
}
