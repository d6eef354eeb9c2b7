import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Store } from '../../../src/resilience/store';
import { ENTER_DELAY_MS, MessageSender } from '../../../src/terminal/composer/messageSender';
import { INITIAL_STATE, type ConnectionState } from '../../../src/terminal/connection/connectionState';

const LIVE: ConnectionState = { ...INITIAL_STATE, status: 'connected', access: 'write' };

let state: Store<ConnectionState>;
let sent: string[];
let sender: MessageSender;

beforeEach(() => {
  vi.useFakeTimers();
  state = new Store(LIVE);
  sent = [];
  sender = new MessageSender({
    state,
    sendKeys: (data) => sent.push(new TextDecoder().decode(data)),
    sendLine: (text) => sent.push(`line ${text}`),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

it('Enter follows the text as a frame of its own, once programs took the text for a paste', () => {
  expect(sender.send({ form: 'paste', body: 'hello' })).toBe(true);
  vi.advanceTimersByTime(ENTER_DELAY_MS - 1);
  expect(sent).toEqual(['hello']);
  expect(sender.state.get()).toBe('sending');
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(['hello', '\r']);
  expect(sender.state.get()).toBe('idle');
});

it('a second message waits for the first one’s Enter to be sent by the person again', () => {
  sender.send({ form: 'typed', body: 'one' });
  expect(sender.send({ form: 'typed', body: 'two' })).toBe(false);
  vi.advanceTimersByTime(ENTER_DELAY_MS);
  expect(sender.send({ form: 'typed', body: 'two' })).toBe(true);
  vi.advanceTimersByTime(ENTER_DELAY_MS);
  expect(sent).toEqual(['one', '\r', 'two', '\r']);
});

it('Enter is never sent over another connection than the text', () => {
  sender.send({ form: 'paste', body: 'hello' });
  state.set({ ...LIVE, status: 'reconnecting' });
  expect(sender.state.get()).toBe('unfinished');
  state.set(LIVE);
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual(['hello']);
  sender.acknowledge();
  expect(sender.state.get()).toBe('idle');
});

it.each<Partial<ConnectionState>>([
  { status: 'reconnecting' },
  { status: 'connecting' },
  { status: 'disconnected' },
  { access: 'read' },
])('nothing is sent, now or later, while %j', (other) => {
  state.set({ ...LIVE, ...other });
  expect(sender.send({ form: 'paste', body: 'hello' })).toBe(false);
  expect(sender.send({ form: 'line', body: 'hello' })).toBe(false);
  state.set(LIVE);
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual([]);
});

it('the plain form gets one message, and no Enter of ours', () => {
  expect(sender.send({ form: 'line', body: 'a\nb' })).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual(['line a\nb']);
});
