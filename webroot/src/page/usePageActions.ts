import { useMemo } from 'react';
import { useStore } from '../resilience/useStore';
import { chooseTheme, useThemeChoice } from '../theme/theme';
import { useActions } from './actions/useActions';
import type { AttentionNotifier } from './attention/attentionNotifier';
import { logOut } from './login/logOut';
import { pageActions } from './pageActions';
import type { Overlay } from './PageOverlay';

type SetOverlay = (change: (open: Overlay | null) => Overlay | null) => void;

/** Offers what concerns the page as a whole. */
export function usePageActions(notifier: AttentionNotifier, setOverlay: SetOverlay): void {
  const theme = useThemeChoice();
  const notifications = useStore(notifier.state);
  const actions = useMemo(() => {
    const toggle = (overlay: Overlay) => () => setOverlay((open) => (open === overlay ? null : overlay));
    return pageActions({
      theme,
      chooseTheme,
      notifications,
      toggleNotifications: () => void notifier.toggle(),
      togglePalette: toggle('palette'),
      toggleHelp: toggle('help'),
      logOut: () => void logOut(),
    });
  }, [theme, notifications, notifier, setOverlay]);
  useActions(actions);
}
