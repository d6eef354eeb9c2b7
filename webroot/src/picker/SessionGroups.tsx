import { needsAttention } from './groupSessions';
import { HEADING_PX, ROW_PX, type DrawnGroup } from './layOut';
import { SessionRow } from './SessionRow';

interface SessionGroupsProps {
  groups: readonly DrawnGroup[];
  /** Of the whole list in pixels, drawn or not. */
  height: number;
  selected: string | null;
  tabStop: string | null;
}

/** The groups, each a list with its heading; the Mayor stays in sight when the others are scrolled. */
export function SessionGroups({ groups, height, selected, tabStop }: SessionGroupsProps) {
  const pinned = groups[0]?.group.heading === null ? groups[0].size : 0;
  const sizes = { '--row': `${ROW_PX}px`, '--heading': `${HEADING_PX}px`, '--pinned': `${pinned}px` };
  return (
    <div className="gt-groups" style={{ ...sizes, minHeight: height } as React.CSSProperties}>
      {groups.map(({ group: { key, heading, rows: all }, gap, size, rows }, at) => (
        <div
          key={key}
          className="gt-group"
          data-pinned={(at === 0 && heading === null) || undefined}
          style={{ height: size, marginTop: gap }}
        >
          {heading !== null && (
            <h2 className="gt-group-name">
              <bdi>{heading}</bdi>
              <WaitingCount count={all.filter(({ session }) => needsAttention(session)).length} />
            </h2>
          )}
          <ul aria-label={heading ?? 'Mayor'}>
            {rows.map(({ row: { session, place }, gap: above, position }) => (
              <SessionRow
                key={session.name}
                session={session}
                gone={place === 'gone'}
                selected={session.name === selected}
                tabStop={session.name === tabStop}
                position={position}
                count={all.length}
                gap={above}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function WaitingCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="gt-waiting-count" title={`${count} waiting for you`}>
      {count}
      <span className="gt-visually-hidden"> waiting for you</span>
    </span>
  );
}
