import { useCallback, useMemo, useRef, useState } from 'react';
import { useActions } from './actions/useActions';

/** Whether the town's wall hangs before the terminal, with its key and its place in the palette. */
export function useTownWall() {
  const [open, setOpen] = useState(false);
  const before = useRef<Element | null>(null);

  const show = useCallback(() => {
    before.current = document.activeElement;
    setOpen(true);
  }, []);
  /** Somebody chose where to go on. */
  const leave = useCallback(() => setOpen(false), []);
  /** Back to where the focus was. */
  const close = useCallback(() => {
    setOpen(false);
    const place = before.current;
    // What lies behind the wall can't take the focus before the wall is gone.
    requestAnimationFrame(() => place instanceof HTMLElement && place.focus());
  }, []);
  const toggle = open ? close : show;

  useActions(
    useMemo(
      () => [
        {
          id: 'layout.wall',
          group: 'Layout',
          label: 'Town wall: many screens at once',
          keywords: ['overview', 'grid', 'monitor', 'all'],
          keys: ['Alt+W'],
          checked: open,
          run: toggle,
        },
      ],
      [open, toggle],
    ),
  );
  return { open, toggle, leave, close };
}
