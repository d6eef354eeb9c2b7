import { Copy } from 'lucide-react';
import { copyText } from './clipboard';
import { withoutTrailingBlanks } from './screen/plainText';
import type { SessionView } from './view/sessionView';

/** Offers to copy what is selected, for those who don't know or don't have the keys. */
export function SelectionBar({ view }: { view: SessionView }) {
  const copy = async () => {
    // The older way needs no TLS; xterm answers it with what is selected.
    const done = await copyText(withoutTrailingBlanks(view.terminal.getSelection()));
    if (done || document.execCommand('copy')) view.terminal.clearSelection();
  };
  return (
    <button
      type="button"
      className="gt-button gt-copy"
      title="Ctrl+Shift+C, or ⌘C"
      // The selection is gone once the focus leaves the terminal for good; a press must not take it.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => void copy()}
    >
      <Copy size={14} aria-hidden="true" /> Copy
    </button>
  );
}
