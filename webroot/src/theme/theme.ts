import { useEffect, useState, useSyncExternalStore } from 'react';

export type Theme = 'dark' | 'light';
export type ThemeChoice = Theme | 'system';

const STORAGE_KEY = 'gastown.theme';
const systemIsLight = () => matchMedia('(prefers-color-scheme: light)');

/** The person's choice, kept in this browser; `system` follows the operating system. */
export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState<ThemeChoice>(storedChoice);
  useEffect(() => {
    if (choice === 'system') {
      localStorage.removeItem(STORAGE_KEY);
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem(STORAGE_KEY, choice);
      document.documentElement.dataset.theme = choice;
    }
  }, [choice]);
  return [choice, setChoice];
}

/** The theme in effect on the page: the override if there is one, else the system's. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
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

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'dark' || stored === 'light' ? stored : 'system';
}
