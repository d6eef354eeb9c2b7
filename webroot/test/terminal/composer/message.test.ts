import { describe, expect, it } from 'vitest';
import {
  cleanText,
  entersEachLine,
  isBig,
  messageOf,
  planDelivery,
} from '../../../src/terminal/composer/message';

describe('a text', () => {
  it.each([
    ['a\x1b[201~rm -rf ~\r', 'arm -rf ~\n'],
    ['a\x1b[200~b', 'ab'],
    ['a\x1b\x1b[201~[201~b', 'a[201~b'],
    ['\x03\x04\x1b[A\x7f\x00\x9b201~x', '[A201~x'],
    ['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
    ['tab\tstays, as do 緑 and 🚀', 'tab\tstays, as do 緑 and 🚀'],
  ])('can press no key: %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
    expect(cleanText(text)).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
  });

  it('has no blank lines at its end, which would be more Enters', () => {
    expect(messageOf('  fix it\n\n  \n')).toBe('  fix it');
    expect(messageOf(' \n ')).toBe('');
  });

  it('is big from six lines or 2001 characters on', () => {
    expect([isBig('1\n2\n3\n4\n5'), isBig('1\n2\n3\n4\n5\n6')]).toEqual([false, true]);
    expect([isBig('x'.repeat(2_000)), isBig('x'.repeat(2_001))]).toEqual([false, true]);
  });
});

describe('a text on its way', () => {
  it('is a bracketed paste where the program takes pastes, with the line ends of a terminal', () => {
    expect(planDelivery('one\ntwo', 'keys', 'on')).toEqual({
      form: 'paste',
      body: '\x1b[200~one\rtwo\x1b[201~',
    });
    expect(planDelivery('one', 'keys', 'on').form).toBe('paste');
  });

  it('is bracketed where nothing is known, if it has several lines or a key in it', () => {
    expect(planDelivery('one\ntwo', 'keys', 'unknown').form).toBe('paste');
    expect(planDelivery('a\tb', 'keys', 'unknown').form).toBe('paste');
    expect(planDelivery('one', 'keys', 'unknown')).toEqual({ form: 'typed', body: 'one' });
  });

  it('has no brackets in it where the program would take them for keys, and completes nothing', () => {
    expect(planDelivery('one\n\ttwo', 'keys', 'off')).toEqual({ form: 'typed', body: 'one\r    two' });
  });

  it('is as it was written in the plain form', () => {
    expect(planDelivery('one\ntwo', 'lines', 'unknown')).toEqual({ form: 'line', body: 'one\ntwo' });
  });

  it('is known to be entered line by line before it is sent', () => {
    const entered = (text: string, input: 'keys' | 'lines', mode: 'on' | 'off' | 'unknown') =>
      entersEachLine(text, planDelivery(text, input, mode));
    expect(entered('one\ntwo', 'keys', 'off')).toBe(true);
    expect(entered('one\ntwo', 'lines', 'unknown')).toBe(true);
    expect(entered('one', 'keys', 'off')).toBe(false);
    expect(entered('one\ntwo', 'keys', 'unknown')).toBe(false);
  });
});
