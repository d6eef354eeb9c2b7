/** Keys that have a sign which is shorter than their name. */
const SIGNS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** Keys to press together, such as `Alt+N`. */
export function Keys({ chord }: { chord: string }) {
  return (
    <kbd className="gt-keys">
      {chord.split('+').map((key) => (
        <kbd key={key} title={key in SIGNS ? key : undefined}>
          {SIGNS[key] ?? key}
        </kbd>
      ))}
    </kbd>
  );
}
