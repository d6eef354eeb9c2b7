import { useCallback, useState } from 'react';

const STORAGE_KEY = 'gastown.composer';

/** Whether the box is unfolded, remembered in this browser. A phone has it always (composer.css). */
export function useOpenComposer() {
  const [open, setOpen] = useState(() => localStorage.getItem(STORAGE_KEY) !== 'folded');
  const set = useCallback((unfolded: boolean) => {
    if (unfolded) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, 'folded');
    setOpen(unfolded);
  }, []);
  return { open, set };
}
