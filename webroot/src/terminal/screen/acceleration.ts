import type { Terminal } from '@xterm/xterm';

/**
 * Drawing by WebGL, several times faster on a real graphics card, and slower where software plays one. Browsers
 * keep few contexts: only the terminal in focus has one, and gives it back at once. Everywhere else, and when
 * anything fails, xterm's DOM renderer draws.
 */
export class Acceleration {
  private wanted = false;
  private stop: (() => void) | null = null;

  constructor(
    private readonly terminal: Terminal,
    /** Cells may have another size now. */
    private readonly onChange: () => void,
  ) {}

  want(wanted: boolean): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    if (wanted && hasGraphicsCard()) void this.start();
    else this.stop?.();
  }

  private async start(): Promise<void> {
    const { WebglAddon } = await import('@xterm/addon-webgl').catch(() => ({ WebglAddon: null }));
    const element = this.terminal.element;
    if (WebglAddon === null || !this.wanted || this.stop !== null || element === undefined) return;
    const addon = new WebglAddon();
    try {
      this.terminal.loadAddon(addon);
    } catch {
      addon.dispose();
      return;
    }
    const canvases = [...element.querySelectorAll('canvas')];
    this.stop = () => {
      this.stop = null;
      addon.dispose();
      canvases.forEach(giveBack);
      this.onChange();
    };
    addon.onContextLoss(() => this.stop?.());
    this.onChange();
  }
}

let graphicsCard: boolean | undefined;

function hasGraphicsCard(): boolean {
  return (graphicsCard ??= findGraphicsCard());
}

function findGraphicsCard(): boolean {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = names === null ? '' : String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
  giveBack(canvas);
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

/** A context that is only forgotten counts until the collector comes by. */
function giveBack(canvas: HTMLCanvasElement): void {
  canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
}
