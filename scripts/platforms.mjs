// npm run platforms: plays every simulated platform on loopback, with a page on which a person is the customer.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { fail, root, step } from './steps.mjs';

try {
  checkNode();
  await ensureInstalled();
  await build();
  const { translateFolders } = await import('./translate.mjs');
  await step('Building the platforms', () => translateFolders(['test/platforms']));
  await import(pathToFileURL(path.join(root, 'dist/test/platforms/play/main.js')).href);
} catch (error) {
  fail(error);
}
