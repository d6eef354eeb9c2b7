import { useEffect } from 'react';
import { useStore } from '../../resilience/useStore';
import type { SessionView } from '../view/sessionView';
import './composer.css';
import { entersEachLine } from './message';
import { PasteQuestion } from './PasteQuestion';

/** The question about a big paste, while there is one. */
export function PasteGuard({ view }: { view: SessionView }) {
  const { composing, connection, terminal } = view;
  const text = useStore(composing.questioned);
  const live = useStore(connection.state).status === 'connected';

  // What was pasted before the connection was lost is not asked about, and not sent, after it.
  useEffect(() => {
    if (!live) composing.questioned.set(null);
    return () => composing.questioned.set(null);
  }, [composing, live]);

  if (text === null || !live) return null;
  const close = () => {
    composing.questioned.set(null);
    terminal.focus();
  };
  return (
    <PasteQuestion
      text={text}
      eachLine={entersEachLine(text, composing.plan(text))}
      onPaste={() => {
        composing.paste(text);
        close();
      }}
      onCompose={() => {
        composing.questioned.set(null);
        composing.offered.set(text);
      }}
      onCancel={close}
    />
  );
}
