// npm run demo: fills the workspace with a shop's conversations; `npm run demo -- --remove` takes them out again.
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { fail, root } from './steps.mjs';

try {
  checkNode();
  await ensureInstalled();
  await build();
  await import(pathToFileURL(path.join(root, 'dist/apps/standalone/src/demo.js')).href);
} catch (error) {
  fail(error);
}
