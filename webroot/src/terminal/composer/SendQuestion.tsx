import { countOf, TextPreview } from './TextPreview';
import { lineCount } from './message';

interface SendQuestionProps {
  text: string;
  /** The program takes each line as entered by itself. */
  eachLine: boolean;
  onSend(): void;
  onCancel(): void;
}

/** Asked before a big message is sent. The focus stays in the box: changing the text takes the question back. */
export function SendQuestion({ text, eachLine, onSend, onCancel }: SendQuestionProps) {
  return (
    <div className="gt-send-question" role="alert" data-testid="send-question">
      <TextPreview text={text} />
      {eachLine && <span>The program takes no pastes: each line will be entered by itself.</span>}
      <span className="gt-question-answers">
        <button type="button" className="gt-button" onClick={onSend}>
          Send {countOf(lineCount(text), 'line')}
        </button>
        <button type="button" className="gt-button" onClick={onCancel}>
          Keep writing
        </button>
      </span>
    </div>
  );
}
