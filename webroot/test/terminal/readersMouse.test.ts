import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenTerminal } from './openTerminal';

const MOUSE_MODES = [9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016];
const TRACKING_MODES = [9, 1000, 1002, 1003];
/** How programs ask, and how somebody would who knows that the two are told apart. */
const REQUESTS = MOUSE_MODES.flatMap((mode) => [
  `\x1b[?${mode}h`,
  `\x1b[?1;${mode}h`,
  `\x1b[?${mode};1h`,
  `\x1b[?25;${mode};1006h`,
  `\x1b[?1006;${mode};1049;2004h`,
  `\x1b[?1049;2004;${mode}h`,
  `\u009b?25;${mode}h`,
  `\x1b\r[?\r25;\r${mode}\rh`,
]);

/** Everything a person does with a mouse and a keyboard. */
function useEverything({ view }: OpenTerminal): void {
  const element = view.terminal.element!;
  const screen = element.querySelector('.xterm-screen')!;
  const at = { bubbles: true, cancelable: true, clientX: 5, clientY: 5, button: 0, buttons: 1 };
  view.terminal.focus();
  for (const type of ['mousedown', 'mousemove', 'mouseup', 'click', 'dblclick', 'contextmenu'])
    screen.dispatchEvent(new MouseEvent(type, at));
  screen.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: 100 }));
  const keyboard = view.terminal.textarea!;
  for (const key of ['a', 'ArrowUp', 'Enter', 'Escape', 'F1'])
    keyboard.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  view.terminal.input('typed');
  view.terminal.paste('pasted');
  view.terminal.blur();
}

describe('a terminal that is only watched', () => {
  let open: OpenTerminal;
  beforeEach(async () => {
    vi.useFakeTimers();
    open = await OpenTerminal.of('read');
  });
  afterEach(() => {
    open.close();
    vi.useRealTimers();
  });
  const tracks = () => open.view.terminal.modes.mouseTrackingMode;

  it.each(REQUESTS)('keeps the mouse and what is selected, and sends nothing, at %j', async (request) => {
    await open.print('\x1b[Hselected');
    open.view.terminal.select(0, 0, 8);
    // Where another screen comes up, what was selected is gone with the one before.
    const stays = !request.includes('1049');
    for (let cut = 0; cut < request.length; cut += 1) {
      await open.print(request.slice(0, cut), request.slice(cut));
      expect(tracks()).toBe('none');
      if (stays) expect(open.view.terminal.getSelection()).toBe('selected');
    }
    await open.print(...request);
    expect(tracks()).toBe('none');
    useEverything(open);
    expect(open.sent()).toEqual([]);
  });

  it.each(TRACKING_MODES)('obeys what is asked for together with mouse mode %i', async (mode) => {
    for (const request of [`\x1b[?1049;${mode};2004;1006;1h`, `\x1b[?1;2004;1006;${mode};1049h`]) {
      for (let cut = 0; cut < request.length; cut += 1) {
        await open.print('\x1b[?1049;2004;1lbefore');
        await open.print(request.slice(0, cut), `${request.slice(cut)}\x1b[Hon the other screen`);
        expect(open.view.terminal.modes).toMatchObject({
          mouseTrackingMode: 'none',
          bracketedPasteMode: true,
          applicationCursorKeysMode: true,
        });
        expect(open.view.terminal.buffer.active.type).toBe('alternate');
        expect(open.firstLine()).toBe('on the other screen');
      }
    }
  });

  it('keeps the mouse when a snapshot asks for it', async () => {
    await open.draw(`\x1b[?25;1003;1006h${REQUESTS.join('')}`);
    expect(tracks()).toBe('none');
    useEverything(open);
    expect(open.sent()).toEqual([]);
  });
});

describe('the Mayor’s terminal', () => {
  it.each(TRACKING_MODES)(
    'gives the mouse to a program that asks by %i, alone or with others',
    async (mode) => {
      vi.useFakeTimers();
      const open = await OpenTerminal.of('write');
      for (const request of [`\x1b[?${mode}h`, `\x1b[?25;${mode};1006h`]) {
        await open.print('\x1bc');
        expect(open.view.terminal.modes.mouseTrackingMode).toBe('none');
        await open.print(request);
        expect(open.view.terminal.modes.mouseTrackingMode).not.toBe('none');
      }
      expect(open.sent()).toEqual([]);
      open.close();
      vi.useRealTimers();
    },
  );
});
