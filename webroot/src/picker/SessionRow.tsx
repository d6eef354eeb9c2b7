import { BellRing } from 'lucide-react';
import type { AgentSession } from '../api/types';
import { RoleBadge } from '../roles/roles';
import { formatAge } from './formatAge';
import { needsAttention } from './groupSessions';
import { StatusMark } from './StatusMark';

interface SessionRowProps {
  session: AgentSession;
  selected: boolean;
  onSelect(name: string): void;
}

export function SessionRow({ session, selected, onSelect }: SessionRowProps) {
  const { name, role, status, title, idleSeconds, attention, attentionReason } = session;
  return (
    <li>
      <button
        type="button"
        className="gt-row"
        data-testid={`session-${name}`}
        data-role={role}
        data-status={status}
        aria-current={selected ? 'true' : undefined}
        onClick={() => onSelect(name)}
        style={{ '--role': `var(--${role})` } as React.CSSProperties}
      >
        <span className="gt-row-line">
          <span className="gt-row-name" title={name}>
            {name}
          </span>
          {attention !== null && needsAttention(session) && (
            <span
              className="gt-attention"
              data-testid={`attention-${name}`}
              title={attentionReason ?? undefined}
            >
              <BellRing size={12} aria-hidden="true" />
              needs you
            </span>
          )}
          <StatusMark name={name} status={status} />
        </span>
        <span className="gt-row-line gt-row-detail">
          <RoleBadge role={role} testId={`role-${name}`} />
          <span className="gt-row-title" title={attentionReason ?? title ?? undefined}>
            {attentionReason ?? title}
          </span>
          {status === 'idle' && idleSeconds !== null && (
            <span className="gt-row-age">{formatAge(idleSeconds * 1000)}</span>
          )}
        </span>
      </button>
    </li>
  );
}
