import { afterEach, expect, it, vi } from 'vitest';
import { alone } from '../../../src/page/login/loginKeeper';
import { logOut } from '../../../src/page/login/logOut';

/** One piece of work at a time, as the browser's locks have it. */
function locks() {
  let queue: Promise<unknown> = Promise.resolve();
  return { request: (_name: string, work: () => Promise<void>) => (queue = queue.then(work)) };
}

afterEach(() => vi.unstubAllGlobals());

it('a login is ended at once, and again when a tab has renewed it meanwhile', async () => {
  const said: string[] = [];
  vi.stubGlobal('navigator', { locks: locks() });
  vi.stubGlobal('location', { href: 'https://gateway.example/', reload: () => said.push('reload') });
  vi.stubGlobal('fetch', (address: URL) => {
    said.push(address.pathname);
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  let renewed: () => void = () => {};
  void alone(() => new Promise<void>((done) => (renewed = done)));

  const loggingOut = logOut();
  await new Promise((turn) => setTimeout(turn));
  expect(said).toEqual(['/logout']);
  renewed();
  await loggingOut;

  expect(said).toEqual(['/logout', '/logout', 'reload']);
});
