import { LayoutPanelLeft, TerminalSquare } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { GastownTerminal } from '../../terminal/GastownTerminal';
import type { SessionView } from '../../terminal/view/sessionView';
import { ViewPool, ViewPoolContext } from '../../terminal/view/viewPool';
import { useActions, useKeyHelp } from '../actions/useActions';
import { shownPanes } from './layout';
import { SplitSwitch } from './SplitSwitch';
import { useMedia } from './useMedia';
import type { WorkspaceControl } from './useWorkspace';
import './workspace.css';
import { workspaceActions, WORKSPACE_KEYS } from './workspaceActions';

interface WorkspaceProps {
  townId: string;
  control: WorkspaceControl;
}

const ONE_PANE = '(width < 768px), (pointer: coarse) and (height < 500px)';

/** One, two or four terminals of a town; one of them has the focus and takes what is typed. */
export function Workspace({ townId, control }: WorkspaceProps) {
  const [pool] = useState(() => new ViewPool<SessionView>());
  useEffect(() => () => pool.disposeAll(), [pool]);
  const single = useMedia(ONE_PANE);
  const { layout, keyboardRequests } = control;
  const shown = shownPanes(single ? { ...layout, split: 1 } : layout);
  const panes = useRef(new Map<number, HTMLElement>());
  useActions(useMemo(() => (single ? [] : workspaceActions(control)), [single, control]));
  useKeyHelp(WORKSPACE_KEYS);

  const served = useRef(keyboardRequests);
  useEffect(() => {
    if (served.current === keyboardRequests) return;
    served.current = keyboardRequests;
    panes.current
      .get(layout.focused)
      ?.querySelector<HTMLElement>('.xterm-helper-textarea, .gt-pane-empty')
      ?.focus();
  }, [keyboardRequests, layout.focused]);

  return (
    <ViewPoolContext value={pool}>
      <div className="gt-workspace">
        <div className="gt-panes" data-split={shown.length}>
          {shown.map((pane, position) => {
            const session = layout.panes[pane] ?? null;
            const focused = pane === layout.focused;
            const tools = !single && position === Math.min(1, shown.length - 1) && (
              <SplitSwitch split={layout.split} onSplit={control.split} />
            );
            return (
              <div
                key={pane}
                ref={(element) => {
                  if (element !== null) panes.current.set(pane, element);
                  else panes.current.delete(pane);
                }}
                className="gt-pane"
                data-testid="pane"
                data-focused={focused}
                onFocusCapture={({ target }) => !isLayout(target) && control.focus(pane)}
                onPointerDownCapture={({ target }) => !isLayout(target) && control.focus(pane)}
              >
                {session === null ? (
                  <div className="gt-pane-empty" tabIndex={-1}>
                    <LayoutPanelLeft size={24} aria-hidden="true" />
                    <p>{focused ? 'Choose a session from the list for this pane' : 'An empty pane'}</p>
                    {!focused && (
                      <button type="button" className="gt-button" onClick={() => control.focus(pane)}>
                        <TerminalSquare size={14} aria-hidden="true" /> Use this pane
                      </button>
                    )}
                    {tools}
                  </div>
                ) : (
                  <GastownTerminal townId={townId} sessionName={session} focused={focused} tools={tools} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </ViewPoolContext>
  );
}

/** The layout's switch stands in one of the headers, and is none of that pane's business. */
function isLayout(target: EventTarget): boolean {
  return target instanceof Element && target.closest('.gt-split-switch') !== null;
}
