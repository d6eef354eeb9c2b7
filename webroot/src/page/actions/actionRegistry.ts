import { Store } from '../../resilience/store';
import type { KeyPress } from './chord';

/** In the order in which the command palette shows them. */
export const ACTION_GROUPS = ['Go to', 'Layout', 'Terminal', 'Page'] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

/** Something the page can do, for the command palette, the keyboard and the help. */
export interface PageAction {
  /** Unique on the page; orders the actions of a group, such as `layout.1`, `layout.2`. */
  id: string;
  group: ActionGroup;
  /** What it does, as the palette and the help say it. */
  label: string;
  /** Further words by which the palette finds it. */
  keywords?: string[];
  /**
   * Chords (`chord.ts`) that do it wherever the focus is, matched before xterm sees them; single characters such as
   * `?` are left to whoever is typing.
   */
  keys?: string[];
  /** For what is on or off: whether it is on now. */
  checked?: boolean;
  /** Needs the keys (such as a digit) to know what is meant, so that the palette can't offer it. */
  keysOnly?: boolean;
  /** Does it; with what was pressed when it was done by keyboard. */
  run(press?: KeyPress): void;
}

/** Keys that some part of the page understands while the focus is in it: for the help. */
export interface KeyHelp {
  /** Where the focus has to be, such as `In the list`. */
  place: string;
  keys: string[];
  says: string;
}

/** What the page can do at the moment: each part offers its actions while it is there. */
export class ActionRegistry {
  readonly actions = new Store<readonly PageAction[]>([]);
  readonly keyHelp = new Store<readonly KeyHelp[]>([]);
  private readonly offers = new Set<readonly PageAction[]>();
  private readonly helps = new Set<readonly KeyHelp[]>();

  /** Of two actions with the same id the one offered last counts. Answers how to take the offer back. */
  offer(actions: readonly PageAction[]): () => void {
    const added = [...actions];
    return this.hold(this.offers, added, () => {
      const byId = new Map([...this.offers].flat().map((action) => [action.id, action] as const));
      this.actions.set([...byId.values()].sort(byGroupAndId));
    });
  }

  /** Tells the help of keys. Answers how to take that back. */
  explain(keys: readonly KeyHelp[]): () => void {
    return this.hold(this.helps, [...keys], () => this.keyHelp.set([...this.helps].flat()));
  }

  private hold<T>(all: Set<T>, added: T, changed: () => void): () => void {
    all.add(added);
    changed();
    return () => {
      all.delete(added);
      changed();
    };
  }
}

function byGroupAndId(one: PageAction, other: PageAction): number {
  const groups = ACTION_GROUPS.indexOf(one.group) - ACTION_GROUPS.indexOf(other.group);
  return groups !== 0 ? groups : one.id.localeCompare(other.id);
}
