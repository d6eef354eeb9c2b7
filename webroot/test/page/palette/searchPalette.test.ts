import { describe, expect, it } from 'vitest';
import type { PageAction } from '../../../src/page/actions/actionRegistry';
import { searchPalette } from '../../../src/page/palette/searchPalette';
import { sessionsOf } from '../../picker/sessions';

const sessions = sessionsOf(
  { name: 'hq-mayor', role: 'mayor' },
  { name: 'gt-nux', role: 'polecat', rig: 'gastown' },
  { name: 'gt-ace', role: 'polecat', rig: 'gastown', attention: 'waiting' },
);
const action = (id: string, rest: Partial<PageAction>): PageAction => {
  return { id, group: 'Page', label: id, run: () => undefined, ...rest };
};
const actions = [
  action('split', { group: 'Layout', label: 'Two panes', keywords: ['split'] }),
  action('theme', { label: 'Dark theme' }),
  action('number', { label: 'First … ninth session', keys: ['Alt+1…9'], keysOnly: true }),
];
const found = (query: string) => {
  const { waiting, sessions: others, actions: groups } = searchPalette(sessions, actions, query);
  return [waiting, others, groups.flatMap((part) => part.actions)].map((part) =>
    part.map((entry) => ('id' in entry ? entry.id : entry.name)),
  );
};

describe('the command palette', () => {
  it('offers who waits, all others in list order, and what can be done without pressing keys', () => {
    expect(found('')).toEqual([['gt-ace'], ['hq-mayor', 'gt-nux'], ['split', 'theme']]);
  });

  it('finds sessions and commands by any of their words', () => {
    expect(found('gastown polecat')).toEqual([['gt-ace'], ['gt-nux'], []]);
    expect(found('SPLIT')).toEqual([[], [], ['split']]);
    expect(found('layout panes')).toEqual([[], [], ['split']]);
    expect(found('nonsense')).toEqual([[], [], []]);
  });

  it('shows of many sessions the first, and says how many more there are', () => {
    const many = sessionsOf(...Array.from({ length: 500 }, (_, n) => ({ name: `gt-${n}` })));
    const content = searchPalette(many, [], 'gt');
    expect(content.sessions.length + content.left).toBe(500);
    expect(content.sessions.length).toBeLessThanOrEqual(50);
    expect(searchPalette(many, [], 'gt-499').sessions.map(({ name }) => name)).toEqual(['gt-499']);
  });
});
