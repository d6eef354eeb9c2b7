import { describe, expect, it } from 'vitest';
import { readSessionList } from '../../src/api/sessionList';
import { filterSessions, groupSessions } from '../../src/picker/groupSessions';

const { sessions } = readSessionList({
  townId: 't',
  sessions: [
    { name: 'hq-mayor', role: 'mayor', alive: true },
    { name: 'hq-deacon', role: 'deacon', alive: true },
    { name: 'gt-witness', role: 'witness', rig: 'gastown', alive: true },
    { name: 'gt-nux', role: 'polecat', rig: 'gastown', alive: false, title: 'Fix the login' },
  ],
})!;

describe('groups', () => {
  it('keep the order in which the list came', () => {
    const groups = groupSessions(sessions);
    expect(groups.map(({ rig }) => rig)).toEqual([null, 'gastown']);
    expect(groups.flatMap((group) => group.sessions)).toEqual(sessions);
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
    expect(filterSessions(sessions, query)).toHaveLength(count);
  });
});
