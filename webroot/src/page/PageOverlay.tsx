import { Suspense, useContext } from 'react';
import type { AgentSession } from '../api/types';
import { useStore } from '../resilience/useStore';
import { ActionRegistry } from './actions/actionRegistry';
import { ActionsContext } from './actions/useActions';
import { ModalDialog } from './dialog/ModalDialog';
import { HelpDialog } from './help/HelpDialog';
import './palette/palette.css';
import { LazyCommandPalette } from './palette/lazyPalette';

/** What may stand over the page. */
export type Overlay = 'palette' | 'help';

interface PageOverlayProps {
  overlay: Overlay | null;
  sessions: readonly AgentSession[];
  onSelectSession(sessionName: string): void;
  onClose(): void;
}

const NOTHING_OFFERED = new ActionRegistry();

export function PageOverlay({ overlay, sessions, onSelectSession, onClose }: PageOverlayProps) {
  const registry = useContext(ActionsContext) ?? NOTHING_OFFERED;
  const actions = useStore(registry.actions);
  const keyHelp = useStore(registry.keyHelp);
  if (overlay === 'help') return <HelpDialog actions={actions} keyHelp={keyHelp} onClose={onClose} />;
  if (overlay === null) return null;
  return (
    // The dialog is there while its content is loaded: what is typed meanwhile must not reach an agent.
    <ModalDialog label="Command palette" className="gt-palette" onClose={onClose}>
      <Suspense fallback={<p className="gt-palette-note">Loading…</p>}>
        <LazyCommandPalette
          sessions={sessions}
          actions={actions}
          onSelectSession={onSelectSession}
          onClose={onClose}
        />
      </Suspense>
    </ModalDialog>
  );
}
