import { useEffect, useState } from 'react';
import { useStore } from '../resilience/useStore';
import { ListUse } from './listUse';

/** Whether somebody is at the list, and the handlers that find it out. */
export function useListUse() {
  const [use] = useState(() => new ListUse());
  const inUse = useStore(use.inUse);
  useEffect(() => () => use.stop(), [use]);
  const [handlers] = useState(() => ({
    /** For all that belongs to the list, the filter too. */
    whole: {
      onFocus: () => use.focusCame(),
      onBlur: ({ currentTarget, relatedTarget }: React.FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) use.focusLeft();
      },
    },
    /** For the rows. A finger hovers over nothing: it is there only while it touches. */
    rows: {
      onPointerMove: () => use.pointerMoved(),
      onPointerDown: () => use.pointerMoved(),
      onPointerLeave: () => use.pointerLeft(),
    },
  }));
  return { inUse, ...handlers };
}
