import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** What a window needs to be drawn without a line: everything but maps, packed twins and the notes of the build. */
const isKept = (name: string): boolean => !/(^|\/)\.|\.(map|gz|br)$|^service-worker\.js$/u.test(name);

/** Builds the service worker when all else stands, and tells it the files of this version. */
export function serviceWorker(): Plugin {
  let folder = '';
  return {
    name: 'kontuar:service-worker',
    apply: 'build',
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: {
      // Before the files are packed.
      order: 'pre',
      sequential: true,
      async handler() {
        const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
          .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')).filter(isKept).sort();
        const version = createHash('sha256');
        for (const name of names) version.update(`${name}\0`).update(readFileSync(path.join(folder, name)));
        await build({
          configFile: false, root: path.dirname(folder), publicDir: false, logLevel: 'warn',
          define: { KEPT_VERSION: JSON.stringify(version.digest('hex').slice(0, 12)), KEPT_FILES: JSON.stringify(names.map((name) => `/${name}`)) },
          build: {
            outDir: folder, emptyOutDir: false, target: 'es2022', copyPublicDir: false,
            rolldownOptions: { input: fileURLToPath(new URL('../src/worker/service-worker.ts', import.meta.url)), output: { format: 'iife', entryFileNames: 'service-worker.js' } },
          },
        });
      },
    },
  };
}
