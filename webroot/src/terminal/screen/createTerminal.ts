import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
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
    minimumContrastRatio: 4.5,
    scrollback: 10_000,
    linkHandler: { activate: (event, uri) => openLink(event, uri) },
  });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.loadAddon(new WebLinksAddon(openLink));
  swallowQueries(terminal);
  copyWithShift(terminal);
  // xterm draws no cursor until it had the focus once, or was sent to a buffer: here to the one it shows anyway.
  terminal.write('\x1b[?47l');
  return terminal;
}

/** Ctrl+C is the agent's, selection or not; Ctrl+Shift+C copies, as terminals do (⌘C works by itself). */
function copyWithShift(terminal: Terminal): void {
  terminal.attachCustomKeyEventHandler((event) => {
    const copies = event.ctrlKey && event.shiftKey && event.code === 'KeyC' && terminal.hasSelection();
    if (!copies) return true;
    event.preventDefault();
    if (event.type === 'keydown') document.execCommand('copy');
    return false;
  });
}

/** WebGL draws several times faster on a real graphics card, and slower where software plays one. */
export function accelerate(terminal: Terminal): void {
  if (!hasGraphicsCard()) return;
  try {
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    terminal.loadAddon(webgl);
  } catch {
    // The DOM renderer stays.
  }
}

function hasGraphicsCard(): boolean {
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = names === null ? '' : String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
  // Browsers allow few contexts at once: the probe's goes back at once.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

/** Links come from agents: only with a modifier key, only to the web, and the other page learns nothing. */
function openLink(event: MouseEvent, uri: string): void {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (/^https?:\/\//i.test(uri)) window.open(uri, '_blank', 'noopener,noreferrer');
}
