/** What keys do in the list; the help shows this table, and the list obeys it. */
export interface ListKey {
  keys: string[];
  says: string;
  /** Where the focus goes among `count` rows, `page` of which are in sight. */
  to(at: number, count: number, page: number): number;
}

export const LIST_KEYS: readonly ListKey[] = [
  { keys: ['ArrowDown'], says: 'Next session', to: (at) => at + 1 },
  { keys: ['ArrowUp'], says: 'Session before', to: (at) => at - 1 },
  { keys: ['PageDown'], says: 'A page on', to: (at, _, page) => at + page },
  { keys: ['PageUp'], says: 'A page back', to: (at, _, page) => at - page },
  { keys: ['Home'], says: 'First session', to: () => 0 },
  { keys: ['End'], says: 'Last session', to: (_, count) => count - 1 },
];

/** The row that a key leads to, or null for a key that leads nowhere. */
export function rowOfKey(key: string, at: number, count: number, page: number): number | null {
  const way = LIST_KEYS.find(({ keys }) => keys.includes(key));
  if (way === undefined || count === 0) return null;
  return Math.min(count - 1, Math.max(0, way.to(at, count, page)));
}

export type FilterDeed = 'leave' | 'choose' | 'clear';

/** What keys do in the filter; for the help too. */
export const FILTER_KEYS: readonly { keys: string[]; says: string; does: FilterDeed }[] = [
  { keys: ['ArrowDown'], says: 'Into the list', does: 'leave' },
  { keys: ['Enter'], says: 'Show the first match', does: 'choose' },
  { keys: ['Escape'], says: 'Clear the filter', does: 'clear' },
];

/** Keys that the browser or the list itself understands. */
export const ROW_KEYS: readonly { keys: string[]; says: string }[] = [
  { keys: ['Enter', 'Space'], says: 'Show the session' },
  { keys: ['/'], says: 'To the filter; so does any letter' },
];
