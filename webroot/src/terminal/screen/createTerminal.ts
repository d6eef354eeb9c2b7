import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { swallowQueries } from './swallowQueries';
import { FONT_FAMILY } from './terminalTheme';

export const BASE_FONT_SIZE = 14;

/** An xterm that draws agents' output and trusts none of it. */
export function createTerminal(): Terminal {
  const terminal = new Terminal({
    allowProposedApi: true, // Unicode graphemes are behind this switch
    disableStdin: true, // until a ticket grants `write`
    cursorBlink: false,
    cursorInactiveStyle: 'none',
    fontFamily: FONT_FAMILY,
    fontSize: BASE_FONT_SIZE,
    lineHeight: 1.15,
    macOptionClickForcesSelection: true,
    minimumContrastRatio: 4.5,
    scrollback: 10_000,
    linkHandler: { activate: (event, uri) => openLink(event, uri) },
  });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.loadAddon(new WebLinksAddon(openLink));
  swallowQueries(terminal);
  handleKeys(terminal);
  // xterm draws no cursor until it had the focus once, or was sent to a buffer: here to the one it shows anyway.
  terminal.write('\x1b[?47l');
  return terminal;
}

/**
 * Ctrl+C is the agent's, selection or not; Ctrl+Shift+C copies, as terminals do (⌘C works by itself). Where nothing can
 * be typed the Tab key is the page's: nobody is to be caught in a terminal.
 */
function handleKeys(terminal: Terminal): void {
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.key === 'Tab' && terminal.options.disableStdin === true) return false;
    const copies = event.ctrlKey && event.shiftKey && event.code === 'KeyC' && terminal.hasSelection();
    if (!copies) return true;
    event.preventDefault();
    if (event.type === 'keydown') document.execCommand('copy');
    return false;
  });
}

/** Links come from agents: only with a modifier key, only to the web, and the other page learns nothing. */
function openLink(event: MouseEvent, uri: string): void {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (/^https?:\/\//i.test(uri)) window.open(uri, '_blank', 'noopener,noreferrer');
}
