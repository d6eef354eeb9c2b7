import { useEffect, useState } from 'react';
import { ClipboardCopy } from 'lucide-react';
import { copyText } from './clipboard';
import type { SessionView } from './view/sessionView';

/** What the person said on this page; it is asked once. */
let consent: 'unasked' | 'given' | 'refused' = 'unasked';

/**
 * The Mayor's program wants something on the clipboard. Asked the first time, in a bar that waits for nobody; never
 * with the text itself, which is the agent's and could say anything.
 */
export function ClipboardBar({ view, wish }: { view: SessionView; wish: string }) {
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    const possible = 'clipboard' in navigator;
    setAsks(possible && consent === 'unasked');
    if (!possible || consent === 'refused') view.clipboardSettled();
    // A browser may want a person's click for it all the same.
    else if (consent === 'given')
      void copyText(wish).then((done) => (done ? view.clipboardSettled() : setAsks(true)));
  }, [view, wish]);
  if (!asks) return null;

  const answer = (given: boolean) => {
    consent = given ? 'given' : 'refused';
    if (given) void copyText(wish);
    view.clipboardSettled();
  };
  return (
    <div className="gt-bar" role="status">
      <ClipboardCopy size={16} aria-hidden="true" />
      <span>
        The Mayor’s program wants to put {wish.length.toLocaleString()} characters on your clipboard.
      </span>
      <button type="button" className="gt-button" onClick={() => answer(true)}>
        Allow from now on
      </button>
      <button type="button" className="gt-button" onClick={() => answer(false)}>
        Never here
      </button>
    </div>
  );
}
