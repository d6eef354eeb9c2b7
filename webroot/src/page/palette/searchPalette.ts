import type { AgentSession } from '../../api/types';
import { matchesFilter, needsAttention } from '../../picker/groupSessions';
import { ACTION_GROUPS, type ActionGroup, type PageAction } from '../actions/actionRegistry';

/** More sessions than this nobody reads: one more letter finds the right one. */
const SHOWN_SESSIONS = 50;

export interface PaletteContent {
  waiting: AgentSession[];
  sessions: AgentSession[];
  /** Sessions that match, and are not shown. */
  left: number;
  actions: { group: ActionGroup; actions: PageAction[] }[];
}

/** What the palette offers for what was typed: who waits first, then sessions in list order, then what can be done. */
export function searchPalette(
  sessions: readonly AgentSession[],
  actions: readonly PageAction[],
  query: string,
): PaletteContent {
  const found = sessions.filter((session) => matchesFilter(session, query));
  const waiting = found.filter(needsAttention);
  const others = found.filter((session) => !needsAttention(session));
  const offered = actions.filter((action) => action.keysOnly !== true && matchesAction(action, query));
  return {
    waiting,
    sessions: others.slice(0, SHOWN_SESSIONS),
    left: Math.max(0, others.length - SHOWN_SESSIONS),
    actions: ACTION_GROUPS.map((group) => ({
      group,
      actions: offered.filter((action) => action.group === group),
    })).filter((part) => part.actions.length > 0),
  };
}

function matchesAction({ group, label, keywords = [] }: PageAction, query: string): boolean {
  const text = [group, label, ...keywords].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
