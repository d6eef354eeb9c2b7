import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { swallowQueries } from '../../src/terminal/screen/swallowQueries';

/** What an xterm of ours sends back when a program prints this. */
async function answersTo(output: string): Promise<string[]> {
  const terminal = new Terminal({ allowProposedApi: true });
  swallowQueries(terminal);
  const answers: string[] = [];
  terminal.onData((data) => answers.push(data));
  await new Promise<void>((done) => terminal.write(output, done));
  terminal.dispose();
  return answers;
}

describe('questions to the terminal', () => {
  it.each([
    ['DA1', '\x1b[c'],
    ['DA1 with parameter', '\x1b[0c'],
    ['DA2', '\x1b[>c'],
    ['DA3', '\x1b[=c'],
    ['status', '\x1b[5n'],
    ['cursor position', '\x1b[6n'],
    ['DEC cursor position', '\x1b[?6n'],
    ['ANSI mode', '\x1b[4$p'],
    ['private mode', '\x1b[?2026$p'],
    ['version', '\x1b[>q'],
    ['window size', '\x1b[18t'],
    ['foreground', '\x1b]10;?\x07'],
    ['background', '\x1b]11;?\x1b\\'],
    ['cursor colour', '\x1b]12;?\x07'],
    ['palette', '\x1b]4;1;?\x07'],
    ['settings', '\x1bP$qm\x1b\\'],
    ['capabilities', '\x1bP+q544e\x1b\\'],
    ['kitty keyboard', '\x1b[?u'],
    ['clipboard', '\x1b]52;c;?\x07'],
  ])('%s stays unanswered: tmux has answered it', async (_, query) => {
    expect(await answersTo(query)).toEqual([]);
  });

  it('leaves what is no question alone', async () => {
    const terminal = new Terminal({ allowProposedApi: true });
    swallowQueries(terminal);
    await new Promise<void>((done) =>
      terminal.write('\x1b]2;a title\x07\x1b[31mred\x1b[4 q\x1b[?2004h', done),
    );
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('red');
    expect(terminal.modes.bracketedPasteMode).toBe(true);
    terminal.dispose();
  });
});
