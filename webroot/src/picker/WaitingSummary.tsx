import { BellRing } from 'lucide-react';
import { plainName } from '../api/plainWords';
import type { AgentSession } from '../api/types';
import { needsAttention } from './groupSessions';
import { nextWaiting } from './nextWaiting';

interface WaitingSummaryProps {
  sessions: readonly AgentSession[];
  selected: string | null;
  onSelect(sessionName: string): void;
}

/** How many agents there are, how many wait for a person, and the way to the next of those. */
export function WaitingSummary({ sessions, selected, onSelect }: WaitingSummaryProps) {
  const count = sessions.filter(needsAttention).length;
  const next = nextWaiting(sessions, selected);
  return (
    <p className="gt-summary">
      <span>{sessions.length === 1 ? '1 agent' : `${sessions.length} agents`}</span>
      {next !== null && (
        <button
          type="button"
          className="gt-waiting"
          title={`Show ${plainName(next.name)}`}
          onClick={() => onSelect(next.name)}
        >
          <BellRing size={12} aria-hidden="true" />
          {count === 1 ? '1 needs you' : `${count} need you`}
        </button>
      )}
    </p>
  );
}
