import { beforeEach, describe, expect, it } from 'vitest';
import {
  CHUNK_BYTES,
  HIGH_WATER_BYTES,
  LOW_WATER_BYTES,
  OutputQueue,
  READER_LIMIT_BYTES,
} from '../../src/terminal/screen/outputQueue';
import { PARSING_MILLIS, ParsingTime } from '../../src/terminal/screen/parsingTime';
import { bytes, text } from './screenRecorder';

const RESET = '\x1bc\x1b[?2026h';
const SHOW = '\x1b[?2026l';

describe('output queue', () => {
  let log: string[];
  let pending: { size: number; done: () => void }[];
  let overflows: number;
  let queue: OutputQueue;
  let millis: number;
  let pictures: (() => void)[];
  let time: ParsingTime;

  beforeEach(() => {
    millis = 0;
    pictures = [];
    time = new ParsingTime({ now: () => millis, onNextPicture: (then) => pictures.push(then) });
    log = [];
    pending = [];
    overflows = 0;
    queue = new OutputQueue(
      {
        write: (chunk, done) => {
          log.push(text(chunk));
          pending.push({ size: chunk.length, done });
        },
        resize: (cols, rows) => log.push(`<${cols}x${rows}>`),
        beforeRedraw: () => log.push('<redraw>'),
        afterRedraw: () => log.push('<drawn>'),
      },
      () => (overflows += 1),
      time,
    );
  });

  const unparsed = () => pending.reduce((sum, { size }) => sum + size, 0);
  const parseOne = () => pending.shift()?.done();
  /** What xterm has now, and nothing that comes meanwhile. */
  const parseAllHanded = () => pending.splice(0).forEach(({ done }) => done());
  const parseAll = () => {
    while (pending.length > 0) parseOne();
  };

  it('hands small output to the terminal at once', () => {
    queue.write(bytes('hello'));
    expect(log).toEqual(['hello']);
  });

  it('never hands over a big piece, so that a key press finds its way between two', () => {
    queue.write(bytes('y\n'.repeat(200_000)));
    parseAll();
    expect(Math.max(...log.map((chunk) => chunk.length))).toBeLessThanOrEqual(CHUNK_BYTES);
    expect(log.join('')).toBe('y\n'.repeat(200_000));
  });

  it('stops above the high water mark and goes on below the low one', () => {
    queue.write(bytes('x'.repeat(400_000)));
    const filled = unparsed();
    expect(filled).toBeGreaterThanOrEqual(HIGH_WATER_BYTES);
    expect(filled).toBeLessThan(HIGH_WATER_BYTES + CHUNK_BYTES);
    const handed = log.length;
    while (unparsed() > LOW_WATER_BYTES + CHUNK_BYTES) parseOne();
    expect(log.length).toBe(handed);
    parseAll();
    expect(log.join('').length).toBe(400_000);
  });

  const picture = () => pictures.splice(0).forEach((then) => then());

  it('leaves the rest of the time between two pictures to the page', () => {
    queue.write(bytes('x'.repeat(4 * HIGH_WATER_BYTES)));
    millis = PARSING_MILLIS - 1;
    parseAllHanded();
    const inTime = log.length;
    expect(inTime).toBeGreaterThan(HIGH_WATER_BYTES / CHUNK_BYTES);
    millis = PARSING_MILLIS;
    parseAllHanded();
    expect(log).toHaveLength(inTime);
    millis = 17;
    picture();
    expect(log.length).toBeGreaterThan(inTime);
    parseAll();
    expect(log.join('').length).toBe(4 * HIGH_WATER_BYTES);
  });

  it('hands small output over at once, however long nothing came', () => {
    queue.write(bytes('one'));
    parseAll();
    picture();
    millis = 10_000;
    queue.write(bytes('two'));
    expect(log).toEqual(['one', 'two']);
  });

  it('makes a flood and its neighbours take turns', () => {
    queue.write(bytes('x'.repeat(2 * HIGH_WATER_BYTES)));
    const handed = log.length;
    millis = PARSING_MILLIS;
    parseAllHanded();
    expect(log).toHaveLength(handed);
    const neighbour: string[] = [];
    const other = new OutputQueue(
      {
        write: (chunk) => neighbour.push(text(chunk)),
        resize: () => {},
        beforeRedraw: () => {},
        afterRedraw: () => {},
      },
      () => {},
      time,
    );
    other.write(bytes('calm'));
    expect(neighbour).toEqual([]);
    picture();
    expect(neighbour).toEqual(['calm']);
    expect(log.length).toBeGreaterThan(handed);
  });

  it('joins many small frames while the terminal is busy', () => {
    queue.write(bytes('x'.repeat(HIGH_WATER_BYTES + CHUNK_BYTES)));
    const handed = log.length;
    for (let count = 0; count < 1_000; count += 1) queue.write(bytes('abc'));
    parseAll();
    expect(log.length - handed).toBeLessThan(5);
  });

  it('keeps a size change between the bytes it came between', () => {
    queue.write(bytes('before'));
    queue.resize(90, 20);
    queue.write(bytes('after'));
    expect(log).toEqual(['before']);
    parseAll();
    expect(log).toEqual(['before', '<90x20>', 'after']);
  });

  it('resets and redraws behind a curtain that opens when all is drawn', () => {
    queue.redraw([bytes('history'), bytes('screen')]);
    queue.write(bytes('live'));
    parseAll();
    expect(log).toEqual(['<redraw>', `${RESET}historyscreen`, '<drawn>', SHOW, 'live']);
  });

  it('drops waiting output that a redraw would overwrite anyway, but no size', () => {
    queue.write(bytes('x'.repeat(HIGH_WATER_BYTES + CHUNK_BYTES)));
    queue.write(bytes('waiting'));
    queue.resize(70, 10);
    queue.redraw([bytes('fresh')]);
    parseAll();
    expect(log.join('')).not.toContain('waiting');
    expect(log.slice(-4)).toEqual(['<redraw>', `${RESET}fresh`, '<drawn>', SHOW]);
    expect(log).toContain('<70x10>');
  });

  it('opens the curtain even when a second redraw overtakes the first', () => {
    queue.redraw([bytes('a'.repeat(HIGH_WATER_BYTES * 2))]);
    queue.redraw([bytes('second')]);
    parseAll();
    expect(log.filter((entry) => entry === SHOW)).toHaveLength(2);
    expect(log.slice(-3)).toEqual([`${RESET}second`, '<drawn>', SHOW]);
  });

  it('spends no time on a session nobody looks at any more', () => {
    queue.write(bytes('x'.repeat(HIGH_WATER_BYTES * 5)));
    const handed = log.length;
    queue.skip();
    parseAll();
    expect(log).toHaveLength(handed);
    expect(overflows).toBe(0);
  });

  describe('when output comes faster than it can be drawn', () => {
    const flood = () => {
      for (let sum = 0; sum < READER_LIMIT_BYTES * 3; sum += 64_000) queue.write(bytes('y'.repeat(64_000)));
    };

    it('asks once for a redraw and keeps memory bounded', () => {
      flood();
      expect(overflows).toBe(1);
      parseAll();
      expect(log.join('').length).toBeLessThan(HIGH_WATER_BYTES + CHUNK_BYTES);
    });

    it('draws nothing of what follows the hole until the redraw comes', () => {
      flood();
      parseAll();
      queue.write(bytes('after the hole'));
      queue.redraw([bytes('whole')]);
      queue.write(bytes('live again'));
      parseAll();
      expect(log.join('')).not.toContain('after the hole');
      expect(log.slice(-1)).toEqual(['live again']);
    });

    it('can overflow again later', () => {
      flood();
      queue.redraw([bytes('whole')]);
      flood();
      expect(overflows).toBe(2);
    });

    it('draws the next connection’s bytes', () => {
      flood();
      queue.newStream();
      queue.write(bytes('new stream'));
      parseAll();
      expect(log.at(-1)).toBe('new stream');
    });
  });
});
