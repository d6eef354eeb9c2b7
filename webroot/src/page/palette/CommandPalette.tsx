import { CommandGroup, CommandInput, CommandItem, CommandList, CommandRoot } from 'cmdk';
import { Check } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { plainName } from '../../api/plainWords';
import type { AgentSession } from '../../api/types';
import { AttentionMark } from '../../picker/AttentionMark';
import { StatusMark } from '../../picker/StatusMark';
import { RoleBadge } from '../../roles/roles';
import type { PageAction } from '../actions/actionRegistry';
import { Keys } from '../help/Keys';
import { searchPalette } from './searchPalette';

export interface CommandPaletteProps {
  sessions: readonly AgentSession[];
  actions: readonly PageAction[];
  onSelectSession(sessionName: string): void;
  onClose(): void;
}

/** Every session and everything the page can do, a few letters away. */
export function CommandPalette({ sessions, actions, onSelectSession, onClose }: CommandPaletteProps) {
  const [query, setQuery] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // A dialog that opens gives the focus to the first thing that can have it, which is the box around the input.
  useEffect(() => input.current?.focus(), []);
  const content = searchPalette(sessions, actions, query);
  const isEmpty = [content.waiting, content.sessions, content.actions].every(({ length }) => length === 0);
  // Closed first: what is done may move the focus, which the closing dialog would take back.
  const run = (what: () => void) => {
    flushSync(onClose);
    what();
  };
  const sessionItem = (session: AgentSession) => (
    <SessionItem
      key={session.name}
      session={session}
      onSelect={() => run(() => onSelectSession(session.name))}
    />
  );

  return (
    <CommandRoot label="Command palette" shouldFilter={false} loop>
      <CommandInput ref={input} value={query} onValueChange={setQuery} placeholder="Session or command" />
      <CommandList label="Sessions and commands">
        {isEmpty && (
          <p className="gt-palette-note" role="status">
            Nothing matches
          </p>
        )}
        {content.waiting.length > 0 && (
          <CommandGroup heading="Needs you">{content.waiting.map(sessionItem)}</CommandGroup>
        )}
        {content.sessions.length > 0 && (
          <CommandGroup heading="Sessions">{content.sessions.map(sessionItem)}</CommandGroup>
        )}
        {content.left > 0 && <p className="gt-palette-note">{content.left} more: type to find them</p>}
        {content.actions.map(({ group, actions: offered }) => (
          <CommandGroup key={group} heading={group}>
            {offered.map((action) => (
              <ActionItem key={action.id} action={action} onSelect={() => run(() => action.run())} />
            ))}
          </CommandGroup>
        ))}
      </CommandList>
    </CommandRoot>
  );
}

function SessionItem({ session, onSelect }: { session: AgentSession; onSelect(): void }) {
  const { name, role, status, rig, title, attentionReason } = session;
  return (
    <CommandItem value={`session ${name}`} onSelect={onSelect}>
      <span className="gt-palette-name">{plainName(name)}</span>
      <RoleBadge role={role} />
      <span className="gt-palette-detail" dir="auto">
        {attentionReason ?? title ?? rig}
      </span>
      <AttentionMark session={session} />
      <StatusMark status={status} />
    </CommandItem>
  );
}

function ActionItem({ action, onSelect }: { action: PageAction; onSelect(): void }) {
  return (
    <CommandItem value={`action ${action.id}`} onSelect={onSelect}>
      <span className="gt-palette-detail">{action.label}</span>
      {action.checked === true && (
        <>
          <Check size={14} aria-hidden="true" />
          <span className="gt-visually-hidden">on</span>
        </>
      )}
      {action.keys?.map((chord) => (
        <Keys key={chord} chord={chord} />
      ))}
    </CommandItem>
  );
}
