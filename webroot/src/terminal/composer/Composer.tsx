import { ChevronDown, ChevronUp, SendHorizontal } from 'lucide-react';
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useActions } from '../../page/actions/useActions';
import { useStore } from '../../resilience/useStore';
import type { ConnectionState } from '../connection/connectionState';
import type { SessionView } from '../view/sessionView';
import './composer.css';
import { ComposerMemory } from './composerMemory';
import { entersEachLine, isBig, messageOf } from './message';
import { SendQuestion } from './SendQuestion';
import { useGrowth } from './useGrowth';
import { useMessageHistory } from './useMessageHistory';
import { useOpenComposer } from './useOpenComposer';

interface ComposerProps {
  townId: string;
  sessionName: string;
  view: SessionView;
  connection: ConnectionState;
}

/** The tab's storage, not touched before somebody writes: a page may import this where there is none. */
const MEMORY = new ComposerMemory({
  getItem: (key) => sessionStorage.getItem(key),
  setItem: (key, text) => sessionStorage.setItem(key, text),
  removeItem: (key) => sessionStorage.removeItem(key),
});
const sendKeys = () => (/Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘ Enter' : 'Ctrl Enter');

/**
 * A message to the Mayor, of as many lines as it needs. Enter makes a line and Ctrl/⌘ with Enter sends: in a box for
 * prompts of many lines the key pressed most must not be the one that can't be taken back, and an input method's
 * Enter, which chooses a word, can't be mistaken for it.
 */
export function Composer({ townId, sessionName, view, connection }: ComposerProps) {
  const session = `${townId}/${sessionName}`;
  const [text, setText] = useState(() => MEMORY.draftOf(session));
  const [asking, setAsking] = useState(false);
  const { open, set: setOpen } = useOpenComposer();
  const history = useMessageHistory(MEMORY, townId);
  const box = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const hint = useId();
  useGrowth(form, box, text);

  const sender = view.composing.sender;
  const sending = useStore(sender.state);
  const offered = useStore(view.composing.offered);
  const live = connection.status === 'connected';
  const message = messageOf(text);
  const eachLine = entersEachLine(message, view.composing.plan(message));

  const show = (next: string) => {
    setText(next);
    setAsking(false);
    sender.acknowledge();
  };
  const write = (next: string) => {
    show(next);
    MEMORY.keepDraft(session, next);
  };
  const enterBox = useCallback(() => {
    // Folded away it could not take the focus.
    flushSync(() => setOpen(true));
    box.current?.focus();
  }, [setOpen]);
  const send = () => {
    if (message === '' || !live) return;
    // The program may have said something about pastes since this was drawn.
    const delivery = view.composing.plan(message);
    if (!asking && (isBig(message) || entersEachLine(message, delivery))) {
      setAsking(true);
      return;
    }
    if (!sender.send(delivery)) return;
    const rest = history.sent(message);
    setText(rest);
    setAsking(false);
    MEMORY.keepDraft(session, rest);
    box.current?.focus();
  };

  // What was to be pasted into the terminal, and is better looked at here.
  useEffect(() => {
    if (offered === null) return;
    view.composing.offered.set(null);
    const before = MEMORY.draftOf(session);
    write(before === '' ? offered : `${before}\n${offered}`);
    queueMicrotask(enterBox);
  });
  useActions(
    useMemo(
      () => [
        {
          id: 'terminal.compose',
          group: 'Terminal',
          label: 'Write a message to the Mayor, and back to the terminal',
          keywords: ['composer', 'prompt', 'message'],
          keys: ['Alt+M'],
          run: () => {
            // Behind the town wall nothing can take the focus.
            if (box.current?.closest('[inert]')) return;
            if (document.activeElement === box.current) view.terminal.focus();
            else enterBox();
          },
        },
      ],
      [view, enterBox],
    ),
  );

  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, nativeEvent } = event;
    if (nativeEvent.isComposing) return;
    if (key === 'Enter' && ctrlKey !== metaKey && !altKey && !shiftKey) {
      event.preventDefault();
      if (!repeat) send();
    } else if (key === 'Escape' && asking) {
      event.stopPropagation();
      setAsking(false);
    } else if ((key === 'ArrowUp' || key === 'ArrowDown') && !ctrlKey && !metaKey && !altKey && !shiftKey) {
      walkAtEdge(event.currentTarget, key === 'ArrowUp' ? 'older' : 'newer');
    }
  };
  /** A line that is broken to fit has no line end: whether the cursor is at the edge shows in its staying there. */
  const walkAtEdge = (area: HTMLTextAreaElement, direction: 'older' | 'newer') => {
    const { selectionStart, selectionEnd, value } = area;
    setTimeout(() => {
      if (
        area.selectionStart !== selectionStart ||
        area.selectionEnd !== selectionEnd ||
        area.value !== value
      )
        return;
      const next = history.walk(direction, value);
      // What is being written stays the draft, also for whoever goes elsewhere from here.
      if (next !== null) show(next);
    });
  };
  useLayoutEffect(() => setAsking(false), [live]);

  return (
    <div className="gt-composer-slot" data-open={open}>
      <form
        ref={form}
        className="gt-composer"
        aria-label="Message to the Mayor"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {asking && (
          <SendQuestion text={message} eachLine={eachLine} onSend={send} onCancel={() => setAsking(false)} />
        )}
        <p
          className="gt-composer-hint"
          id={hint}
          role="status"
          data-shown={!live || sending === 'unfinished'}
        >
          {hintOf(connection, sending === 'unfinished', eachLine)}
        </p>
        <div className="gt-composer-row">
          <textarea
            ref={box}
            data-testid="composer"
            rows={1}
            value={text}
            placeholder="Message to the Mayor"
            aria-label="Message to the Mayor"
            aria-describedby={hint}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              history.edited();
              write(event.target.value);
            }}
            onKeyDown={onKeyDown}
          />
          <button
            type="submit"
            className="gt-button gt-composer-send"
            disabled={!live || message === '' || sending === 'sending'}
            title={live ? `Send (${sendKeys()})` : 'Not connected'}
          >
            <SendHorizontal size={14} aria-hidden="true" /> Send <kbd aria-hidden="true">{sendKeys()}</kbd>
          </button>
          <button
            type="button"
            className="gt-icon-button gt-composer-toggle"
            aria-expanded={open}
            aria-label={open ? 'Fold the message box' : 'Unfold the message box'}
            onClick={() => setOpen(!open)}
          >
            {open ? (
              <ChevronDown size={16} aria-hidden="true" />
            ) : (
              <>
                <ChevronUp size={16} aria-hidden="true" /> Message to the Mayor
              </>
            )}
          </button>
        </div>
      </form>
    </div>
  );
}

function hintOf({ status, reason }: ConnectionState, unfinished: boolean, eachLine: boolean): string {
  if (unfinished) {
    return 'The connection ended before Enter was pressed: look what stands at the Mayor’s prompt. Your message is in the history (↑).';
  }
  if (status !== 'connected') {
    const why = status === 'connecting' ? 'Connecting' : (reason ?? 'Not connected');
    return `${why}. Your text stays here; nothing is sent, now or later, until you send it.`;
  }
  if (eachLine) return 'The program takes no pastes: each line will be entered by itself.';
  return `${sendKeys()} sends, Enter makes a new line, ↑ brings earlier messages back.`;
}
