import { expect, it } from 'vitest';
import example from '../example/package.json';
import library from '../package.json';

it('the example builds with the versions this page was locked to, and with the package made here', () => {
  const { '@gastown/terminal': packed, ...others } = { ...example.dependencies, ...example.devDependencies };
  expect(packed).toBe(`file:../gastown-terminal-${library.version}.tgz`);
  expect(library.devDependencies).toMatchObject(others);
});
