import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readSessionList } from '../../src/api/sessionList';
import { useLifeSigns } from '../../src/terminal/useLifeSigns';
import type { SessionView } from '../../src/terminal/view/sessionView';

const NOW = 1_700_000_000_000;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function printedAt(session: object, list: object = {}): unknown[] {
  const printed: unknown[] = [];
  const view = { connection: { printedAt: (moment: number) => printed.push(moment) } };
  const sessions = [{ name: 'nux', alive: true, idleSeconds: 3, ...session }];
  const known = readSessionList({ townId: 't', sequence: 1, polledAt: 1, sessions, ...list });
  function Probe() {
    useLifeSigns(view as unknown as SessionView, known, 'nux');
    return null;
  }
  const root = createRoot(document.createElement('div'));
  act(() => root.render(<Probe />));
  act(() => root.unmount());
  return printed;
}

it('the list tells when an agent printed last, at the earliest', () => {
  expect(printedAt({})).toEqual([NOW - 9_000]);
});

it.each([
  ['a stale list', {}, { stale: true }],
  ['a session whose activity is unknown', { idleSeconds: null }, {}],
  ['a dead session', { alive: false }, {}],
  ['another session', { name: 'slit' }, {}],
])('nothing is concluded from %s', (_what, session, list) => {
  expect(printedAt(session, list)).toEqual([]);
});
