import { Monitor, Moon, Sun } from 'lucide-react';
import { chooseTheme, useThemeChoice, type ThemeChoice } from '../theme/theme';

const NEXT: Record<ThemeChoice, ThemeChoice> = { system: 'dark', dark: 'light', light: 'system' };
const ICONS = { system: Monitor, dark: Moon, light: Sun };

export function ThemeSwitch() {
  const choice = useThemeChoice();
  const Icon = ICONS[choice];
  return (
    <button
      type="button"
      className="gt-icon-button"
      aria-label={`Theme: ${choice}. Switch to ${NEXT[choice]}`}
      title={`Theme: ${choice}`}
      onClick={() => chooseTheme(NEXT[choice])}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}
