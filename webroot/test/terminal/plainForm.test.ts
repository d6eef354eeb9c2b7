import { describe, expect, it } from 'vitest';
import { PlainForm } from '../../src/terminal/protocol/plainForm';
import { bytes, ScreenRecorder } from './screenRecorder';

function client(followsPane: boolean) {
  const screen = new ScreenRecorder();
  const sent: unknown[] = [];
  return { screen, sent, plain: new PlainForm(screen, (frame) => sent.push(frame), followsPane) };
}

describe('the plain form', () => {
  it('draws the whole pane, with the line ends a terminal wants', () => {
    const { plain, screen } = client(false);
    plain.receiveText(JSON.stringify({ type: 'output', data: 'one\ntwo\n', timestamp: 1 }));
    expect(screen.drawn).toEqual(['redraw one\x1b[0m\r\ntwo']);
  });

  it('gives a reader the pane’s own shape, colours not counted as columns', () => {
    const { plain, screen } = client(true);
    const line = `\x1b[31m${'x'.repeat(100)}\x1b[0m`;
    plain.receiveText(JSON.stringify({ type: 'output', data: `${line}\nb\nc\n` }));
    expect(screen.drawn[0]).toBe('size 100x3');
  });

  it('never draws other messages, nor text that is no message', () => {
    const { plain, screen } = client(true);
    plain.receiveText('{"type":"status","data":"x"}');
    plain.receiveText('{"type":"output","data":5}');
    plain.receiveText('output');
    expect(screen.drawn).toEqual([]);
  });

  it('draws JSON that an agent printed', () => {
    const { plain, screen } = client(false);
    plain.receiveText(JSON.stringify({ type: 'output', data: '{"type":"output","data":"x"}' }));
    expect(screen.drawn).toEqual(['redraw {"type":"output","data":"x"}']);
  });

  it('sends whole lines, and never single keys that would each be followed by Enter', () => {
    const { plain, sent } = client(false);
    plain.sendKeys();
    plain.sendLine('make test');
    plain.sendResize(90, 20);
    expect(sent).toEqual(['{"type":"input","data":"make test"}', '{"type":"resize","cols":90,"rows":20}']);
    expect(plain.input).toBe('lines');
  });

  it('takes a stray binary frame for terminal bytes', () => {
    const { plain, screen } = client(false);
    plain.receiveBinary(bytes('raw'));
    expect(screen.drawn).toEqual(['write raw']);
  });
});
