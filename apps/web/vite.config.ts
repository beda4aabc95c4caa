import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { appIcons } from './build/app-icons';
import { packedFiles } from './build/packed-files';
import { screenPreloads } from './build/screen-preloads';
import { serviceWorker } from './build/service-worker';
import { splitTexts } from './build/split-texts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = process.env['KONTUAR_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [splitTexts(), react(), screenPreloads(), appIcons(), serviceWorker(), packedFiles()],
  resolve: { alias: { '@kontuar/language/answers': here('../../libs/language/src/answers.ts'), '@kontuar/contract/letter-text': here('../../libs/contract/src/letter-text.ts'), '@kontuar/contract/letter-nodes': here('../../libs/contract/src/letter-nodes.ts'), '@kontuar/contract/filter': here('../../libs/contract/src/filter-match.ts'), '@kontuar/contract/numbers': here('../../libs/contract/src/redaction/numbers.ts'), '@kontuar/contract': here('../../libs/contract/src/index.ts') } },
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    sourcemap: true,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What a Polish list says comes in one file, what stands in a conversation in another; screens that few people open bring their own.
            { name: 'polish-desk', test: /\/src\/(app\/(?!letter|asides|macros|planned|failure|mood|together|people|cases\/cases)|ui|features\/(inbox|views\/(?!editor)))[^?]*\?polish=/u },
            { name: 'polish-conversation', test: /\/src\/(app\/(?!people)|realtime|features\/(?!settings|channels|session|search|views|customers|knowledge))[^?]*\?polish=/u },
          ],
        },
      },
    },
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
