import { describe, expect, it } from 'vitest';
import { TransportChoice } from '../../src/feed/transportChoice';

const ALL = ['websocket', 'xhr-streaming', 'xhr-polling'];
const SOCKET_ONLY = ['websocket'];

describe('transports of the feed', () => {
  it('are all tried where none has worked yet', () => {
    const choice = new TransportChoice();
    expect([choice.offer(), choice.offer()]).toEqual([ALL, ALL]);
  });

  it('do not fall back because a draining node refuses a WebSocket', () => {
    const choice = new TransportChoice();
    choice.offer();
    choice.worked('websocket');
    for (let refused = 0; refused < 6; refused += 1) expect(choice.offer()).toEqual(SOCKET_ONLY);
  });

  it('fall back after all when WebSockets go on failing, and return to them', () => {
    const choice = new TransportChoice();
    choice.worked('websocket');
    for (let refused = 0; refused < 6; refused += 1) choice.offer();
    expect(choice.offer()).toEqual(ALL);
    choice.worked('xhr-streaming');
    expect(choice.offer()).toEqual(ALL);
    choice.worked('websocket');
    expect(choice.offer()).toEqual(SOCKET_ONLY);
  });
});
