import { describe, expect, it } from 'vitest';
import {
  changeSplit,
  emptyLayout,
  focusedSession,
  focusPane,
  neighbour,
  nextSplit,
  pick,
  readLayout,
  shownPanes,
  type Layout,
} from '../../../src/page/workspace/layout';

const four: Layout = { split: 4, panes: ['a', 'b', 'c', 'd'], focused: 2 };

describe('the panes of a workspace', () => {
  it('shows a session in the pane in focus', () => {
    expect(pick(four, 'e').panes).toEqual(['a', 'b', 'e', 'd']);
    expect(focusedSession(pick(emptyLayout(), 'a'))).toBe('a');
  });

  it('goes to the pane that shows a session already, and never shows one twice', () => {
    expect(pick(four, 'b')).toEqual({ ...four, focused: 1 });
    const hidden = pick({ ...four, split: 2, focused: 0 }, 'd');
    expect(hidden.panes).toEqual(['d', 'b', 'c', null]);
  });

  it('keeps the pane in focus in sight whatever the split', () => {
    expect(shownPanes(changeSplit(four, 1, []))).toEqual([2]);
    const two = changeSplit(four, 2, []);
    expect(two.panes.slice(0, 2)).toEqual(['a', 'c']);
    expect(focusedSession(two)).toBe('c');
    expect(changeSplit(changeSplit(four, 1, []), 4, [])).toEqual(four);
  });

  it('fills new panes with candidates that are nowhere yet, and leaves them empty when there are none', () => {
    const one = pick(emptyLayout(), 'a');
    expect(changeSplit(one, 4, ['a', 'x', 'y']).panes).toEqual(['a', 'x', 'y', null]);
    expect(changeSplit(one, 2, []).panes[1]).toBeNull();
  });

  it('goes to neighbours, and stays at the edge', () => {
    expect(['left', 'right', 'up', 'down'].map((to) => neighbour(four, to as 'left'))).toEqual([2, 3, 0, 2]);
    const two: Layout = { ...four, split: 2, focused: 0 };
    expect([neighbour(two, 'right'), neighbour(two, 'down'), neighbour(two, 'left')]).toEqual([1, 1, 0]);
    expect(neighbour({ ...four, split: 1 }, 'right')).toBe(2);
  });

  it('gives no focus to a pane that is not shown', () => {
    expect(focusPane({ ...four, split: 2, focused: 0 }, 3).focused).toBe(0);
  });

  it('goes round one, two, four', () => {
    expect([nextSplit({ ...four, split: 1 }), nextSplit({ ...four, split: 2 }), nextSplit(four)]).toEqual([
      2, 4, 1,
    ]);
  });

  it('is kept over a reload, and nothing else is believed', () => {
    expect(readLayout(JSON.stringify(four))).toEqual(four);
    for (const odd of [
      null,
      '',
      '{}',
      '[]',
      '{"split":3,"panes":[],"focused":0}',
      '{"split":2,"panes":"ab"}',
    ])
      expect(readLayout(odd)).toEqual(emptyLayout());
    const twice = readLayout('{"split":2,"panes":["a","a",7],"focused":9}');
    expect(twice).toEqual({ split: 2, panes: ['a', null, null, null], focused: 0 });
  });
});
