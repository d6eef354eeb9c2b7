import type { SessionGroup } from './groupSessions';
import type { PlacedSession } from './steadyOrder';

/** Heights in CSS pixels, given to the style sheet as `--row` and `--heading`: all rows are equally high. */
export const ROW_PX = 54;
export const HEADING_PX = 32;

/** One line of the list: a group's heading, or a session. */
export interface ListItem {
  key: string;
  size: number;
  group: SessionGroup;
  /** Null for a heading. */
  row: PlacedSession | null;
}

export function flatten(groups: readonly SessionGroup[]): ListItem[] {
  return groups.flatMap((group) => {
    const rows = group.rows.map((row): ListItem => {
      return { key: row.session.name, size: ROW_PX, group, row };
    });
    if (group.heading === null) return rows;
    return [{ key: group.key, size: HEADING_PX, group, row: null }, ...rows];
  });
}

/** A row that is in the document, and the space of those before it that are not. */
export interface DrawnRow {
  row: PlacedSession;
  gap: number;
  /** Its place in the group, from 1. */
  position: number;
}

export interface DrawnGroup {
  group: SessionGroup;
  gap: number;
  size: number;
  rows: DrawnRow[];
}

/** What is in the document, every part at its place although most of a long list is not there. */
export function layOut(groups: readonly SessionGroup[], isDrawn: (item: number) => boolean): DrawnGroup[] {
  const drawn: DrawnGroup[] = [];
  let item = 0;
  let gap = 0;
  for (const group of groups) {
    const heading = group.heading === null ? 0 : 1;
    const size = heading * HEADING_PX + group.rows.length * ROW_PX;
    const first = item + heading;
    const shown = group.rows.flatMap((row, at) => (isDrawn(first + at) ? [{ row, at }] : []));
    const headingDrawn = heading === 1 && isDrawn(item);
    item = first + group.rows.length;
    if (shown.length === 0 && !headingDrawn) {
      gap += size;
      continue;
    }
    const rows = shown.map(({ row, at }, n) => ({
      row,
      gap: (at - (shown[n - 1]?.at ?? -1) - 1) * ROW_PX,
      position: at + 1,
    }));
    drawn.push({ group, gap, size, rows });
    gap = 0;
  }
  return drawn;
}
