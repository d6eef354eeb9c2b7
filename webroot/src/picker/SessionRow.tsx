import { memo } from 'react';
import { plainName } from '../api/plainWords';
import type { AgentSession } from '../api/types';
import { RoleBadge } from '../roles/roles';
import { AttentionMark } from './AttentionMark';
import { formatAge } from './formatAge';
import { StatusMark } from './StatusMark';

interface SessionRowProps {
  session: AgentSession;
  /** No longer in the list, and only here so that the rows below don't move. */
  gone: boolean;
  selected: boolean;
  /** The row by which Tab enters the list. */
  tabStop: boolean;
  position: number;
  count: number;
  /** Pixels left free above for rows that are not in the document. */
  gap: number;
}

/**
 * A session of the list, drawn again only when something it shows changed: every list that is pushed brings new
 * objects for all of them. Clicks are the list's business.
 */
export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { session, gone, selected, tabStop, position, count, gap } = props;
  const { name, role, title, attentionReason } = session;
  const shownName = plainName(name);
  const status = gone ? 'dead' : session.status;
  const idleAge = idleAgeOf(session);
  const detail = gone ? 'No longer in the list' : (attentionReason ?? title);
  return (
    <li aria-posinset={position} aria-setsize={count} style={gap > 0 ? { marginTop: gap } : undefined}>
      <button
        type="button"
        className="gt-row"
        data-testid={`session-${name}`}
        data-session={name}
        data-role={role}
        data-status={status}
        data-gone={gone || undefined}
        aria-current={selected ? 'true' : undefined}
        tabIndex={tabStop ? 0 : -1}
        style={{ '--role': `var(--${role})` } as React.CSSProperties}
      >
        <span className="gt-row-line">
          <span className="gt-row-name" title={shownName}>
            {shownName}
          </span>
          {!gone && <AttentionMark session={session} testId={`attention-${name}`} />}
          <StatusMark testId={`status-${name}`} status={status} />
        </span>
        <span className="gt-row-line gt-row-detail">
          <RoleBadge role={role} testId={`role-${name}`} />
          <span className="gt-row-title" dir="auto" title={detail ?? undefined}>
            {detail}
          </span>
          {!gone && idleAge !== null && <span className="gt-row-age">{idleAge}</span>}
        </span>
      </button>
    </li>
  );
}, looksTheSame);

function idleAgeOf({ status, idleSeconds }: AgentSession): string | null {
  return status === 'idle' && idleSeconds !== null ? formatAge(idleSeconds * 1000) : null;
}

function looksTheSame(before: SessionRowProps, after: SessionRowProps): boolean {
  const { session: one, ...oneRest } = before;
  const { session: other, ...otherRest } = after;
  const rest = Object.keys(oneRest) as (keyof typeof oneRest)[];
  return (
    rest.every((prop) => oneRest[prop] === otherRest[prop]) &&
    idleAgeOf(one) === idleAgeOf(other) &&
    SHOWN_FIELDS.every((field) => one[field] === other[field])
  );
}

const SHOWN_FIELDS = ['name', 'role', 'status', 'title', 'attention', 'attentionReason'] as const;
