import { describe, expect, it } from 'vitest';
import { readSessionList } from '../../src/api/sessionList';

describe('reading a session list', () => {
  it('serves a sandbox that sends name, role and alive only, without inventing activity', () => {
    const list = readSessionList({
      townId: 't',
      sessions: [{ name: 'a', role: 'polecat', alive: true }, { name: 'b' }],
    });
    expect(list?.sessions[0]).toMatchObject({ status: 'active', idleSeconds: null, title: null, rig: null });
    expect(list?.sessions[1]).toMatchObject({ role: 'unknown', status: 'dead', alive: false });
  });

  it('drops what is no session, and what no list should carry', () => {
    const list = readSessionList({
      townId: 't',
      sessions: [
        null,
        7,
        { role: 'mayor' },
        { name: 'x', role: 'wizard', status: 'asleep', content: 'secret' },
      ],
    });
    expect(list?.sessions).toHaveLength(1);
    expect(list?.sessions[0]).toMatchObject({ name: 'x', role: 'unknown', status: 'dead' });
    expect(JSON.stringify(list)).not.toContain('secret');
  });

  it('cuts titles and reasons at 120 characters', () => {
    const long = 'x'.repeat(500);
    const list = readSessionList({
      townId: 't',
      sessions: [{ name: 'a', title: long, attentionReason: long }],
    });
    expect(list?.sessions[0]?.title).toHaveLength(120);
    expect(list?.sessions[0]?.attentionReason).toHaveLength(120);
  });

  it('reads why a list is stale, as text or as an object', () => {
    expect(readSessionList({ townId: 't', sessions: [], stale: true, error: 'down' })?.error).toBe('down');
    expect(readSessionList({ townId: 't', sessions: [], error: { message: 'slow' } })?.error).toBe('slow');
  });

  it.each([null, 'list', {}, { townId: 't' }, { sessions: [] }])('is null for %j', (raw) => {
    expect(readSessionList(raw)).toBeNull();
  });
});
