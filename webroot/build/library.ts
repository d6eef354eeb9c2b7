import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import packageJson from '../package.json' with { type: 'json' };

const OUT = 'lib';
/** Installed with the package, or the host's own: everything else is built in, styles always. */
const EXTERNAL = [...Object.keys(packageJson.dependencies), ...Object.keys(packageJson.peerDependencies)];

/** The components as an npm package: one ES module, one style sheet, and types. */
export function library(): Plugin {
  return {
    name: 'gastown:library',
    apply: 'build',
    config: () => ({
      publicDir: false,
      build: {
        outDir: OUT,
        lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index', cssFileName: 'style' },
        rolldownOptions: { external: isExternal },
      },
    }),
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'LICENSE', source: readFileSync('../LICENSE') });
    },
    closeBundle() {
      execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.lib.json'], {
        stdio: 'inherit',
      });
      forEveryResolution(join(OUT, 'types'));
    },
  };
}

function isExternal(id: string): boolean {
  return !id.endsWith('.css') && EXTERNAL.some((name) => id === name || id.startsWith(`${name}/`));
}

/**
 * Types as any host resolves them: Node's way (`nodenext`) wants the ending of each file, and nobody wants the
 * style sheets, which are one file by now.
 */
function forEveryResolution(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8')
      .replace(/^import '[^']+\.css';\n/gm, '')
      .replace(/(from |import\()(['"])(\.[^'"]+)\2/g, '$1$2$3.js$2');
    writeFileSync(path, text);
  }
}
