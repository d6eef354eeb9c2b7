import { useCallback, useState } from 'react';
import { remember, remembered } from '../../resilience/remembered';

const STORAGE_KEY = 'gastown.composer';

/** Whether the box is unfolded, remembered in this browser. A phone has it always (composer.css). */
export function useOpenComposer() {
  const [open, setOpen] = useState(() => remembered(STORAGE_KEY) !== 'folded');
  const set = useCallback((unfolded: boolean) => {
    remember(STORAGE_KEY, unfolded ? null : 'folded');
    setOpen(unfolded);
  }, []);
  return { open, set };
}
