import '@xterm/xterm/css/xterm.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { plainName } from '../api/plainWords';
import { ROLES } from '../api/types';
import { useSessionFeed } from '../feed/useSessionFeed';
import { Store } from '../resilience/store';
import { useStore } from '../resilience/useStore';
import { useTheme } from '../theme/theme';
import { ClipboardBar } from './ClipboardBar';
import { Composer } from './composer/Composer';
import { PasteGuard } from './composer/PasteGuard';
import { INITIAL_STATE } from './connection/connectionState';
import { KeyBar } from './KeyBar';
import { useTerminalPreferences } from './preferences';
import { SearchBar } from './SearchBar';
import { SelectionBar } from './SelectionBar';
import { SelectionHint } from './SelectionHint';
import './terminal.css';
import { TerminalHeader } from './TerminalHeader';
import { TerminalNotice } from './TerminalNotice';
import { useLifeSigns } from './useLifeSigns';
import { useRevival } from './useRevival';
import { useShownView } from './useShownView';
import { NOTHING_SHOWN } from './view/sessionView';

export interface GastownTerminalProps {
  townId: string;
  sessionName: string;
  /** Takes the keyboard when shown. Off by default: a page must not lose its focus to a terminal. */
  autoFocus?: boolean;
  /** Of several terminals on a page the one in use: drawn fastest, and the only one that may resize its agent. */
  focused?: boolean;
  /** Shown at the end of the header. */
  tools?: React.ReactNode;
}

const NO_CONNECTION = new Store(INITIAL_STATE);
const NO_VIEW = new Store(NOTHING_SHOWN);

/** One agent's terminal. Changing `sessionName` switches; what was shown before keeps its history. */
export function GastownTerminal(props: GastownTerminalProps) {
  const { townId, sessionName, autoFocus = false, focused = true, tools = null } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useShownView(box, townId, sessionName);
  const connection = useStore(view?.connection.state ?? NO_CONNECTION);
  const screen = useStore(view?.state ?? NO_VIEW);
  const [searching, setSearching] = useState(false);
  const theme = useTheme();
  const { fontSize, screenReader } = useTerminalPreferences();
  const { list } = useSessionFeed(townId);
  const session = list?.sessions.find(({ name }) => name === sessionName) ?? null;

  useLayoutEffect(() => view?.setTheme(theme), [view, theme]);
  useLayoutEffect(() => view?.size.setFontSize(fontSize), [view, fontSize]);
  useLayoutEffect(() => view?.setScreenReader(screenReader), [view, screenReader]);
  useLayoutEffect(() => view?.setFocused(focused), [view, focused]);
  useEffect(() => {
    if (autoFocus) view?.terminal.focus();
  }, [view, autoFocus]);
  useRevival(view, list, sessionName);
  useLifeSigns(view, list, sessionName);

  const mayType = connection.access === 'write';
  const lines = mayType && connection.input === 'lines';
  const toggleSearch = () => setSearching((open) => !open);
  return (
    <section
      className="gt-root gt-terminal-area"
      aria-label={`Terminal of ${plainName(sessionName)}`}
      onKeyDownCapture={(event) => {
        if (!isSearchChord(event)) return;
        event.preventDefault();
        event.stopPropagation();
        toggleSearch();
      }}
    >
      <TerminalHeader
        view={view}
        sessionName={sessionName}
        role={session?.role ?? ROLES.find((role) => role === connection.role) ?? null}
        title={screen.title || (session?.title ?? '')}
        connection={connection}
        onSearch={toggleSearch}
        tools={tools}
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
          onClick={(event) => view?.focusFromBeside(event.target)}
        />
        {searching && view !== null && <SearchBar view={view} onClose={() => setSearching(false)} />}
        {mayType && view !== null && <PasteGuard view={view} />}
        {view !== null && screen.selected && <SelectionBar view={view} />}
        {view !== null && screen.dragSwallowed && <SelectionHint view={view} />}
        {view !== null && screen.clipboardWish !== null && (
          <ClipboardBar view={view} wish={screen.clipboardWish} />
        )}
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

/** As terminals have it; Ctrl+F is the agent's. */
function isSearchChord({ ctrlKey, metaKey, shiftKey, altKey, code }: React.KeyboardEvent): boolean {
  return ctrlKey !== metaKey && shiftKey && !altKey && code === 'KeyF';
}
