import { describe, expect, it } from 'vitest';
import { placeAsListed, placeSteadily, type PlacedSession } from '../../src/picker/steadyOrder';
import { sessionsOf } from './sessions';

const list = (names: string) => sessionsOf(...names.split('').map((name) => ({ name, status: 'active' })));
const words = (placed: readonly PlacedSession[]) =>
  placed.map(({ session: { name }, place }) => (place === 'listed' ? name : `${name} ${place}`));

describe('while no row is to move', () => {
  it('a session that comes stands at the end, wherever the list has it', () => {
    expect(words(placeSteadily(placeAsListed(list('bd')), list('abcd')))).toEqual([
      'b',
      'd',
      'a new',
      'c new',
    ]);
  });

  it('a session that goes keeps its place, as it was last', () => {
    const placed = placeSteadily(placeAsListed(list('abc')), list('ac'));
    expect(words(placed)).toEqual(['a', 'b gone', 'c']);
    expect(placed[1]!.session.status).toBe('active');
  });

  it('one that comes back has its old place, and a new one remains new, over many lists', () => {
    const lists = [list('ac'), list('xabc'), list('xbac')];
    const placed = lists.reduce(placeSteadily, placeAsListed(list('abc')));
    expect(words(placed)).toEqual(['a', 'b', 'c', 'x new']);
  });

  it('whoever changes shows it where they are', () => {
    const placed = placeSteadily(placeAsListed(list('ab')), [
      ...sessionsOf({ name: 'b', status: 'dead' }),
      ...list('a'),
    ]);
    expect(placed.map(({ session }) => `${session.name} ${session.status}`)).toEqual(['a active', 'b dead']);
  });
});
