import { useState } from 'react';
import { ctrlOf, keySequence, type BarKey } from './keySequence';

const KEYS: { key: BarKey; label: string; name: string }[] = [
  { key: 'escape', label: 'Esc', name: 'Esc' },
  { key: 'tab', label: 'Tab', name: 'Tab' },
  { key: 'up', label: '↑', name: 'Up' },
  { key: 'down', label: '↓', name: 'Down' },
  { key: 'left', label: '←', name: 'Left' },
  { key: 'right', label: '→', name: 'Right' },
  { key: 'enter', label: '⏎', name: 'Enter' },
];

/** What agents are steered with most by Ctrl: interrupt, end of input, line start, line end, history, clear. */
const CTRL_LETTERS = ['C', 'D', 'A', 'E', 'R', 'L'];

interface KeyBarProps {
  onKey(data: string): void;
  applicationCursor(): boolean;
}

/** The keys a phone's keyboard lacks. */
export function KeyBar({ onKey, applicationCursor }: KeyBarProps) {
  const [ctrl, setCtrl] = useState(false);
  // Pressing a key must not take the focus, or the phone's own keyboard would fold away.
  const keepFocus = (event: React.PointerEvent) => event.preventDefault();
  return (
    <div className="gt-key-bar" data-testid="key-bar" role="toolbar" aria-label="Keys">
      <button type="button" aria-pressed={ctrl} onPointerDown={keepFocus} onClick={() => setCtrl(!ctrl)}>
        Ctrl
      </button>
      {ctrl
        ? CTRL_LETTERS.map((letter) => (
            <button
              key={letter}
              type="button"
              aria-label={`Ctrl ^${letter}`}
              onPointerDown={keepFocus}
              onClick={() => {
                onKey(ctrlOf(letter));
                setCtrl(false);
              }}
            >
              ^{letter}
            </button>
          ))
        : KEYS.map(({ key, label, name }) => (
            <button
              key={key}
              type="button"
              aria-label={name}
              onPointerDown={keepFocus}
              onClick={() => onKey(keySequence(key, applicationCursor()))}
            >
              {label}
            </button>
          ))}
    </div>
  );
}
