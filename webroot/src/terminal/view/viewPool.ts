import { createContext } from 'react';
import type { SessionView } from './sessionView';

/** How many sessions keep their terminal (history, scroll position) while others are shown. */
const KEPT_VIEWS = 8;

/** Terminals by session; of those that nobody looks at, the least recently shown is let go first. */
export class ViewPool<View extends Pick<SessionView, 'dispose'>> {
  private readonly views = new Map<string, View>();
  private readonly shown = new Set<string>();

  /** The session's terminal, from now on shown. */
  take(key: string, create: () => View): View {
    const view = this.views.get(key) ?? create();
    // A map remembers the order of insertion: the last one is the one most recently shown.
    this.views.delete(key);
    this.views.set(key, view);
    this.shown.add(key);
    for (const [candidate, old] of this.views) {
      if (this.views.size <= KEPT_VIEWS) break;
      if (this.shown.has(candidate)) continue;
      old.dispose();
      this.views.delete(candidate);
    }
    return view;
  }

  /** It is no longer shown, and may be let go when others need the room. */
  release(key: string): void {
    this.shown.delete(key);
  }

  disposeAll(): void {
    for (const view of this.views.values()) view.dispose();
    this.views.clear();
    this.shown.clear();
  }
}

/** The terminals that several `GastownTerminal`s share; one by itself has its own. */
export const ViewPoolContext = createContext<ViewPool<SessionView> | null>(null);
