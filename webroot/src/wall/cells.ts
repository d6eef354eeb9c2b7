import { eastAsianWidth } from 'get-east-asian-width';
import { readSgrLine, type Pen } from './sgrLine';

/** Text that is drawn in one go, and the cells it covers. */
export interface Piece {
  readonly text: string;
  readonly column: number;
  /** In cells. */
  readonly width: number;
  readonly pen: Pen;
}

/** Every monospace font has these, each as wide as a cell: ASCII, Latin letters, lines and blocks. */
const EVEN = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2500-\u259f]+/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Puts a line's text into its cells, up to the pane's last column. What a font may draw wider or narrower than its
 * cells (CJK, emoji, symbols, and scripts that run from right to left) stands alone, so that it moves nothing else.
 */
export function placeLine(line: string, columns: number): Piece[] {
  const pieces: Piece[] = [];
  let column = 0;
  for (const { text, pen } of readSgrLine(line.normalize())) {
    let rest = text;
    while (rest !== '' && column < columns) {
      const even = EVEN.exec(rest)?.[0].slice(0, columns - column);
      const piece = even ?? firstGrapheme(rest);
      const width = even?.length ?? widthOf(piece);
      rest = rest.slice(piece.length);
      if (column + width > columns) return pieces;
      // A mark without a letter to stand on takes no cell: there is nothing to draw.
      if (width > 0) pieces.push({ text: piece, column, width, pen });
      column += width;
    }
  }
  return pieces;
}

function firstGrapheme(text: string): string {
  // A grapheme is short: looking at a whole line for each would be slow.
  const [first] = graphemes.segment(text.slice(0, 64));
  return first?.segment ?? text.slice(0, 1);
}

/** As tmux counts: the first character decides, what is joined to it takes no cell of its own. */
function widthOf(grapheme: string): number {
  if (/^\p{Mark}|^[\u200b-\u200d\u00ad]/u.test(grapheme)) return 0;
  if (/^\p{Regional_Indicator}{2}/u.test(grapheme)) return 2;
  return eastAsianWidth(grapheme.codePointAt(0)!);
}
