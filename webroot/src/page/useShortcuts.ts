import { useEffect } from 'react';
import type { AgentSession } from '../api/types';
import { needsAttention } from '../picker/groupSessions';

/**
 * Alt+1…9 shows a session, Alt+N the next one that needs a person, Alt+0 leads out of the terminal (where Tab
 * belongs to the agent) to the list. Caught before xterm sees them; everything else, every Ctrl+letter above
 * all, goes to the agent.
 */
export function useShortcuts(
  sessions: AgentSession[],
  selected: string | null,
  onSelect: (sessionName: string) => void,
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (leadsToList(event)) {
        event.preventDefault();
        event.stopPropagation();
        document.querySelector<HTMLElement>('[data-testid="session-picker"] [aria-current]')?.focus();
        return;
      }
      const target = shortcutTarget(event, sessions, selected);
      if (target === null) return;
      event.preventDefault();
      event.stopPropagation();
      onSelect(target.name);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [sessions, selected, onSelect]);
}

function leadsToList({ altKey, ctrlKey, metaKey, shiftKey, code }: Keys): boolean {
  return altKey && !ctrlKey && !metaKey && !shiftKey && code === 'Digit0';
}

type Keys = Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'code'>;

export function shortcutTarget(
  { altKey, ctrlKey, metaKey, shiftKey, code }: Keys,
  sessions: AgentSession[],
  selected: string | null,
): AgentSession | null {
  if (!altKey || ctrlKey || metaKey || shiftKey) return null;
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  if (digit !== undefined) return sessions[Number(digit) - 1] ?? null;
  if (code !== 'KeyN') return null;
  const from = sessions.findIndex(({ name }) => name === selected) + 1;
  return [...sessions.slice(from), ...sessions.slice(0, from)].find(needsAttention) ?? null;
}
