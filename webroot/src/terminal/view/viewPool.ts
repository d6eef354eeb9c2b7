import type { SessionView } from './sessionView';

/** How many sessions keep their terminal (history, scroll position) while others are shown. */
const KEPT_VIEWS = 8;

/** Terminals by session, the least recently shown let go first. */
export class ViewPool<View extends Pick<SessionView, 'dispose'>> {
  private readonly views = new Map<string, View>();

  take(key: string, create: () => View): View {
    const view = this.views.get(key) ?? create();
    // A map remembers the order of insertion: the last one is the one most recently shown.
    this.views.delete(key);
    this.views.set(key, view);
    const [oldest] = this.views.keys();
    if (this.views.size > KEPT_VIEWS && oldest !== undefined) {
      this.views.get(oldest)?.dispose();
      this.views.delete(oldest);
    }
    return view;
  }

  disposeAll(): void {
    for (const view of this.views.values()) view.dispose();
    this.views.clear();
  }
}
