// npm run screens: pictures of every screen in light, dark, Polish, high contrast and on a phone, in test-results/screens, to be looked at beside the design.
import { build } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { fail, node, run } from './steps.mjs';

try {
  checkNode();
  await ensureInstalled();
  await build();
  const [command, args] = node('node_modules/jest/bin/jest.js', '--selectProjects', 'screens');
  const { code } = await run(command, args, { show: true });
  process.exitCode = code;
} catch (error) {
  fail(error);
}
