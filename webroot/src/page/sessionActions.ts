import type { AgentSession } from '../api/types';
import { nextWaiting } from '../picker/nextWaiting';
import type { PageAction } from './actions/actionRegistry';
import { digitOf } from './actions/chord';

/** Ways from one session to another. */
export function sessionActions(
  sessions: readonly AgentSession[],
  selected: string | null,
  onSelect: (sessionName: string) => void,
): PageAction[] {
  return [
    {
      id: 'session.attention',
      group: 'Go to',
      label: 'Next agent that needs you',
      keywords: ['attention', 'waiting'],
      keys: ['Alt+N'],
      run: () => {
        const next = nextWaiting(sessions, selected);
        if (next !== null) onSelect(next.name);
      },
    },
    {
      id: 'session.list',
      group: 'Go to',
      label: 'The list of sessions',
      keywords: ['focus', 'picker', 'sidebar'],
      keys: ['Alt+0'],
      run: focusList,
    },
    {
      id: 'session.number',
      group: 'Go to',
      label: 'First … ninth session of the list',
      keys: ['Alt+1…9'],
      keysOnly: true,
      run: (press) => {
        const session = press && sessions[(digitOf(press) ?? 0) - 1];
        if (session) onSelect(session.name);
      },
    },
  ];
}

/** Leads out of a terminal, where Tab belongs to the agent. */
function focusList(): void {
  const list = document.querySelector('[data-testid="session-picker"]');
  const row =
    list?.querySelector<HTMLElement>('[aria-current]') ?? list?.querySelector<HTMLElement>('[tabindex="0"]');
  row?.focus();
}
