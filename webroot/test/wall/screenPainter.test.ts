import { beforeEach, describe, expect, it } from 'vitest';
import { ScreenPainter, scrolledBy } from '../../src/wall/screenPainter';

/** A canvas on which ten characters of the drawn font are 120 px wide, and that tells what was drawn. */
class FakeCanvas {
  width = 0;
  height = 0;
  readonly style = { width: '', height: '' };
  readonly texts: string[] = [];
  moved = 0;
  getContext() {
    return {
      font: '',
      textBaseline: '',
      fillStyle: '',
      measureText: (text: string) => ({ width: text.length * 12 }),
      setTransform: () => undefined,
      fillRect: () => undefined,
      fillText: (text: string) => this.texts.push(text),
      drawImage: () => (this.moved += 1),
    };
  }
}

describe('a painter', () => {
  let canvas: FakeCanvas;
  let painter: ScreenPainter;
  const box = { width: 240, height: 200 };
  const paint = (lines: string[], cols = 40, size = box, theme: 'dark' | 'light' = 'dark') => {
    canvas.texts.length = 0;
    painter.paint({ cols, rows: Math.max(lines.length, 4), lines }, size, 1, theme);
    return [...canvas.texts];
  };

  beforeEach(() => {
    canvas = new FakeCanvas();
    painter = new ScreenPainter(canvas as unknown as HTMLCanvasElement);
  });

  it('draws only the rows that changed', () => {
    expect(paint(['one', 'two', 'three', 'four'])).toEqual(['one', 'two', 'three', 'four']);
    expect(paint(['one', '2', 'three', 'four'])).toEqual(['2']);
    expect(paint(['one', '2', 'three', 'four'])).toEqual([]);
  });

  it('wipes rows that the next screen does not have', () => {
    paint(['one', 'two']);
    paint(['one']);
    expect(paint(['one', 'two'])).toEqual(['two']);
  });

  it('moves what scrolled, and draws what came', () => {
    paint(['one', 'two', 'three', 'four']);
    expect(paint(['two', 'three', 'four', 'five'])).toEqual(['five']);
    expect(canvas.moved).toBe(1);
    expect(paint(['two', 'three', 'four', 'five'])).toEqual([]);
  });

  it('fits all columns into its box, and is not blown up', () => {
    paint(['x'], 40);
    expect(canvas.width).toBeLessThanOrEqual(240);
    paint(['x'], 400);
    expect(canvas.width).toBeLessThanOrEqual(240);
    expect(canvas.height).toBeLessThanOrEqual(200);
    paint(['x'], 2);
    expect(canvas.width).toBeLessThan(30);
  });

  it('draws everything anew in another theme or size', () => {
    paint(['one', 'two']);
    expect(paint(['one', 'two'], 40, box, 'light')).toEqual(['one', 'two']);
    expect(paint(['one', 'two'], 40, { width: 100, height: 90 }, 'light')).toEqual(['one', 'two']);
  });
});

describe('scrolling', () => {
  it('is seen when most of the screen moved up', () => {
    expect(scrolledBy(['a', 'b', 'c', 'd', 'status'], ['c', 'd', 'e', 'f', 'status'])).toBe(2);
  });

  it('is not seen in a screen that stands, is blank, or is another one', () => {
    expect(scrolledBy(['a', 'a', 'a', 'a'], ['a', 'a', 'a', 'a'])).toBe(0);
    expect(scrolledBy(['', '', '', ''], ['', '', '', 'x'])).toBe(0);
    expect(scrolledBy(['a', 'b', 'c', 'd'], ['w', 'x', 'y', 'a'])).toBe(0);
    expect(scrolledBy([], ['a'])).toBe(0);
  });
});
