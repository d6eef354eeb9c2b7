import { beforeEach, describe, expect, it } from 'vitest';
import { TerminalV2 } from '../../src/terminal/protocol/terminalV2';
import { bytes, ScreenRecorder, text } from './screenRecorder';

describe('gastown.terminal.v2', () => {
  let screen: ScreenRecorder;
  let sent: (string | Uint8Array)[];
  let heard: unknown[];
  let client: TerminalV2;

  beforeEach(() => {
    screen = new ScreenRecorder();
    sent = [];
    heard = [];
    client = new TerminalV2(
      screen,
      { onHello: (hello) => heard.push(hello), onExit: (status) => heard.push({ exit: status }) },
      (frame) => sent.push(frame),
    );
  });

  it('draws a snapshot in one step, when it is complete and not before', () => {
    client.receiveText('{"type":"snapshot"}');
    client.receiveBinary(bytes('history '));
    client.receiveBinary(bytes('and screen'));
    expect(screen.drawn).toEqual([]);
    client.receiveText('{"type":"live"}');
    client.receiveBinary(bytes('then live'));
    expect(screen.drawn).toEqual(['redraw history and screen', 'write then live']);
  });

  it('begins anew when a second snapshot overtakes the first', () => {
    client.receiveText('{"type":"snapshot"}');
    client.receiveBinary(bytes('old'));
    client.receiveText('{"type":"snapshot"}');
    client.receiveBinary(bytes('new'));
    client.receiveText('{"type":"live"}');
    expect(screen.drawn).toEqual(['redraw new']);
  });

  it('draws output that looks like a control message', () => {
    client.receiveBinary(bytes('{"type":"exit","status":0}'));
    client.receiveBinary(bytes('{"type":"snapshot"}'));
    expect(screen.drawn).toEqual(['write {"type":"exit","status":0}', 'write {"type":"snapshot"}']);
    expect(heard).toEqual([]);
  });

  it('never draws a text frame, known, unknown or broken', () => {
    for (const frame of [
      '{"type":"weather"}',
      '{"type":7}',
      'null',
      '[]',
      'not json',
      '{"data":"x"}',
      '"live"',
    ]) {
      client.receiveText(frame);
    }
    expect(screen.drawn).toEqual([]);
  });

  it('ignores a `live` that no snapshot went before', () => {
    client.receiveText('{"type":"live"}');
    expect(screen.drawn).toEqual([]);
  });

  it('takes the size from the greeting and from every change', () => {
    client.receiveText(
      '{"type":"hello","session":"s","role":"witness","access":"read","cols":100,"rows":30}',
    );
    client.receiveText('{"type":"size","cols":132,"rows":43}');
    expect(screen.drawn).toEqual(['size 100x30', 'size 132x43']);
    expect(heard).toEqual([{ role: 'witness', access: 'read' }]);
  });

  it('is not led astray by a size that is none', () => {
    for (const size of [
      '"cols":0,"rows":5',
      '"cols":-3,"rows":5',
      '"cols":"9","rows":5',
      '"cols":1e9,"rows":5',
    ]) {
      client.receiveText(`{"type":"size",${size}}`);
    }
    expect(screen.drawn).toEqual([]);
  });

  it('says that the program ended, its status unknown or not', () => {
    client.receiveText('{"type":"exit","status":3}');
    client.receiveText('{"type":"exit","status":null}');
    expect(heard).toEqual([{ exit: 3 }, { exit: null }]);
  });

  it('sends keys as bytes, a big paste in frames no gateway refuses', () => {
    client.sendKeys(bytes('ä'));
    const paste = bytes('p'.repeat(100_000));
    client.sendKeys(paste);
    const frames = sent as Uint8Array[];
    expect([...frames[0]!]).toEqual([0xc3, 0xa4]);
    expect(Math.max(...frames.map((frame) => frame.length))).toBeLessThanOrEqual(32 * 1024);
    expect(frames.slice(1).map(text).join('')).toBe(text(paste));
  });

  it('asks for sizes and snapshots as control messages', () => {
    client.sendResize(120, 40);
    expect(client.requestSnapshot()).toBe(true);
    expect(sent).toEqual(['{"type":"resize","cols":120,"rows":40}', '{"type":"snapshot"}']);
  });
});
