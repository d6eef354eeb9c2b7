import { lineCount } from './message';

const SHOWN_CHARACTERS = 120;

/** How much text it is, and how it begins and ends. */
export function TextPreview({ text }: { text: string }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  return (
    <>
      <span className="gt-preview-size">
        {countOf(lineCount(text), 'line')}, {countOf(text.length, 'character')}
      </span>
      <span className="gt-preview-text">
        <span>{cut(first)}</span>
        {lines.length > 2 && <span aria-label="and so on">⋮</span>}
        {lines.length > 1 && <span>{cut(last)}</span>}
      </span>
    </>
  );
}

export function countOf(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}

function cut(line: string): string {
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
