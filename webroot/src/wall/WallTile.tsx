import { plainName } from '../api/plainWords';
import type { AgentSession } from '../api/types';
import { AttentionMark } from '../picker/AttentionMark';
import { formatAge } from '../picker/formatAge';
import { needsAttention } from '../picker/groupSessions';
import { StatusMark } from '../picker/StatusMark';
import type { Store } from '../resilience/store';
import { useStore } from '../resilience/useStore';
import { RoleBadge } from '../roles/roles';
import { useTheme } from '../theme/theme';
import { useWallScreen } from './useWallScreen';
import type { TileScreen } from './wallConnection';

interface WallTileProps {
  session: AgentSession;
  screen: Store<TileScreen>;
  /** The one tile of the wall that the Tab key reaches; arrow keys lead to the others. */
  inTabOrder: boolean;
  onFocus(): void;
  onOpen(sessionName: string): void;
}

/** One agent at a glance: who it is, how it is, whether it needs a person, and its screen. */
export function WallTile({ session, screen, inTabOrder, onFocus, onOpen }: WallTileProps) {
  const { name, role, status, title, idleSeconds, attentionReason } = session;
  const shownName = plainName(name);
  const tile = useStore(screen);
  const canvas = useWallScreen(screen, useTheme());
  const waits = needsAttention(session);

  return (
    <li>
      <button
        type="button"
        className="gt-tile"
        data-testid={`tile-${name}`}
        data-tile={name}
        data-freshness={tile.freshness}
        data-waits={waits}
        tabIndex={inTabOrder ? 0 : -1}
        onFocus={onFocus}
        onClick={() => onOpen(name)}
      >
        <span className="gt-tile-head">
          <RoleBadge role={role} />
          <span className="gt-tile-name" title={shownName}>
            {shownName}
          </span>
          <AttentionMark session={session} />
          <StatusMark status={status} />
        </span>
        <span className="gt-tile-detail">
          <span className="gt-tile-reason" dir="auto" title={attentionReason ?? title ?? undefined}>
            {attentionReason ?? title}
          </span>
          <span className="gt-tile-age">{age(tile, status === 'idle' ? idleSeconds : null)}</span>
        </span>
        <span className="gt-tile-screen">
          <canvas ref={canvas} aria-hidden="true" width={1} height={1} />
          {tile.freshness === 'gone' && <span className="gt-tile-note">This session is gone</span>}
        </span>
      </button>
    </li>
  );
}

function age({ freshness, arrivedAt }: TileScreen, idleSeconds: number | null): string {
  if (freshness === 'stale' && arrivedAt !== null) return `stale, ${formatAge(Date.now() - arrivedAt)} old`;
  return idleSeconds === null ? '' : formatAge(idleSeconds * 1000);
}
