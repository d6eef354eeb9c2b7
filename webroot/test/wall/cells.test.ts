import { expect, it } from 'vitest';
import { placeLine } from '../../src/wall/cells';

const placed = (line: string, columns = 80) =>
  placeLine(line, columns).map(({ text, column, width }) => [text, column, width]);

it('even text is drawn in one go, lines and blocks included', () => {
  expect(placed('│ make ─── ok █')).toEqual([['│ make ─── ok █', 0, 15]]);
});

it('a change of colour begins a new piece where the last one ended', () => {
  expect(placed('ab\x1b[31mcd')).toEqual([
    ['ab', 0, 2],
    ['cd', 2, 2],
  ]);
});

it('wide characters take two cells and shift nothing that follows', () => {
  expect(placed('緑a🚀b')).toEqual([
    ['緑', 0, 2],
    ['a', 2, 1],
    ['🚀', 3, 2],
    ['b', 5, 1],
  ]);
});

it('what is joined to a character takes no cell of its own', () => {
  expect(placed('e\u0301x')).toEqual([['éx', 0, 2]]);
  expect(placed('ก\u0e31x').map(([, column]) => column)).toEqual([0, 1]);
  expect(placed('👩‍🚀x').map(([, column]) => column)).toEqual([0, 2]);
  expect(placed('🇩🇪x').map(([, column]) => column)).toEqual([0, 2]);
});

it('nothing is drawn past the last column, and never half a character', () => {
  expect(placed('abcdef', 4)).toEqual([['abcd', 0, 4]]);
  expect(placed('abc緑', 4)).toEqual([['abc', 0, 3]]);
});

it('letters from right to left stand each in its own cell', () => {
  expect(placed('שלום').map(([text]) => text)).toEqual(['ש', 'ל', 'ו', 'ם']);
});
