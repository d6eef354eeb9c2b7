import { BellRing, Check, CircleSlash } from 'lucide-react';
import type { AgentSession } from '../api/types';

/** Who waits for a person stands out; who is done or ended says so quietly. */
export function AttentionMark({ session, testId }: { session: AgentSession; testId?: string }) {
  const { status, attention, attentionReason } = session;
  const why = attentionReason ?? undefined;
  if (attention === 'waiting') {
    return (
      <span className="gt-attention" data-testid={testId} title={why}>
        <BellRing size={12} aria-hidden="true" />
        needs you
      </span>
    );
  }
  if (attention === 'done') {
    return (
      <span className="gt-attention-quiet" title={why}>
        <Check size={12} aria-hidden="true" />
        done
      </span>
    );
  }
  // A dead session says it with its status; here the agent ended, and left a shell behind.
  if (attention === 'dead' && status !== 'dead') {
    return (
      <span className="gt-attention-quiet" title={why}>
        <CircleSlash size={12} aria-hidden="true" />
        agent ended
      </span>
    );
  }
  return null;
}
