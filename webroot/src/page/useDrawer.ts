import { useCallback, useEffect, useRef, useState } from 'react';

/** As in `page.css`: on a wider page the list always stands beside the terminal. */
const NARROW = '(width < 768px)';

/**
 * The drawer of a narrow page: takes the focus while it is open, gives it back, closes with Escape, and is no drawer
 * any more when the page gets wider (a phone that is turned).
 */
export function useDrawer() {
  const [open, setOpen] = useState(false);
  const drawer = useRef<HTMLElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const { current: list } = drawer;
    // Not the filter: on a phone that would bring up the keyboard.
    const first =
      list?.querySelector<HTMLElement>('[aria-current]') ?? list?.querySelector<HTMLElement>('button');
    first?.focus();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    const narrow = matchMedia(NARROW);
    const onWidth = () => {
      if (!narrow.matches) setOpen(false);
    };
    window.addEventListener('keydown', onKeyDown);
    narrow.addEventListener('change', onWidth);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      narrow.removeEventListener('change', onWidth);
      // What lies behind the drawer can be reached again only now. A terminal may have taken the focus already.
      const { activeElement } = document;
      if (activeElement === document.body || list?.contains(activeElement)) opener.current?.focus();
    };
  }, [open]);

  const show = useCallback(() => setOpen(true), []);
  const hide = useCallback(() => setOpen(false), []);
  return { open, show, hide, drawer, opener };
}
