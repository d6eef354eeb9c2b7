/** Keys that lead from tile to tile. */
const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

/**
 * Moves the focus in a grid of tiles as it is laid out at the moment: how many are in a row is up to the style sheet.
 *
 * @returns whether the key was one of the grid's
 */
export function moveInGrid(grid: HTMLElement, key: string): boolean {
  if (!KEYS.includes(key)) return false;
  const tiles = [...grid.querySelectorAll<HTMLElement>('[data-tile]')];
  const at = tiles.findIndex((tile) => tile === document.activeElement);
  if (at < 0) return false;
  const top = tiles[0]!.getBoundingClientRect().top;
  const second = tiles.findIndex((tile) => tile.getBoundingClientRect().top > top + 1);
  tiles[nextTile(key, at, tiles.length, second < 0 ? tiles.length : second)]?.focus();
  return true;
}

/** Where a key leads from a tile; nowhere at the grid's edges. */
export function nextTile(key: string, at: number, count: number, columns: number): number {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return at - columns < 0 ? at : at - columns;
    case 'ArrowDown':
      return at + columns >= count ? at : at + columns;
    case 'Home':
      return 0;
    default:
      return count - 1;
  }
}
