import { HEADING_PX } from './layOut';

/**
 * Scrolls the list, and nothing around it, just so far that the row is in sight and not under what sticks to the
 * top: the Mayor and the row's heading.
 */
export function reveal(list: HTMLElement, row: HTMLElement): void {
  if (row.closest('[data-pinned]') !== null) return;
  const pinned = list.querySelector<HTMLElement>('[data-pinned]')?.offsetHeight ?? 0;
  const box = list.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  const above = box.top + pinned + HEADING_PX - top;
  if (above > 0) list.scrollTop -= above;
  else if (bottom > box.bottom) list.scrollTop += bottom - box.bottom;
}
