import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** By content coding: the gateway sends what lies in the folder of that name. */
const CODINGS = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gzip: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
};
/** Less than this fits into the same packets either way. */
const WORTH_IT_BYTES = 1024;

/** Writes each built file once more a coding, at the hardest setting: built once, sent a thousand times. */
export function compress(): Plugin {
  return {
    name: 'gastown:compress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      for (const file of Object.values(bundle)) {
        const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        if (content.length < WORTH_IT_BYTES) continue;
        for (const [coding, compressed] of Object.entries(CODINGS)) {
          const path = join(dir!, 'compressed', coding, file.fileName);
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, await compressed(content));
        }
      }
    },
  };
}
