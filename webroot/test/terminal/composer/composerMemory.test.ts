import { expect, it } from 'vitest';
import { ComposerMemory } from '../../../src/terminal/composer/composerMemory';

class Drawer {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

it('each session keeps its draft, over a reload too', () => {
  const drawer = new Drawer();
  const memory = new ComposerMemory(drawer);
  memory.keepDraft('t/hq-mayor', 'half a thought');
  expect(memory.draftOf('t/hq-mayor')).toBe('half a thought');
  expect(memory.draftOf('u/hq-mayor')).toBe('');
  expect(new ComposerMemory(drawer).draftOf('t/hq-mayor')).toBe('half a thought');
  memory.keepDraft('t/hq-mayor', '');
  expect(drawer.items.size).toBe(0);
});

it('a town remembers its messages, each once, and not another town’s', () => {
  const memory = new ComposerMemory(new Drawer());
  for (const message of ['one', 'two', 'one']) memory.remember('t', message);
  expect(memory.history('t')).toEqual(['two', 'one']);
  expect(memory.history('u')).toEqual([]);
});

it('the memory is bounded, by number and by size, and the newest stays', () => {
  const memory = new ComposerMemory(new Drawer());
  for (let n = 0; n < 60; n += 1) memory.remember('t', `message ${n}`);
  expect(memory.history('t')).toHaveLength(50);
  expect(memory.history('t').at(-1)).toBe('message 59');
  memory.remember('t', 'x'.repeat(150_000));
  memory.remember('t', 'y'.repeat(150_000));
  expect(memory.history('t')).toEqual(['y'.repeat(150_000)]);
});

it('a browser that keeps nothing does not keep anybody from writing', () => {
  const refuse = () => {
    throw new Error('storage is off');
  };
  const memory = new ComposerMemory({ getItem: refuse, setItem: refuse, removeItem: refuse });
  memory.keepDraft('t/hq-mayor', 'draft');
  memory.remember('t', 'x');
  expect(memory.draftOf('t/hq-mayor')).toBe('draft');
  expect(memory.history('t')).toEqual([]);
});

it('what is no history is none', () => {
  const drawer = new Drawer();
  drawer.setItem('gastown.messages.t', '{"a":1}');
  drawer.setItem('gastown.messages.u', 'nonsense');
  const memory = new ComposerMemory(drawer);
  expect([memory.history('t'), memory.history('u')]).toEqual([[], []]);
});
