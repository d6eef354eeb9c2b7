import { describe, expect, it } from 'vitest';
import { groupSessions } from '../../src/picker/groupSessions';
import { flatten, HEADING_PX, layOut, ROW_PX } from '../../src/picker/layOut';
import { placeAsListed } from '../../src/picker/steadyOrder';
import { sessionsOf } from './sessions';

const rigs = ['a', 'b', 'c'].flatMap((rig) =>
  Array.from({ length: 10 }, (_, n) => ({ name: `${rig}-${n}`, role: 'polecat', rig })),
);
const groups = groupSessions(placeAsListed(sessionsOf({ name: 'hq-mayor', role: 'mayor' }, ...rigs)));
const items = flatten(groups);

/** The top of every row that is in the document, as a browser would lay them out. */
function tops(isDrawn: (item: number) => boolean): Map<string, number> {
  const found = new Map<string, number>();
  let bottom = 0;
  for (const { group, gap, size, rows } of layOut(groups, isDrawn)) {
    const top = bottom + gap;
    let y = top + (group.heading === null ? 0 : HEADING_PX);
    for (const { row, gap: above } of rows) {
      y += above;
      found.set(row.session.name, y);
      y += ROW_PX;
    }
    bottom = top + size;
  }
  return found;
}

describe('the layout', () => {
  const all = tops(() => true);

  it('has every session once, and a heading for every group but the Mayor’s', () => {
    expect(items).toHaveLength(1 + 3 * 11);
    expect(all.size).toBe(31);
    expect(items.reduce((sum, { size }) => sum + size, 0)).toBe(31 * ROW_PX + 3 * HEADING_PX);
  });

  it.each([
    ['a stretch in the middle', (item: number) => item >= 9 && item <= 15],
    ['one far away from the others', (item: number) => item < 3 || item === 30],
    ['a single row', (item: number) => item === 20],
    ['every third', (item: number) => item % 3 === 0],
  ])('puts %s where it would be if all were there', (_, isDrawn) => {
    const some = tops(isDrawn);
    expect(some.size).toBeGreaterThan(0);
    expect(some.size).toBeLessThan(31);
    for (const [name, top] of some) expect(top).toBe(all.get(name));
  });

  it('knows each row’s place in its group, drawn or not', () => {
    const drawn = layOut(groups, (item) => item === 20).flatMap(({ rows }) => rows);
    expect(drawn.map(({ row, position }) => [row.session.name, position])).toEqual([['b-7', 8]]);
  });
});
