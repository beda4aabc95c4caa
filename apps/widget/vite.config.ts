import { fileURLToPath } from 'node:url';
import { build, defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/widget', import.meta.url));

/** The loader is one classic script beside the panel; `vite build` makes both. */
function loader(): Plugin {
  return {
    name: 'kontuar-loader',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        build: {
          outDir, emptyOutDir: false, target: 'es2022', modulePreload: false,
          lib: { entry: `${root}src/loader/loader.ts`, formats: ['iife'], name: 'KontuarLoader', fileName: () => 'widget.js' },
        },
      });
    },
  };
}

export default defineConfig({
  root,
  base: '/widget/',
  oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
  plugins: [loader()],
  build: {
    outDir, emptyOutDir: true, target: 'es2022', modulePreload: false, assetsInlineLimit: 0,
    rolldownOptions: { input: `${root}panel.html` },
  },
});
