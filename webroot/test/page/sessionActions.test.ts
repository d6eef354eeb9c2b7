import { describe, expect, it } from 'vitest';
import { readSessionList } from '../../src/api/sessionList';
import { actionOfKeys } from '../../src/page/actions/useActionKeys';
import { sessionActions } from '../../src/page/sessionActions';

const { sessions } = readSessionList({
  townId: 't',
  sessions: [
    { name: 'a' },
    { name: 'b', attention: 'waiting' },
    { name: 'c' },
    { name: 'd', attention: 'waiting' },
  ],
})!;

/** The session that Alt and a key lead to. */
function alt(code: string, from: string | null): string | null {
  let chosen: string | null = null;
  const press = { altKey: true, ctrlKey: false, metaKey: false, shiftKey: false, key: '', code };
  actionOfKeys(
    press,
    true,
    sessionActions(sessions, from, (name) => (chosen = name)),
  )?.run(press);
  return chosen;
}

describe('from session to session', () => {
  it('Alt and a digit shows that session', () => {
    expect(alt('Digit3', 'a')).toBe('c');
    expect(alt('Digit9', 'a')).toBeNull();
  });

  it('Alt+N goes round those that need a person, in list order', () => {
    expect([alt('KeyN', 'a'), alt('KeyN', 'b'), alt('KeyN', 'd'), alt('KeyN', null)]).toEqual([
      'b',
      'd',
      'b',
      'b',
    ]);
  });
});
