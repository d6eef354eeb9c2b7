import { describe, expect, it } from 'vitest';
import { keepPlace, placeHash, readPlace } from '../../src/page/location';

describe('the address', () => {
  it('remembers town and session over a reload', () => {
    const place = { townId: '3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01', sessionName: 'gt-nux' };
    expect(readPlace(placeHash(place))).toEqual(place);
  });

  it('says nothing when there is nothing to say', () => {
    expect(readPlace('')).toEqual({ townId: null, sessionName: null });
  });

  it('loses whatever the login brought along', () => {
    history.replaceState(null, '', '/?token=secret');
    keepPlace({ townId: 't', sessionName: null });
    expect(location.href).not.toContain('secret');
    expect(location.hash).toBe('#town=t');
  });
});
