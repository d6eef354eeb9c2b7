import { Terminal } from '@xterm/xterm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Store } from '../../../src/resilience/store';
import { Composing } from '../../../src/terminal/composer/composing';
import { INITIAL_STATE } from '../../../src/terminal/connection/connectionState';
import type { TerminalConnection } from '../../../src/terminal/connection/terminalConnection';

describe('composing', () => {
  let terminal: Terminal;
  let composing: Composing;
  let typed: string[];
  let host: HTMLElement;

  beforeEach(() => {
    terminal = new Terminal();
    const state = new Store({ ...INITIAL_STATE, status: 'connected' as const, access: 'write' as const });
    composing = new Composing(terminal, { state } as unknown as TerminalConnection);
    typed = [];
    terminal.onData((data) => typed.push(data));
    host = document.createElement('div');
    composing.guard(host);
  });
  afterEach(() => terminal.dispose());

  const print = (bytes: string) => new Promise<void>((done) => terminal.write(bytes, done));
  const form = () => composing.plan('one\ntwo').form;
  const paste = (text: string) => {
    const event = new Event('paste', { cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => text } });
    host.dispatchEvent(event);
    return event;
  };

  it('knows what the program last said about pastes, and that it said nothing', async () => {
    expect(form()).toBe('paste');
    await print('\x1b[?2004l');
    expect(form()).toBe('typed');
    await print('\x1b[?1004;2004h');
    expect(form()).toBe('paste');
    await print('\x1b[?2004l\x1bc');
    expect(form()).toBe('paste');
    await print('\x1b[?2004l\x1b[?25h\x1b[?1049l');
    expect(form()).toBe('typed');
  });

  it('leaves xterm its own knowledge of the mode', async () => {
    await print('\x1b[?2004h');
    expect(terminal.modes.bracketedPasteMode).toBe(true);
  });

  it('pastes small texts at once, in brackets that the text can’t end', () => {
    expect(paste('ls\nrm\x1b[201~\x03').defaultPrevented).toBe(true);
    expect(typed).toEqual(['\x1b[200~ls\rrm\x1b[201~']);
  });

  it('asks about big ones first', () => {
    paste('1\n2\n3\n4\n5\n6');
    expect(typed).toEqual([]);
    expect(composing.questioned.get()).toBe('1\n2\n3\n4\n5\n6');
  });

  it('leaves a reader’s terminal alone', () => {
    terminal.options.disableStdin = true;
    expect(paste('x').defaultPrevented).toBe(false);
    expect(typed).toEqual([]);
  });
});
