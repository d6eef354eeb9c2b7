import { ClipboardPaste } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { TextPreview } from './TextPreview';

interface PasteQuestionProps {
  text: string;
  /** The program takes each line as entered by itself. */
  eachLine: boolean;
  onPaste(): void;
  onCompose(): void;
  onCancel(): void;
}

/**
 * Asked before a big paste goes into the terminal. No button has the focus at first: who is used to press Enter
 * after a paste must not answer by that.
 */
export function PasteQuestion({ text, eachLine, onPaste, onCompose, onCancel }: PasteQuestionProps) {
  const panel = useRef<HTMLDivElement>(null);
  const title = useId();
  useEffect(() => panel.current?.focus(), []);
  return (
    <div
      ref={panel}
      className="gt-paste-question"
      role="alertdialog"
      aria-labelledby={title}
      data-testid="paste-question"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <strong id={title}>
        <ClipboardPaste size={16} aria-hidden="true" /> Paste this into the terminal?
      </strong>
      <TextPreview text={text} />
      {eachLine && <span>The program takes no pastes: each line is entered by itself.</span>}
      <span className="gt-question-answers">
        <button type="button" className="gt-button" onClick={onPaste}>
          Paste
        </button>
        <button type="button" className="gt-button" onClick={onCompose}>
          Into the message box
        </button>
        <button type="button" className="gt-button" onClick={onCancel}>
          Cancel
        </button>
      </span>
    </div>
  );
}
