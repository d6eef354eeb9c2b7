export const SPLITS = [1, 2, 4] as const;
/** How many panes are shown. */
export type Split = (typeof SPLITS)[number];

/** Which session is in which pane. What a smaller split hides stays where it was. */
export interface Layout {
  split: Split;
  /** Always four: the sessions, no two the same; null where none was chosen. */
  panes: readonly (string | null)[];
  /** Index of the pane that takes the input. */
  focused: number;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const MOST_PANES = 4;

export function emptyLayout(): Layout {
  return { split: 1, panes: Array<null>(MOST_PANES).fill(null), focused: 0 };
}

/** The panes shown, by index. A single one is the one in focus, wherever it is among several. */
export function shownPanes({ split, focused }: Layout): number[] {
  return split === 1 ? [focused] : Array.from({ length: split }, (_, index) => index);
}

export function focusedSession({ panes, focused }: Layout): string | null {
  return panes[focused] ?? null;
}

/** Shows a session: in the pane that has it, if that is shown, else in the one in focus. */
export function pick(layout: Layout, session: string): Layout {
  const at = layout.panes.indexOf(session);
  if (at >= 0 && shownPanes(layout).includes(at)) return { ...layout, focused: at };
  const panes = layout.panes.map((held) => (held === session ? null : held));
  panes[layout.focused] = session;
  return { ...layout, panes };
}

export function focusPane(layout: Layout, pane: number): Layout {
  return shownPanes(layout).includes(pane) ? { ...layout, focused: pane } : layout;
}

/** The pane beside, above or below; with two, one is both beside and below the other. */
export function neighbour({ split, focused }: Layout, direction: Direction): number {
  const back = direction === 'left' || direction === 'up';
  if (split === 2) return back ? 0 : 1;
  if (split === 1) return focused;
  const sideways = direction === 'left' || direction === 'right';
  const [column, row] = [focused % 2, Math.floor(focused / 2)];
  return sideways ? row * 2 + (back ? 0 : 1) : (back ? 0 : 2) + column;
}

/** Another number of panes. The one in focus stays in sight; those still empty get the next of the candidates. */
export function changeSplit(layout: Layout, split: Split, candidates: readonly string[]): Layout {
  const panes = [...layout.panes];
  let { focused } = layout;
  if (split > 1 && focused >= split) {
    [panes[focused], panes[split - 1]] = [panes[split - 1]!, panes[focused]!];
    focused = split - 1;
  }
  const next = { split, panes, focused };
  const unused = candidates.filter((session) => !panes.includes(session));
  for (const pane of shownPanes(next)) panes[pane] ??= unused.shift() ?? null;
  return next;
}

export function nextSplit({ split }: Layout): Split {
  return SPLITS[(SPLITS.indexOf(split) + 1) % SPLITS.length]!;
}

/** What was kept, as far as it can be understood. */
export function readLayout(stored: string | null): Layout {
  try {
    const { split, panes, focused } = JSON.parse(stored ?? '') as Partial<Layout>;
    if (!Array.isArray(panes) || !SPLITS.includes(split!)) return emptyLayout();
    const known = Array.from({ length: MOST_PANES }, (_, index) => {
      const session: unknown = panes[index];
      return typeof session === 'string' && panes.indexOf(session) === index ? session : null;
    });
    const layout = { split: split!, panes: known, focused: 0 };
    const valid = Number.isInteger(focused) && focused! >= 0 && focused! < MOST_PANES;
    if (!valid) return layout;
    return split === 1 ? { ...layout, focused: focused! } : focusPane(layout, focused!);
  } catch {
    return emptyLayout();
  }
}
