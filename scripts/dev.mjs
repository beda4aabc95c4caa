// npm run dev: npm start that builds the server and starts it anew when its sources change.
import path from 'node:path';
import { build } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { runReloading } from './reload.mjs';
import { fail, root } from './steps.mjs';

const sources = ['apps/api/src', 'apps/worker/src', 'apps/standalone/src', 'libs'];

try {
  checkNode();
  await ensureInstalled();
  await build();
  runReloading({ command: process.execPath, args: ['--enable-source-maps', path.join(root, 'dist/apps/standalone/src/main.js')], watch: sources.map((folder) => path.join(root, folder)), prepare: () => build() });
} catch (error) {
  fail(error);
}
