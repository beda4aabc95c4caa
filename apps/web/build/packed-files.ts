import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Packed once, here, as well as it can be; the server picks what the browser understands and never packs while somebody waits. */
export function packedFiles(): Plugin {
  let folder = '';
  return {
    name: 'kontuar:packed-files',
    apply: 'build',
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: {
      sequential: true,
      handler() {
        for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          if (!/\.(js|css|html|svg|webmanifest)$/u.test(name)) continue;
          const file = path.join(folder, name);
          const plain = readFileSync(file);
          // Below a packet nothing is won.
          if (plain.length < 1400) continue;
          writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
          writeFileSync(`${file}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }));
        }
      },
    },
  };
}
