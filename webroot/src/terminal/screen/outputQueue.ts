import { pageParsingTime, type ParsingTime } from './parsingTime';

/** What the queue feeds: xterm's own `write` and `resize`, plus what frames a redraw. */
export interface Sink {
  write(bytes: Uint8Array, done: () => void): void;
  resize(cols: number, rows: number): void;
  beforeRedraw(): void;
  afterRedraw(): void;
}

/** xterm looks at the clock after each: small enough that a page just loaded, still slow, answers meanwhile. */
export const CHUNK_BYTES = 4 * 1024;
/** Bytes handed to xterm and not yet parsed: above the first stop feeding, below the second go on. */
export const HIGH_WATER_BYTES = 4 * CHUNK_BYTES;
export const LOW_WATER_BYTES = 5_000;
/**
 * Live output waiting behind the high water mark; more is dropped for a fresh snapshot. Little for who types,
 * since what waits delays the answer to Ctrl+C; more for who only watches, and reconnects for a snapshot.
 */
export const WRITER_LIMIT_BYTES = 512 * 1024;
export const READER_LIMIT_BYTES = 4 * 1024 * 1024;

const SYNC_BEGIN = '\x1b[?2026h';
const SYNC_END = '\x1b[?2026l';
const FULL_RESET = '\x1bc';

type Step =
  | { kind: 'bytes'; bytes: Uint8Array; redraw: boolean }
  | { kind: 'size'; cols: number; rows: number }
  | { kind: 'redraw-begin' }
  | { kind: 'redraw-end' };

/**
 * Everything on its way to the screen, in order and bounded. A browser can't slow a WebSocket down, so a
 * program that prints without end is met here: xterm gets small pieces, the rest waits, and when too much
 * waits all of it is dropped and `onOverflow` asks for a redraw. Never is a hole drawn.
 */
export class OutputQueue {
  limitBytes = READER_LIMIT_BYTES;
  private steps: Step[] = [];
  private waitingBytes = 0;
  private unparsedBytes = 0;
  private paused = false;
  private skipping = false;

  constructor(
    private readonly sink: Sink,
    private readonly onOverflow: () => void,
    private readonly time: ParsingTime = pageParsingTime,
  ) {}

  write(bytes: Uint8Array): void {
    if (this.skipping || bytes.length === 0) return;
    if (this.waitingBytes + bytes.length > this.limitBytes) {
      this.skip();
      this.onOverflow();
      return;
    }
    this.steps.push({ kind: 'bytes', bytes, redraw: false });
    this.waitingBytes += bytes.length;
    this.feed();
  }

  resize(cols: number, rows: number): void {
    this.steps.push({ kind: 'size', cols, rows });
    this.feed();
  }

  /** Replaces the screen. What still waited before it would be overwritten anyway, so only sizes are kept. */
  redraw(chunks: Uint8Array[]): void {
    this.skipping = false;
    this.dropAll();
    this.steps.push({ kind: 'redraw-begin' });
    for (const bytes of [ascii(FULL_RESET + SYNC_BEGIN), ...chunks]) {
      this.steps.push({ kind: 'bytes', bytes, redraw: true });
    }
    this.steps.push({ kind: 'redraw-end' });
    this.feed();
  }

  /** A new connection begins; whatever the last one skipped, this one sends whole. */
  newStream(): void {
    this.skipping = false;
  }

  /** Draws no more of this stream: nobody looks, or too much of it waits. The next snapshot makes it whole. */
  skip(): void {
    this.steps = this.steps.filter((step) => step.kind !== 'bytes' || step.redraw);
    this.waitingBytes = 0;
    this.skipping = true;
  }

  private dropAll(): void {
    // A redraw that has begun must reach its end, or the screen would stay frozen in synchronized output.
    const begin = this.steps.findIndex((step) => step.kind === 'redraw-begin');
    const end = this.steps.findIndex((step) => step.kind === 'redraw-end');
    const begun = end >= 0 && (begin < 0 || begin > end);
    this.steps = this.steps.filter((step, at) => step.kind === 'size' || (begun && at === end));
    this.waitingBytes = 0;
  }

  private readonly goOn = () => this.feed();

  private feed(): void {
    while (this.steps.length > 0 && !this.paused) {
      const step = this.steps[0]!;
      if (step.kind === 'bytes') {
        if (!this.time.isLeft(this.goOn)) return;
        this.writeNext(step.redraw);
      } else if (this.unparsedBytes > 0) {
        return; // Sizes and redraw marks take their turn once everything before them is parsed.
      } else {
        this.steps.shift();
        this.perform(step);
      }
    }
  }

  private perform(step: Exclude<Step, { kind: 'bytes' }>): void {
    if (step.kind === 'size') this.sink.resize(step.cols, step.rows);
    else if (step.kind === 'redraw-begin') this.sink.beforeRedraw();
    else {
      this.sink.afterRedraw();
      this.hand(ascii(SYNC_END));
    }
  }

  private writeNext(redraw: boolean): void {
    const parts: Uint8Array[] = [];
    let room = CHUNK_BYTES;
    for (
      let step = this.steps[0];
      room > 0 && step?.kind === 'bytes' && step.redraw === redraw;
      step = this.steps[0]
    ) {
      const part = step.bytes.subarray(0, room);
      parts.push(part);
      room -= part.length;
      if (part.length === step.bytes.length) this.steps.shift();
      else this.steps[0] = { ...step, bytes: step.bytes.subarray(part.length) };
    }
    const chunk = join(parts);
    if (!redraw) this.waitingBytes -= chunk.length;
    if (chunk.length > 0) this.hand(chunk);
  }

  private hand(chunk: Uint8Array): void {
    this.unparsedBytes += chunk.length;
    if (this.unparsedBytes >= HIGH_WATER_BYTES) this.paused = true;
    this.sink.write(chunk, () => {
      this.unparsedBytes -= chunk.length;
      if (this.unparsedBytes <= LOW_WATER_BYTES) this.paused = false;
      this.feed();
    });
  }
}

function join(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
