import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ListUse, PARKED_MS } from '../../src/picker/listUse';

describe('somebody is at the list', () => {
  let use: ListUse;
  beforeEach(() => {
    vi.useFakeTimers();
    use = new ListUse();
  });
  afterEach(() => {
    use.stop();
    vi.useRealTimers();
  });

  it('while the pointer is over it, until it leaves', () => {
    expect(use.inUse.get()).toBe(false);
    use.pointerMoved();
    expect(use.inUse.get()).toBe(true);
    use.pointerLeft();
    expect(use.inUse.get()).toBe(false);
  });

  it('while the focus is in it, however long, and whatever the pointer does', () => {
    use.focusCame();
    use.pointerMoved();
    use.pointerLeft();
    vi.advanceTimersByTime(10 * PARKED_MS);
    expect(use.inUse.get()).toBe(true);
    use.focusLeft();
    expect(use.inUse.get()).toBe(false);
  });

  it('no longer when the pointer only lies there, and again when it moves', () => {
    use.pointerMoved();
    vi.advanceTimersByTime(PARKED_MS - 1);
    use.pointerMoved();
    vi.advanceTimersByTime(PARKED_MS - 1);
    expect(use.inUse.get()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(use.inUse.get()).toBe(false);
    use.pointerMoved();
    expect(use.inUse.get()).toBe(true);
  });

  it('which is told when it changes, not with every move of the pointer', () => {
    const changed = vi.fn();
    use.inUse.subscribe(changed);
    for (let n = 0; n < 100; n++) use.pointerMoved();
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
