import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef, useState } from 'react';
import { useSessionFeed } from '../feed/useSessionFeed';
import { Store } from '../resilience/store';
import { useStore } from '../resilience/useStore';
import { useServices } from '../services';
import { useTheme } from '../theme/theme';
import { INITIAL_STATE } from './connection/connectionState';
import { KeyBar } from './KeyBar';
import { LineComposer } from './LineComposer';
import { SearchBar } from './SearchBar';
import './terminal.css';
import { TerminalHeader } from './TerminalHeader';
import { TerminalNotice } from './TerminalNotice';
import { useRevival } from './useRevival';
import { SessionView, type ViewState } from './view/sessionView';
import { ViewPool } from './view/viewPool';

export interface GastownTerminalProps {
  townId: string;
  sessionName: string;
  /** Takes the keyboard when shown. Off by default: a page must not lose its focus to a terminal. */
  autoFocus?: boolean;
}

const NO_CONNECTION = new Store(INITIAL_STATE);
const NO_VIEW = new Store<ViewState>({ cols: 0, rows: 0, fresh: false, drawn: false, title: '' });

/** One agent's terminal. Changing `sessionName` switches; what was shown before keeps its history. */
export function GastownTerminal({ townId, sessionName, autoFocus = false }: GastownTerminalProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useShownView(box, townId, sessionName, autoFocus);
  const connection = useStore(view?.connection.state ?? NO_CONNECTION);
  const screen = useStore(view?.state ?? NO_VIEW);
  const [searching, setSearching] = useState(false);
  const theme = useTheme();
  const { list } = useSessionFeed(townId);
  const session = list?.sessions.find(({ name }) => name === sessionName) ?? null;

  useEffect(() => view?.setTheme(theme), [view, theme]);
  useRevival(view, list, sessionName);

  const mayType = connection.access === 'write';
  const lines = mayType && connection.input === 'lines';
  return (
    <section className="gt-terminal-area" aria-label={`Terminal of ${sessionName}`}>
      <TerminalHeader
        sessionName={sessionName}
        role={session?.role ?? null}
        title={screen.title || (session?.title ?? '')}
        connection={connection}
        onSearch={() => setSearching((open) => !open)}
      />
      {searching && view !== null && <SearchBar view={view} onClose={() => setSearching(false)} />}
      <div className="gt-stage" data-fresh={screen.fresh}>
        <div
          ref={box}
          className="gt-terminal"
          data-testid="terminal"
          data-session={sessionName}
          data-access={connection.access}
          data-cols={screen.cols}
          data-rows={screen.rows}
        />
        <TerminalNotice
          connection={connection}
          drawn={screen.drawn}
          onRetry={() => view?.connection.retry()}
        />
      </div>
      {lines && (
        <LineComposer disabled={connection.status !== 'connected'} onSend={(line) => view?.sendLine(line)} />
      )}
      {mayType && !lines && (
        <KeyBar
          onKey={(data) => view?.press(data)}
          applicationCursor={() => view?.applicationCursor() ?? false}
        />
      )}
    </section>
  );
}

/** The view of the session named, in the box; the ones shown before wait in the pool. */
function useShownView(
  box: React.RefObject<HTMLDivElement | null>,
  townId: string,
  sessionName: string,
  autoFocus: boolean,
): SessionView | null {
  const pool = useRef(new ViewPool<SessionView>());
  const services = useServices();
  const [view, setView] = useState<SessionView | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const shown = pool.current.take(
      `${townId}/${sessionName}`,
      () => new SessionView(services.terminalOf(townId, sessionName)),
    );
    shown.show(box.current);
    if (autoFocus) shown.terminal.focus();
    setView(shown);
    return () => shown.hide();
  }, [box, services, townId, sessionName, autoFocus]);
  useEffect(() => {
    const views = pool.current;
    return () => views.disposeAll();
  }, []);
  return view;
}
