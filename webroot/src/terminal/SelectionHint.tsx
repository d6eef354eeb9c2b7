import { MousePointer2 } from 'lucide-react';
import { SELECTION_KEY } from './screen/mouse';
import type { SessionView } from './view/sessionView';

/** How to select although the program takes the mouse. */
export function SelectionHint({ view }: { view: SessionView }) {
  return (
    <div className="gt-bar" role="status">
      <MousePointer2 size={16} aria-hidden="true" />
      <span>The program here takes the mouse. Hold {SELECTION_KEY} to select text.</span>
      <button type="button" className="gt-button" onClick={() => view.dragExplained()}>
        Understood
      </button>
    </div>
  );
}
