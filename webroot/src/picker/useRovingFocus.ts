import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { rowOfKey } from './listKeys';
import { ROW_PX } from './layOut';
import { reveal } from './reveal';

/** Where there is no layout to tell how many rows are in sight. */
const SOME_ROWS = 10;

/**
 * One tab stop for the whole list: the arrow keys, Home, End and the page keys lead from row to row. The row that
 * Tab leads to is the one that had the focus last, else the selected one, else the first.
 */
export function useRovingFocus(
  list: React.RefObject<HTMLElement | null>,
  names: readonly string[],
  selected: string | null,
) {
  const [focused, setFocused] = useState<string | null>(null);
  const wanted = useRef(false);
  const tabStop =
    [focused, selected].find((name) => name !== null && names.includes(name)) ?? names[0] ?? null;

  useLayoutEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    moveFocus(list.current, tabStop);
  });
  // What is shown now may have been chosen elsewhere, by a key or a link.
  useEffect(() => {
    setFocused(null);
    const row = rowOf(list.current, selected);
    if (list.current !== null && row !== null) reveal(list.current, row);
  }, [list, selected]);

  const focusRow = (name: string) => {
    wanted.current = true;
    setFocused(name);
    // Nothing is drawn again when it was the tab stop already.
    if (name === tabStop) moveFocus(list.current, name);
  };

  return {
    tabStop,
    focusFirst: () => names[0] !== undefined && focusRow(names[0]),
    onFocus: (event: React.FocusEvent) => setFocused(sessionOf(event.target) ?? focused),
    onKeyDown: (event: React.KeyboardEvent) => {
      const name = sessionOf(event.target);
      if (name === null || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const page = Math.floor((list.current?.clientHeight ?? 0) / ROW_PX) - 1;
      const to = rowOfKey(event.key, names.indexOf(name), names.length, page > 0 ? page : SOME_ROWS);
      if (to === null) return;
      event.preventDefault();
      focusRow(names[to]!);
    },
  };
}

/** The name of the session in whose row something happened. */
export function sessionOf(target: EventTarget): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('button[data-session]') : null;
  return row?.dataset.session ?? null;
}

function moveFocus(list: HTMLElement | null, name: string | null): void {
  const row = rowOf(list, name);
  if (list === null || row === null) return;
  row.focus({ preventScroll: true });
  reveal(list, row);
}

function rowOf(list: HTMLElement | null, name: string | null): HTMLElement | null {
  return name === null
    ? null
    : (list?.querySelector<HTMLElement>(`button[data-session="${CSS.escape(name)}"]`) ?? null);
}
