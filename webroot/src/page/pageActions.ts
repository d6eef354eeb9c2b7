import type { ThemeChoice } from '../theme/theme';
import type { PageAction } from './actions/actionRegistry';
import type { NotifierState } from './attention/attentionNotifier';

interface PageParts {
  theme: ThemeChoice;
  chooseTheme(theme: ThemeChoice): void;
  notifications: NotifierState;
  toggleNotifications(): void;
  togglePalette(): void;
  toggleHelp(): void;
  logOut(): void;
}

const THEMES: Record<ThemeChoice, string> = {
  dark: 'Dark theme',
  light: 'Light theme',
  system: 'Theme of the system',
};

/** What concerns the page as a whole. */
export function pageActions(page: PageParts): PageAction[] {
  const actions: PageAction[] = [
    {
      id: 'page.palette',
      group: 'Page',
      label: 'Command palette',
      keys: ['Ctrl/⌘+Shift+K'],
      keysOnly: true,
      run: page.togglePalette,
    },
    {
      id: 'page.help',
      group: 'Page',
      label: 'Help: all keys',
      keywords: ['shortcuts', 'keyboard'],
      keys: ['?'],
      run: page.toggleHelp,
    },
    ...(['dark', 'light', 'system'] as const).map((theme): PageAction => {
      return {
        id: `page.theme.${theme}`,
        group: 'Page',
        label: THEMES[theme],
        keywords: ['theme', 'appearance', 'colours'],
        checked: page.theme === theme,
        run: () => page.chooseTheme(theme),
      };
    }),
  ];
  const leave: PageAction = {
    id: 'page.logout',
    group: 'Page',
    label: 'Log out',
    keywords: ['sign out', 'leave'],
    run: page.logOut,
  };
  if (page.notifications === 'missing') return [...actions, leave];
  const notify: PageAction = {
    id: 'page.notifications',
    group: 'Page',
    label: 'Notify me when an agent needs me',
    keywords: ['notifications', 'attention', 'browser'],
    checked: page.notifications === 'on',
    run: page.toggleNotifications,
  };
  return [...actions, notify, leave];
}
