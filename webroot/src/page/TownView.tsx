import { CircleHelp, LayoutGrid, PanelLeft, TerminalSquare, X } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { AgentSession, Town } from '../api/types';
import { useSessionFeed } from '../feed/useSessionFeed';
import { GastownSessionPicker } from '../picker/GastownSessionPicker';
import { needsAttention } from '../picker/groupSessions';
import { GastownWall } from '../wall/GastownWall';
import { useActions, useKeyHelp } from './actions/useActions';
import { AttentionNotifier } from './attention/attentionNotifier';
import { useAttention } from './attention/useAttention';
import { FirstVisitHint } from './help/FirstVisitHint';
import { PICKER_KEY_HELP } from './help/pickerKeyHelp';
import { NotificationSwitch } from './NotificationSwitch';
import { PageOverlay, type Overlay } from './PageOverlay';
import { sessionActions } from './sessionActions';
import { ThemeSwitch } from './ThemeSwitch';
import { TownSwitcher } from './TownSwitcher';
import { useDrawer } from './useDrawer';
import { useTownWall } from './useTownWall';
import { usePageActions } from './usePageActions';
import { useWorkspace, type WorkspaceControl } from './workspace/useWorkspace';
import { Workspace } from './workspace/Workspace';

interface TownViewProps {
  town: Town;
  towns: Town[];
  sessionName: string | null;
  onSelectTown(townId: string): void;
  onSelectSession(sessionName: string): void;
}

const NO_SESSIONS: AgentSession[] = [];

/** One town: its agents on the left, the terminal of one of them beside. */
export function TownView({ town, towns, sessionName, onSelectTown, onSelectSession }: TownViewProps) {
  const { list } = useSessionFeed(town.townId);
  const { open: drawerOpen, show: showDrawer, hide: hideDrawer, drawer, opener } = useDrawer();
  const wall = useTownWall();
  const leaveWall = wall.leave;
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [notifier] = useState(() => new AttentionNotifier());
  const sessions = list?.sessions ?? NO_SESSIONS;
  const workspace = useWorkspace(town.townId, sessions, sessionName, onSelectSession);
  const { pick } = workspace;
  // Whoever arranges terminals wants to see them.
  const arranged = useMemo(
    (): WorkspaceControl => ({
      ...workspace,
      move(direction) {
        leaveWall();
        workspace.move(direction);
      },
      split(split) {
        leaveWall();
        workspace.split(split);
      },
    }),
    [workspace, leaveWall],
  );
  const waiting = sessions.filter(needsAttention).length;

  const select = useCallback(
    (name: string, thenType: boolean) => {
      setOverlay(null);
      hideDrawer();
      leaveWall();
      pick(name, thenType);
    },
    [pick, hideDrawer, leaveWall],
  );
  const jump = useCallback((name: string) => select(name, hasKeyboard()), [select]);
  useActions(useMemo(() => sessionActions(sessions, sessionName, jump), [sessions, sessionName, jump]));
  usePageActions(notifier, setOverlay);
  useKeyHelp(PICKER_KEY_HELP);
  const news = useAttention(town, list, sessionName, notifier, jump);
  useEffect(() => {
    const first = sessions.find(({ role }) => role === 'mayor') ?? sessions[0];
    if (sessionName === null && first !== undefined) onSelectSession(first.name);
  }, [sessions, sessionName, onSelectSession]);
  // The list answers a click at once; the terminal, which is more work, comes in the next moment. The keyboard goes
  // with it: what is typed meanwhile must not reach the one shown before.
  const shown = useDeferredValue(arranged);

  return (
    <div className="gt-page" data-drawer={drawerOpen ? 'open' : 'closed'}>
      <aside className="gt-sidebar" id="gt-sidebar" ref={drawer}>
        <div className="gt-sidebar-head">
          <p className="gt-brand">
            <TerminalSquare size={18} aria-hidden="true" /> Gastown
          </p>
          <button
            type="button"
            className="gt-icon-button"
            aria-label="Help: all keys"
            title="Help (?)"
            onClick={() => setOverlay('help')}
          >
            <CircleHelp size={16} aria-hidden="true" />
          </button>
          <NotificationSwitch notifier={notifier} />
          <ThemeSwitch />
          <button
            type="button"
            className="gt-icon-button gt-drawer-only"
            aria-label="Close the session list"
            onClick={hideDrawer}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </div>
        <TownSwitcher towns={towns} townId={town.townId} onSwitch={onSelectTown} />
        <WallButton wall={wall} className="gt-sidebar-wall" testId="open-wall" />
        <GastownSessionPicker
          townId={town.townId}
          selectedSession={sessionName}
          onSelectSession={(name) => select(name, meansToType())}
        />
      </aside>
      <div className="gt-scrim" onClick={hideDrawer} />
      <main className="gt-main" inert={drawerOpen}>
        {/* The drawer hides the visible name on a phone; the heading stays for whoever listens to the page. */}
        <h1 className="gt-visually-hidden">
          Gastown: <bdi>{town.name}</bdi>
        </h1>
        <div className="gt-topbar">
          <button
            type="button"
            className="gt-button"
            data-testid="open-picker"
            ref={opener}
            aria-expanded={drawerOpen}
            aria-controls="gt-sidebar"
            onClick={showDrawer}
          >
            <PanelLeft size={16} aria-hidden="true" /> Sessions
            {waiting > 0 && <span className="gt-count">{waiting}</span>}
          </button>
          <span className="gt-topbar-town" dir="auto">
            {town.name}
          </span>
          <WallButton wall={wall} />
        </div>
        <FirstVisitHint />
        <div className="gt-main-body">
          {/* Behind the wall the terminals stay as they are: hidden they would lose their size. */}
          <div className="gt-workplace" inert={wall.open}>
            {sessionName === null ? (
              <div className="gt-empty">
                <TerminalSquare size={28} aria-hidden="true" />
                <p>{list === null ? 'Loading the town’s sessions…' : 'No session to show yet'}</p>
              </div>
            ) : (
              <Workspace townId={town.townId} control={shown} />
            )}
          </div>
          {wall.open && (
            <div className="gt-wall-layer">
              <GastownWall
                townId={town.townId}
                focusSession={sessionName}
                onSelectSession={jump}
                onClose={wall.close}
              />
            </div>
          )}
        </div>
      </main>
      <p className="gt-visually-hidden" role="status">
        {news}
      </p>
      <PageOverlay
        overlay={overlay}
        sessions={sessions}
        onSelectSession={jump}
        onClose={() => setOverlay(null)}
      />
    </div>
  );
}

function WallButton(props: { wall: ReturnType<typeof useTownWall>; className?: string; testId?: string }) {
  const { open, toggle } = props.wall;
  return (
    <button
      type="button"
      className={`gt-button ${props.className ?? ''}`}
      data-testid={props.testId}
      aria-pressed={open}
      title="Town wall (Alt+W)"
      onClick={toggle}
    >
      <LayoutGrid size={14} aria-hidden="true" /> Town wall
    </button>
  );
}

/**
 * Who clicked a session means to type there. Who walks the list by keyboard means to stay in it, and on a touch
 * screen the focus would bring up the keyboard.
 */
function meansToType(): boolean {
  const inList = document.activeElement?.matches('[data-testid="session-picker"] :focus-visible') ?? false;
  return !inList && hasKeyboard();
}

function hasKeyboard(): boolean {
  return matchMedia('(pointer: fine)').matches;
}
