import { Eye, Keyboard, Search } from 'lucide-react';
import type { Role } from '../api/types';
import { RoleBadge } from '../roles/roles';
import type { ConnectionState } from './connection/connectionState';
import { ConnectionChip } from './ConnectionChip';

interface TerminalHeaderProps {
  sessionName: string;
  role: Role | null;
  title: string;
  connection: ConnectionState;
  onSearch(): void;
}

export function TerminalHeader({ sessionName, role, title, connection, onSearch }: TerminalHeaderProps) {
  const writes = connection.access === 'write';
  return (
    <header className="gt-terminal-header">
      <h2 className="gt-terminal-name">{sessionName}</h2>
      {role !== null && <RoleBadge role={role} />}
      <span className="gt-terminal-title">{title}</span>
      <span className="gt-access" data-access={connection.access}>
        {writes ? <Keyboard size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}
        {writes ? 'you are typing to the Mayor' : 'read-only'}
      </span>
      <ConnectionChip connection={connection} />
      <button type="button" className="gt-icon-button" onClick={onSearch} aria-label="Search in the terminal">
        <Search size={16} aria-hidden="true" />
      </button>
    </header>
  );
}
