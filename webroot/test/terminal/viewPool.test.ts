import { describe, expect, it } from 'vitest';
import { ViewPool } from '../../src/terminal/view/viewPool';

class FakeView {
  disposed = false;
  dispose() {
    this.disposed = true;
  }
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
    const views = [...'abcdefgh'].map((key) => pool.take(key, () => new FakeView()));
    pool.take('a', () => new FakeView());
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
});
