// npm start: installs, builds what is stale, and runs everything in this process.
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { fail, root } from './steps.mjs';

try {
  checkNode();
  await ensureInstalled();
  await build();
  // In this very process: Ctrl-C, kill and the exit code then need no one to pass them on.
  await import(pathToFileURL(path.join(root, 'dist/apps/standalone/src/main.js')).href);
} catch (error) {
  fail(error);
}
