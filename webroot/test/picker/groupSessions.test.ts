import { describe, expect, it } from 'vitest';
import { groupSessions, matchesFilter } from '../../src/picker/groupSessions';
import { placeAsListed, placeSteadily } from '../../src/picker/steadyOrder';
import { sessionsOf } from './sessions';

const sessions = sessionsOf(
  { name: 'hq-mayor', role: 'mayor', alive: true },
  { name: 'hq-deacon', role: 'deacon', alive: true },
  { name: 'gt-witness', role: 'witness', rig: 'gastown', alive: true },
  { name: 'gt-nux', role: 'polecat', rig: 'gastown', alive: false, title: 'Fix the login' },
);
const headings = (placed = placeAsListed(sessions)) => groupSessions(placed).map(({ heading }) => heading);

describe('groups', () => {
  it('pin the Mayor first, then come the town’s agents, then one group a rig, in list order', () => {
    expect(headings()).toEqual([null, 'Town', 'gastown']);
    const rows = groupSessions(placeAsListed(sessions)).flatMap((group) => group.rows);
    expect(rows.map(({ session }) => session)).toEqual(sessions);
  });

  it('tell a rig that is called Town from the town', () => {
    const more = sessionsOf({ name: 'a', role: 'dog' }, { name: 'b', role: 'crew', rig: 'Town' });
    const groups = groupSessions(placeAsListed(more));
    expect(groups).toHaveLength(2);
    expect(new Set(groups.map(({ key }) => key)).size).toBe(2);
  });

  it('keep their identity when another one appears before them', () => {
    const key = (list: typeof sessions) => groupSessions(placeAsListed(list)).at(-1)!.key;
    expect(key(sessions)).toBe(key(sessions.slice(2)));
  });

  it('have a place of their own for whoever came while no row was to move', () => {
    const placed = placeSteadily(placeAsListed(sessions.slice(2)), sessions);
    expect(headings(placed)).toEqual(['gastown', 'New']);
  });
});

describe('filter', () => {
  it.each([
    ['', 4],
    ['  ', 4],
    ['gastown', 2],
    ['polecat login', 1],
    ['DEAD', 1],
    ['nobody', 0],
  ])('finds by every word: %j', (query, count) => {
    expect(sessions.filter((session) => matchesFilter(session, query))).toHaveLength(count);
  });

  it('finds who waits, and by what they ask', () => {
    const [session] = sessionsOf({ name: 'a', attention: 'waiting', attentionReason: 'May I run npm?' });
    expect(matchesFilter(session!, 'waiting npm')).toBe(true);
  });
});
