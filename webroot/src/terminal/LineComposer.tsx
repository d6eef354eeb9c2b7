import { CornerDownLeft } from 'lucide-react';
import { useState } from 'react';

interface LineComposerProps {
  disabled: boolean;
  onSend(line: string): void;
}

/** A line to the Mayor, where the sandbox can't take single keys: whatever is sent is followed by Enter. */
export function LineComposer({ disabled, onSend }: LineComposerProps) {
  const [line, setLine] = useState('');
  return (
    <form
      className="gt-composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (disabled) return;
        onSend(line);
        setLine('');
      }}
    >
      <input
        data-testid="composer"
        value={line}
        onChange={(event) => setLine(event.target.value)}
        placeholder="A line to the Mayor, sent with Enter"
        aria-label="A line to the Mayor"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <button type="submit" className="gt-button" disabled={disabled}>
        <CornerDownLeft size={14} aria-hidden="true" /> Send
      </button>
    </form>
  );
}
