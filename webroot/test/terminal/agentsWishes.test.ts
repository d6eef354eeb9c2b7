import { Terminal } from '@xterm/xterm';
import { beforeEach, describe, expect, it } from 'vitest';
import { hearClipboardWrites } from '../../src/terminal/screen/clipboardWrites';
import { keepMouse } from '../../src/terminal/screen/mouse';
import { historyText, screenText } from '../../src/terminal/screen/plainText';

let terminal: Terminal;
let mayor: boolean;
let wishes: string[];
const print = (text: string) => new Promise<void>((done) => terminal.write(text, done));
const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

beforeEach(() => {
  terminal = new Terminal({ cols: 10, rows: 4, allowProposedApi: true });
  mayor = true;
  wishes = [];
  keepMouse(terminal, () => !mayor);
  hearClipboardWrites(
    terminal,
    () => mayor,
    (text) => wishes.push(text),
  );
});

describe('OSC 52', () => {
  it('is a wish when the Mayor’s program says it', async () => {
    await print(`\x1b]52;c;${base64('grüße 緑')}\x07`);
    expect(wishes).toEqual(['grüße 緑']);
  });

  it('is nothing when a reader’s session says it', async () => {
    mayor = false;
    await print(`\x1b]52;c;${base64('mine')}\x07`);
    expect(wishes).toEqual([]);
  });

  it('is neither answered nor a wish as a question, when too long, unreadable or empty', async () => {
    const answers: string[] = [];
    terminal.onData((data) => answers.push(data));
    for (const data of ['c;?', `c;${base64('x'.repeat(80_000))}`, 'c;%%%', 'c;', `c;${btoa('\xff\xfe')}`])
      await print(`\x1b]52;${data}\x07`);
    expect(wishes).toEqual([]);
    expect(answers).toEqual([]);
  });
});

describe('mouse reports', () => {
  it.each(['\x1b[?1000h', '\x1b[?1002h\x1b[?1006h', '\x1b[?1006;1003h', '\x1b[?9h'])(
    'are the Mayor’s to switch on, and not a reader’s: %j',
    async (request) => {
      await print(request);
      expect(terminal.modes.mouseTrackingMode).not.toBe('none');
      await print('\x1bc');
      mayor = false;
      await print(request);
      expect(terminal.modes.mouseTrackingMode).toBe('none');
    },
  );

  it('take no other mode with them', async () => {
    mayor = false;
    await print('\x1b[?2004h\x1b[?1h');
    expect(terminal.modes).toMatchObject({ bracketedPasteMode: true, applicationCursorKeysMode: true });
  });
});

describe('text of a terminal', () => {
  it('has wrapped lines joined and no blanks at the ends', async () => {
    await print('one  \r\nabcdefghijklmno\r\n\r\nlast\x1b[K');
    expect(screenText(terminal)).toBe('abcdefghijklmno\n\nlast\n');
    expect(historyText(terminal)).toBe('one\nabcdefghijklmno\n\nlast\n');
  });

  it('has the log behind a full screen first, then what is on it', async () => {
    await print('log\x1b[?1049h\x1b[Hmenu');
    expect(historyText(terminal)).toBe('log\n\nmenu\n');
    expect(screenText(terminal)).toBe('menu\n');
  });
});
