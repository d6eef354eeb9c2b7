import { remember, remembered } from '../resilience/remembered';
import { Store } from '../resilience/store';
import { useStore } from '../resilience/useStore';
import { BASE_FONT_SIZE } from './screen/createTerminal';

/** How a person wants terminals to be, kept in this browser. */
export interface TerminalPreferences {
  /** Pixels, a whole number from `SMALLEST_CHOICE` to `LARGEST_CHOICE`. */
  fontSize: number;
  /** xterm puts what is printed where screen readers find it. */
  screenReader: boolean;
}

const STORAGE_KEY = 'gastown.terminal';
export const SMALLEST_CHOICE = 8;
export const LARGEST_CHOICE = 28;
const DEFAULTS: TerminalPreferences = { fontSize: BASE_FONT_SIZE, screenReader: false };

/** Made on first use, so that importing the components has no effect by itself. */
let store: Store<TerminalPreferences> | undefined;

function preferences(): Store<TerminalPreferences> {
  return (store ??= new Store(readPreferences(remembered(STORAGE_KEY))));
}

export function useTerminalPreferences(): TerminalPreferences {
  return useStore(preferences());
}

export function changePreferences(change: Partial<TerminalPreferences>): void {
  const { fontSize, screenReader } = { ...preferences().get(), ...change };
  const next = { fontSize: Math.min(LARGEST_CHOICE, Math.max(SMALLEST_CHOICE, fontSize)), screenReader };
  preferences().set(next);
  remember(STORAGE_KEY, JSON.stringify(next));
}

export function resetFontSize(): void {
  changePreferences({ fontSize: DEFAULTS.fontSize });
}

/** What was kept, as far as it can be understood. */
export function readPreferences(stored: string | null): TerminalPreferences {
  try {
    const { fontSize, screenReader } = JSON.parse(stored ?? '{}') as Partial<TerminalPreferences>;
    const known = Number.isInteger(fontSize) && fontSize! >= SMALLEST_CHOICE && fontSize! <= LARGEST_CHOICE;
    return { fontSize: known ? fontSize! : DEFAULTS.fontSize, screenReader: screenReader === true };
  } catch {
    return DEFAULTS;
  }
}
