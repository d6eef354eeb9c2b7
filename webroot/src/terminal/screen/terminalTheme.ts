import type { ITheme } from '@xterm/xterm';

export const FONT_FAMILY =
  'ui-monospace, "SF Mono", Menlo, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace';

/** The terminal's colours in both themes; backgrounds and text equal the page's own (theme/tokens.css). */
export const TERMINAL_THEMES: Record<'dark' | 'light', ITheme> = {
  dark: {
    background: '#0d1117',
    foreground: '#e6edf3',
    cursor: '#e6b422',
    cursorAccent: '#0d1117',
    selectionBackground: '#2f4a6b',
    black: '#484f58',
    red: '#ff8178',
    green: '#4cc38a',
    yellow: '#e6b422',
    blue: '#6cb2ff',
    magenta: '#d2a8ff',
    cyan: '#56d4dd',
    white: '#b1bac4',
    brightBlack: '#8b98a5',
    brightRed: '#ffa198',
    brightGreen: '#6fdca6',
    brightYellow: '#f2cc60',
    brightBlue: '#9ccbff',
    brightMagenta: '#e2c5ff',
    brightCyan: '#8be9ee',
    brightWhite: '#ffffff',
  },
  light: {
    background: '#ffffff',
    foreground: '#1a2028',
    cursor: '#805a00',
    cursorAccent: '#ffffff',
    selectionBackground: '#bcd7f5',
    black: '#1a2028',
    red: '#b3261e',
    green: '#116b3d',
    yellow: '#805a00',
    blue: '#0b5cad',
    magenta: '#8250df',
    cyan: '#1b7c83',
    white: '#545f6b',
    brightBlack: '#57606a',
    brightRed: '#a40e26',
    brightGreen: '#1a7f37',
    brightYellow: '#7d4e00',
    brightBlue: '#0969da',
    brightMagenta: '#8250df',
    brightCyan: '#1b7c83',
    brightWhite: '#3d4650',
  },
};
