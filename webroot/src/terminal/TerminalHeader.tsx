import { Eye, Keyboard, Search } from 'lucide-react';
import { plainName } from '../api/plainWords';
import type { Role } from '../api/types';
import { Store } from '../resilience/store';
import { RoleBadge } from '../roles/roles';
import type { ConnectionState } from './connection/connectionState';
import type { Legs } from './connection/roundTripMeter';
import { ConnectionChip } from './ConnectionChip';
import { FontSizeButtons } from './FontSizeButtons';
import { TerminalMenu } from './TerminalMenu';
import type { SessionView } from './view/sessionView';

interface TerminalHeaderProps {
  view: SessionView | null;
  sessionName: string;
  role: Role | null;
  title: string;
  connection: ConnectionState;
  onSearch(): void;
  /** What the page adds at the end. */
  tools: React.ReactNode;
}

const NOT_MEASURED = new Store<Legs | null>(null);

export function TerminalHeader(props: TerminalHeaderProps) {
  const { view, sessionName, role, title, connection } = props;
  const writes = connection.access === 'write';
  const access = writes ? 'you are typing to the Mayor' : 'read-only';
  return (
    <header className="gt-terminal-header">
      <h2 className="gt-terminal-name">{plainName(sessionName)}</h2>
      {role !== null && <RoleBadge role={role} />}
      <span className="gt-terminal-title" dir="auto">
        {title}
      </span>
      <span className="gt-access" data-access={connection.access} title={access}>
        {writes ? <Keyboard size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}
        <span className="gt-access-words">{access}</span>
      </span>
      <ConnectionChip
        connection={connection}
        legs={view?.connection.legs ?? NOT_MEASURED}
        onRetry={() => view?.connection.retry()}
      />
      <span className="gt-terminal-tools">
        <button
          type="button"
          className="gt-icon-button"
          onClick={props.onSearch}
          aria-label="Search in the terminal"
          title="Search (Ctrl/⌘+Shift+F)"
        >
          <Search size={16} aria-hidden="true" />
        </button>
        <span className="gt-when-wide">
          <FontSizeButtons />
        </span>
        {view !== null && <TerminalMenu view={view} sessionName={sessionName} mayShape={writes} />}
        {props.tools}
      </span>
    </header>
  );
}
