import { describe, expect, it } from 'vitest';
import { ModeSplitter } from '../../src/terminal/screen/modeSplitter';
import { bytes, text } from './screenRecorder';

const split = (...pieces: (string | Uint8Array)[]) => {
  const splitter = new ModeSplitter();
  return pieces
    .map((piece) => text(splitter.split(typeof piece === 'string' ? bytes(piece) : piece)))
    .join('');
};

describe('private modes', () => {
  it('come one by one, in their order', () => {
    expect(split('a\x1b[?25;1000;1006hb')).toBe('a\x1b[?25h\x1b[?1000h\x1b[?1006hb');
    expect(split('\u009b?1049;9h')).toBe('\x1b[?1049h\x1b[?9h');
  });

  it('come one by one wherever the stream is cut', () => {
    const stream = bytes('é\x1b[31m\x1b[?25;1000h緑');
    for (let cut = 0; cut <= stream.length; cut += 1)
      expect(split(stream.slice(0, cut), stream.slice(cut), 'end').replace(/\ufffd/g, '')).toContain(
        '\x1b[?25h\x1b[?1000h',
      );
  });

  it('come one by one though control characters stand between', () => {
    expect(split('\x1b\r[?25\n;1000h')).toBe('\r\n\x1b[?25h\x1b[?1000h');
  });

  it.each([
    'plain text, with ? and ;h',
    '\x1b[?25h\x1b[?1000l\x1b[?25;1000l\x1b[1;2H\x1b[?1;2$p\x1b[4;20h',
    '\x1b]2;a title\x07\x1bP$qm\x1b\\ é 緑 👩‍💻 \u0085',
  ])('are left alone with everything else where they are alone: %j', (stream) => {
    const all = bytes(stream);
    const splitter = new ModeSplitter();
    const pieces = Array.from(all, (_, at) => splitter.split(all.subarray(at, at + 1)));
    expect(text(Uint8Array.from(pieces.flatMap((piece) => [...piece])))).toBe(stream);
  });

  it('keep nothing back for ever', () => {
    const endless = `\x1b[?${'1;'.repeat(1_000)}`;
    expect(split(endless)).toBe(endless);
  });
});
