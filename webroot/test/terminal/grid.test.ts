import { describe, expect, it } from 'vitest';
import { fontFor, gridFor } from '../../src/terminal/screen/grid';

const cell = { width: 8, height: 16 };

describe('grid', () => {
  it('fills the box with whole cells', () => {
    expect(gridFor({ width: 805, height: 330 }, cell)).toEqual({ cols: 100, rows: 20 });
  });

  it.each([
    [0, 0],
    [8, 400],
    [15, 400],
    [400, 20],
  ])('gives no size for a hidden or squeezed box of %i×%i', (width, height) => {
    expect(gridFor({ width, height }, cell)).toBeNull();
  });

  it('stays within what a pane may be', () => {
    expect(gridFor({ width: 1e6, height: 1e6 }, cell)).toEqual({ cols: 500, rows: 300 });
  });

  it('shrinks the font until a wide pane fits, and does not blow up a small one', () => {
    const perPoint = { width: 0.6, height: 1.2 };
    const font = fontFor({ width: 600, height: 900 }, { cols: 200, rows: 50 }, perPoint);
    expect(font).toBe(6);
    expect(fontFor({ width: 1200, height: 900 }, { cols: 200, rows: 50 }, perPoint)).toBe(10);
    expect(fontFor({ width: 5000, height: 5000 }, { cols: 20, rows: 5 }, perPoint)).toBe(18);
  });
});
