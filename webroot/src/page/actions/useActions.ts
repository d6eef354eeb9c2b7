import { createContext, useContext, useEffect } from 'react';
import type { ActionRegistry, KeyHelp, PageAction } from './actionRegistry';

/** The page's registry. A component in another page has none, and offers its actions to nobody. */
export const ActionsContext = createContext<ActionRegistry | null>(null);

/** Offers actions for as long as the component is there. The array must be memoised: a new one is a new offer. */
export function useActions(actions: readonly PageAction[]): void {
  const registry = useContext(ActionsContext);
  useEffect(() => registry?.offer(actions), [registry, actions]);
}

/** Tells the help of keys for as long as the component is there. The array must be memoised or constant. */
export function useKeyHelp(keys: readonly KeyHelp[]): void {
  const registry = useContext(ActionsContext);
  useEffect(() => registry?.explain(keys), [registry, keys]);
}
