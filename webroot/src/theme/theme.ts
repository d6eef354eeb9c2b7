import { useSyncExternalStore } from 'react';
import { remember, remembered } from '../resilience/remembered';
import { Store } from '../resilience/store';
import { useStore } from '../resilience/useStore';

export type Theme = 'dark' | 'light';
export type ThemeChoice = Theme | 'system';

const STORAGE_KEY = 'gastown.theme';
const systemIsLight = () => matchMedia('(prefers-color-scheme: light)');
const choice = new Store<ThemeChoice>('system');

/** Before the page is drawn for the first time: shows it as the person chose when they were here last. */
export function restoreThemeChoice(): void {
  const stored = remembered(STORAGE_KEY);
  apply(stored === 'dark' || stored === 'light' ? stored : 'system');
}

/** Kept in this browser; `system` follows the operating system. */
export function chooseTheme(chosen: ThemeChoice): void {
  remember(STORAGE_KEY, chosen === 'system' ? null : chosen);
  apply(chosen);
}

/** The person's choice. */
export function useThemeChoice(): ThemeChoice {
  return useStore(choice);
}

/** The theme in effect on the page: the override if there is one, else the system's. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

function apply(chosen: ThemeChoice): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  choice.set(chosen);
}

function currentTheme(): Theme {
  const override = document.documentElement.dataset.theme;
  if (override === 'dark' || override === 'light') return override;
  return systemIsLight().matches ? 'light' : 'dark';
}

function subscribe(listener: () => void): () => void {
  const media = systemIsLight();
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  media.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', listener);
  };
}
