import { expect, it } from 'vitest';
import type { AgentSession } from '../../src/api/types';
import { arrange, rearrange } from '../../src/wall/arrangement';

const sessions = (...names: string[]): AgentSession[] =>
  names.map((name) => {
    const attention = name.endsWith('!') ? 'waiting' : null;
    return { name: name.replace('!', ''), attention } as AgentSession;
  });

it('who needs a person hangs first, the others as in the list', () => {
  expect(arrange(sessions('mayor', 'a', 'b!', 'c'))).toEqual(['b', 'mayor', 'a', 'c']);
});

it('nothing moves because somebody needs a person now, or because the list has another order', () => {
  expect(rearrange(['mayor', 'a', 'b'], sessions('b!', 'a', 'mayor'))).toEqual(['mayor', 'a', 'b']);
});

it('a newcomer takes the place of who left, and else hangs last', () => {
  expect(rearrange(['mayor', 'a', 'b'], sessions('mayor', 'b', 'c'))).toEqual(['mayor', 'c', 'b']);
  expect(rearrange(['mayor', 'a'], sessions('mayor', 'a', 'c', 'd!'))).toEqual(['mayor', 'a', 'd', 'c']);
});

it('the last one fills a gap that no newcomer fills, and only that one moves', () => {
  expect(rearrange(['mayor', 'a', 'b', 'c'], sessions('mayor', 'b', 'c'))).toEqual(['mayor', 'c', 'b']);
  expect(rearrange(['mayor', 'a', 'b', 'c'], sessions('b'))).toEqual(['b']);
  expect(rearrange(['mayor', 'a'], sessions('mayor'))).toEqual(['mayor']);
  expect(rearrange(['mayor', 'a'], [])).toEqual([]);
});
