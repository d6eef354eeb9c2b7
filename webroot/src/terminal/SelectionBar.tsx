import { Copy } from 'lucide-react';
import { withoutTrailingBlanks } from './screen/plainText';
import type { SessionView } from './view/sessionView';

/** Offers to copy what is selected, for those who don't know or don't have the keys. */
export function SelectionBar({ view }: { view: SessionView }) {
  const copy = async () => {
    await navigator.clipboard.writeText(withoutTrailingBlanks(view.terminal.getSelection()));
    view.terminal.clearSelection();
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
