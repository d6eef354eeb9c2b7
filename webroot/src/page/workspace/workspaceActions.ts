import type { KeyHelp, PageAction } from '../actions/actionRegistry';
import { nextSplit, SPLITS, type Direction } from './layout';
import type { WorkspaceControl } from './useWorkspace';

const NAMES = { 1: 'One terminal', 2: 'Two terminals', 4: 'Four terminals' };
const MOVES: [Direction, string, string][] = [
  ['left', '←', 'Terminal to the left'],
  ['right', '→', 'Terminal to the right'],
  ['up', '↑', 'Terminal above'],
  ['down', '↓', 'Terminal below'],
];

/** Ways to arrange the panes and to go from one to another. */
export function workspaceActions(control: WorkspaceControl): PageAction[] {
  const { layout } = control;
  return [
    ...SPLITS.map((split): PageAction => ({
      id: `layout.${split}`,
      group: 'Layout',
      label: NAMES[split],
      keywords: ['split', 'pane', 'grid'],
      checked: layout.split === split,
      run: () => control.split(split),
    })),
    {
      id: 'layout.next',
      group: 'Layout',
      label: 'One, two or four terminals in turn',
      keywords: ['split', 'pane'],
      keys: ['Alt+Shift+L'],
      run: () => control.split(nextSplit(layout)),
    },
    ...MOVES.map(([direction, arrow, label]): PageAction => ({
      id: `layout.pane.${direction}`,
      group: 'Layout',
      label,
      keywords: ['pane', 'focus'],
      keys: [`Alt+Shift+${arrow}`],
      run: () => control.move(direction),
    })),
  ];
}

/** What every terminal understands. */
export const WORKSPACE_KEYS: readonly KeyHelp[] = [
  { place: 'In a terminal', keys: ['Ctrl/⌘+Shift+F'], says: 'Search' },
  { place: 'In a terminal', keys: ['Ctrl+Shift+C', '⌘C'], says: 'Copy what is selected' },
];
