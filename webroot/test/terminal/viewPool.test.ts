import { describe, expect, it } from 'vitest';
import { ViewPool } from '../../src/terminal/view/viewPool';

class FakeView {
  disposed = false;
  dispose() {
    this.disposed = true;
  }
}

function show(pool: ViewPool<FakeView>, key: string): FakeView {
  const view = pool.take(key, () => new FakeView());
  pool.release(key);
  return view;
}

describe('view pool', () => {
  it('gives the same terminal back, with the history it has', () => {
    const pool = new ViewPool<FakeView>();
    const first = pool.take('a', () => new FakeView());
    pool.take('b', () => new FakeView());
    expect(pool.take('a', () => new FakeView())).toBe(first);
  });

  it('lets the least recently shown go beyond eight', () => {
    const pool = new ViewPool<FakeView>();
    const views = [...'abcdefgh'].map((key) => show(pool, key));
    show(pool, 'a');
    pool.take('i', () => new FakeView());
    expect(views.map(({ disposed }) => disposed)).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('lets none go that is shown, and makes up for it later', () => {
    const pool = new ViewPool<FakeView>();
    const views = [...'abcdefghij'].map((key) => pool.take(key, () => new FakeView()));
    expect(views.some(({ disposed }) => disposed)).toBe(false);
    [...'abcdefghij'].forEach((key) => pool.release(key));
    show(pool, 'j');
    expect(views.map(({ disposed }) => disposed).slice(0, 4)).toEqual([true, true, false, false]);
  });
});
