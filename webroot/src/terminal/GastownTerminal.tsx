import '@xterm/xterm/css/xterm.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ROLES } from '../api/types';
import { useSessionFeed } from '../feed/useSessionFeed';
import { Store } from '../resilience/store';
import { useStore } from '../resilience/useStore';
import { useTheme } from '../theme/theme';
import { Composer } from './composer/Composer';
import { PasteGuard } from './composer/PasteGuard';
import { INITIAL_STATE } from './connection/connectionState';
import { KeyBar } from './KeyBar';
import { SearchBar } from './SearchBar';
import './terminal.css';
import { TerminalHeader } from './TerminalHeader';
import { TerminalNotice } from './TerminalNotice';
import { useLifeSigns } from './useLifeSigns';
import { useRevival } from './useRevival';
import type { ViewState } from './view/sessionView';
import { useShownView } from './useShownView';

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
  const view = useShownView(box, townId, sessionName);
  const connection = useStore(view?.connection.state ?? NO_CONNECTION);
  const screen = useStore(view?.state ?? NO_VIEW);
  const [searching, setSearching] = useState(false);
  const theme = useTheme();
  const { list } = useSessionFeed(townId);
  const session = list?.sessions.find(({ name }) => name === sessionName) ?? null;

  useLayoutEffect(() => view?.setTheme(theme), [view, theme]);
  useEffect(() => {
    if (autoFocus) view?.terminal.focus();
  }, [view, autoFocus]);
  useRevival(view, list, sessionName);
  useLifeSigns(view, list, sessionName);

  const mayType = connection.access === 'write';
  const lines = mayType && connection.input === 'lines';
  return (
    <section className="gt-root gt-terminal-area" aria-label={`Terminal of ${sessionName}`}>
      <TerminalHeader
        sessionName={sessionName}
        role={session?.role ?? ROLES.find((role) => role === connection.role) ?? null}
        title={screen.title || (session?.title ?? '')}
        connection={connection}
        onSearch={() => setSearching((open) => !open)}
      />
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
        {searching && view !== null && <SearchBar view={view} onClose={() => setSearching(false)} />}
        {mayType && view !== null && <PasteGuard view={view} />}
        <TerminalNotice
          connection={connection}
          drawn={screen.drawn}
          onRetry={() => view?.connection.retry()}
        />
      </div>
      {mayType && view !== null && (
        <Composer
          key={sessionName}
          townId={townId}
          sessionName={sessionName}
          view={view}
          connection={connection}
        />
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
