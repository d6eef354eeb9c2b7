import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Access } from '../../src/api/types';
import { OpenTerminal } from './openTerminal';

const SECRET = btoa('rm -rf ~');

/** Everything by which a program makes terminals answer, or has them change what is not its own. */
const SEQUENCES: Record<string, string> = {
  DA1: '\x1b[c',
  'DA1 with a parameter': '\x1b[0c',
  DA2: '\x1b[>c',
  'DA2 with parameters': '\x1b[>0;0c',
  DA3: '\x1b[=c',
  'DA by DECID': '\x1bZ',
  DSR: '\x1b[5n',
  CPR: '\x1b[6n',
  DECXCPR: '\x1b[?6n',
  'printer, keyboard and locator status': '\x1b[?15n\x1b[?26n\x1b[?55n',
  'colour scheme': '\x1b[?996n',
  DECRQM: '\x1b[4$p',
  'DECRQM of a private mode': '\x1b[?2004$p',
  DECRQSS: '\x1bP$qm\x1b\\',
  'DECRQSS of the margins': '\x1bP$qr\x1b\\',
  XTGETTCAP: '\x1bP+q544e\x1b\\',
  XTVERSION: '\x1b[>q',
  'XTVERSION with a parameter': '\x1b[>0q',
  DECRQPSR: '\x1b[1$w\x1b[2$w',
  DECREQTPARM: '\x1b[x\x1b[1x',
  DECRQCRA: '\x1b[1;1;1;1;24;80*y',
  'kitty keyboard': '\x1b[?u',
  'kitty keyboard switched on': '\x1b[>1u',
  'kitty graphics': '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\',
  'modifyOtherKeys asked for': '\x1b[?4m',
  'window reports': '\x1b[11t\x1b[13t\x1b[14t\x1b[15t\x1b[16t\x1b[18t\x1b[19t',
  'icon and window title reports': '\x1b]2;touch /tmp/x\x07\x1b[20t\x1b[21t',
  'title pushed and popped': '\x1b[22;0t\x1b[23;0t',
  'window moved and resized': '\x1b[3;0;0t\x1b[4;600;800t\x1b[8;10;10t',
  'palette colour': '\x1b]4;1;?\x07',
  'two palette colours': '\x1b]4;1;?;2;?\x07',
  'special colour': '\x1b]5;0;?\x07',
  foreground: '\x1b]10;?\x07',
  'all three colours in one': '\x1b]10;?;?;?\x07',
  background: '\x1b]11;?\x1b\\',
  'cursor colour': '\x1b]12;?\x07',
  'other colours': '\x1b]13;?\x07\x1b]14;?\x07\x1b]17;?\x07\x1b]19;?\x07',
  'kitty colours': '\x1b]21;foreground=?\x07',
  'clipboard read': '\x1b]52;c;?\x07',
  'clipboard reads of all kinds': '\x1b]52;;?\x07\x1b]52;pcs0;?\x1b\\',
  font: '\x1b]50;?\x07',
  ENQ: '\x05',
  'focus reporting': '\x1b[?1004h',
  'focus reporting over and over': '\x1b[?1004h\x1b[?1004l\x1b[?25;1004h',
  'size reporting': '\x1b[?2048h',
  'colour scheme reporting': '\x1b[?2031h',
};

const WRITES: Record<string, string> = {
  'clipboard write': `\x1b]52;c;${SECRET}\x07`,
  'clipboard write, ended by ST': `\x1b]52;c;${SECRET}\x1b\\`,
  'primary selection': `\x1b]52;p;${SECRET}\x07`,
};

/** As it is; with C1 controls as UTF-8 has them; and with C1 controls of eight bits. */
function formsOf(sequence: string): Uint8Array[] {
  const c1 = sequence.replace(/\x1b([\[\]P_\\])/g, (_, final: string) =>
    String.fromCharCode(final.charCodeAt(0) + 0x40),
  );
  const encoder = new TextEncoder();
  const eightBits = Uint8Array.from(c1, (char) => char.charCodeAt(0));
  return c1 === sequence
    ? [encoder.encode(sequence)]
    : [encoder.encode(sequence), encoder.encode(c1), eightBits];
}

/** Whole, in two pieces at every place, and one byte at a time. */
function cutsOf(bytes: Uint8Array): Uint8Array[][] {
  const cuts = [[bytes], Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))];
  for (let at = 1; at < bytes.length; at += 1) cuts.push([bytes.subarray(0, at), bytes.subarray(at)]);
  return cuts;
}

describe.each<Access>(['read', 'write'])('what an agent prints, to a terminal that may %s,', (access) => {
  let open: OpenTerminal;
  const copied = vi.fn(async () => undefined);

  beforeEach(async () => {
    vi.useFakeTimers();
    copied.mockClear();
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: copied, readText: copied } });
    open = await OpenTerminal.of(access);
  });
  afterEach(() => {
    open.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const printed = async (sequence: string) => {
    for (const form of formsOf(sequence)) {
      for (const pieces of cutsOf(form)) {
        await open.print(...pieces);
        // Whatever it was has ended, and the stream goes on as text.
        await open.print('\x18\x1b[H\x1b[2Kgoes on');
        expect(open.firstLine()).toBe('goes on');
      }
    }
  };

  it.each(Object.entries(SEQUENCES))('makes it send nothing: %s', async (_, sequence) => {
    const { cols, rows } = open.view.terminal;
    await printed(sequence);
    expect(open.sent()).toEqual([]);
    expect(open.view.state.get().clipboardWish).toBeNull();
    expect(copied).not.toHaveBeenCalled();
    expect(open.view.terminal).toMatchObject({ cols, rows });
  });

  it.each(Object.entries(WRITES))('puts nothing on the clipboard unasked: %s', async (_, sequence) => {
    for (const form of formsOf(sequence).slice(0, 2)) {
      for (const pieces of cutsOf(form)) {
        await open.print(...pieces);
        // The Mayor's is a question to the person, every time.
        expect(open.view.state.get().clipboardWish).toBe(access === 'write' ? 'rm -rf ~' : null);
        open.view.clipboardSettled();
      }
    }
    await printed(sequence);
    expect(open.sent()).toEqual([]);
    expect(copied).not.toHaveBeenCalled();
  });

  it('is no wish for the clipboard when it is only drawn anew', async () => {
    await open.draw(Object.values(WRITES).join(''));
    expect(open.view.state.get().clipboardWish).toBeNull();
  });

  it('has no effect beyond the terminal in a snapshot either', async () => {
    await open.draw(Object.values(SEQUENCES).join('\x18'));
    expect(open.sent()).toEqual([]);
    expect(copied).not.toHaveBeenCalled();
  });
});

describe('the focus', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is told to the Mayor’s program that wants to know, once somebody focuses the terminal', async () => {
    const open = await OpenTerminal.of('write');
    await open.print('\x1b[?10', '04h');
    expect(open.sent()).toEqual([]);
    open.view.terminal.focus();
    expect(open.sent()).toEqual(['\x1b[I']);
    open.close();
  });
});
