import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import type { ActionRegistry, PageAction } from './actionRegistry';
import { isCharacter, matchesChord, type KeyPress } from './chord';

const TEXT_FIELDS = 'textarea, select, [contenteditable=""], [contenteditable="true"], input';
const NO_TEXT = 'input:is([type="checkbox"], [type="radio"], [type="range"], [type="button"])';

/**
 * Does what the keys pressed stand for, wherever the focus is. Caught before xterm sees them; everything else,
 * every Ctrl and letter above all, goes to the agent.
 */
export function useActionKeys(registry: ActionRegistry): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const action = actionOfKeys(event, isTextField(event.target), registry.actions.get());
      if (action === null) return;
      event.preventDefault();
      event.stopPropagation();
      // A key held down means it once. What it opens has the focus before the next key comes: that must not reach the
      // agent any more.
      if (!event.repeat) flushSync(() => action.run(event));
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [registry]);
}

export function actionOfKeys(
  press: KeyPress,
  typing: boolean,
  actions: readonly PageAction[],
): PageAction | null {
  const means = (chord: string) => !(typing && isCharacter(chord)) && matchesChord(press, chord);
  return actions.find(({ keys }) => keys?.some(means)) ?? null;
}

/** Whether keys pressed there are text. A terminal's are: xterm takes them with a text area. */
function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(TEXT_FIELDS) && !target.matches(NO_TEXT);
}
