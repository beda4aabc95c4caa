import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = process.env['KONTUAR_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react()],
  resolve: { alias: { '@kontuar/language/answers': here('../../libs/language/src/answers.ts'), '@kontuar/contract/filter': here('../../libs/contract/src/filter-match.ts'), '@kontuar/contract': here('../../libs/contract/src/index.ts') } },
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    sourcemap: true,
  },
  server: {
    proxy: {
      '/api': api,
      '/files': api,
      '/widget': api,
      '/hooks': api,
      '/demo': api,
      '/socket.io': { target: api, ws: true },
    },
  },
});
