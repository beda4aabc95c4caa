// npm run check: everything that can be judged without running the program. All checks run, then the failed ones are told.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled } from './install.mjs';
import { fail, node, run } from './steps.mjs';

const checks = [
  // The linter reads types as TypeScript 7 does, each file by the tsconfig that stands nearest, and so finds what is wrong with them on its way: the compiler would read all of it once more, for each project.
  { name: 'types and lint', command: node('node_modules/oxlint/bin/oxlint', '--type-check', '.') },
  // What the chat says with the api's words is read once more as a browser's own, which knows nothing of Node.
  { name: 'types of the widget', command: node('node_modules/typescript-native/bin/tsc', '--noEmit', '--project', 'apps/widget') },
  { name: 'boundaries', command: node('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'test', 'bench') },
  { name: 'unused files, exports and packages', command: node('node_modules/knip/bin/knip.js') },
  { name: 'weight of the inbox', command: node('scripts/bundle.mjs') },
  { name: 'generated files are fresh', command: node('scripts/generate.mjs', '--check') },
];

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function check() {
  const waiting = [...checks];
  const failed = [];
  // Two at a time: as many as a small CI machine has cores.
  await Promise.all([1, 2].map(async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const startedAt = Date.now();
      const { code, output } = await run(...next.command);
      const verdict = code === 0 ? 'ok' : 'FAILED';
      process.stdout.write(`check: ${next.name}: ${verdict} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
      if (code !== 0) failed.push({ ...next, output });
    }
  }));
  for (const { name, output } of failed) process.stdout.write(`\n── ${name}\n${output.trim()}\n`);
  return { passed: checks.length - failed.length, failed: failed.length };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    checkNode();
    await ensureInstalled();
    const { passed, failed } = await check();
    process.stdout.write(`${passed} checks passed, ${failed} failed\n`);
    if (process.env.CI_RESULTS) fs.appendFileSync(process.env.CI_RESULTS, `${passed} ${failed}\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  } catch (error) {
    fail(error);
  }
}
