import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback } from 'react';
import type { ListItem } from './layOut';

/** A list no longer than this is in the document as a whole. */
export const WHOLE_UP_TO = 100;
/** Lines before and after those in sight that are there already when somebody scrolls. */
const OVERSCAN = 20;
const ALL_DRAWN = () => true;

/**
 * Which lines of the list are in the document: all of a short list; of a long one those near what is in sight, and
 * those in `always` (the focus must not vanish because somebody scrolled).
 */
export function useDrawnItems(
  list: React.RefObject<HTMLElement | null>,
  items: readonly ListItem[],
  always: readonly number[],
): (item: number) => boolean {
  const long = items.length > WHOLE_UP_TO;
  const virtualizer = useVirtualizer({
    enabled: long,
    count: items.length,
    getScrollElement: () => list.current,
    estimateSize: (index) => items[index]!.size,
    getItemKey: useCallback((index: number) => items[index]!.key, [items]),
    overscan: OVERSCAN,
  });
  if (!long) return ALL_DRAWN;
  const drawn = new Set(virtualizer.getVirtualItems().map(({ index }) => index));
  return (item) => drawn.has(item) || always.includes(item);
}
