// npm test: sets everything up and runs every test. What follows `--` goes to Jest: `npm test -- email` runs the tests whose path has "email" in it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { installPeers } from './install-peers.mjs';
import { node, run, tell } from './steps.mjs';
import { prepareMachine } from './test-machine.mjs';

/**
 * How many at once, for two cores: four, since tests of the api wait for their database and for platforms, and those of the second group, which start
 * browsers and whole products, for moments to come. With six, both cores are busy all the time, and the run takes longer.
 */
const groups = [
  // After the caller's own words on the command line: this option takes every word that follows it.
  ['--selectProjects', 'unit', 'db', 'peer', 'api', '--maxWorkers=4'],
  ['--selectProjects', 'faults', 'journeys', '--maxWorkers=4'],
];

/** More files than these are no hiccup of the machine. */
const mostAgain = 4;

try {
  checkNode();
  await ensureInstalled();
  const missing = await prepareMachine();
  if (missing !== undefined) process.stdout.write(`${missing}\n`);

  const extra = process.argv.slice(2);
  // All tests will need it, and it waits for the network more than for us. What goes wrong is told by the test that needs it.
  if (extra.length === 0) installPeers().catch(() => undefined);
  const ownChoice = extra.some((argument) => argument.startsWith('--selectProjects'));
  const total = { passed: 0, failed: 0, skipped: 0 };
  try {
    await build();
  } catch (error) {
    // Most tests read the sources, and are worth running all the same.
    tell(error);
    total.failed += 1;
  }
  for (const group of ownChoice ? [[]] : groups) {
    const result = await judged(group, extra);
    for (const key of Object.keys(total)) total[key] += result[key];
  }

  if (missing !== undefined) process.stdout.write(`\n${missing}\n`);
  if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped\n`);
  if (process.env.CI_RESULTS) fs.appendFileSync(process.env.CI_RESULTS, `${total.passed} ${total.failed}\n`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
} catch (error) {
  tell(error);
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exitCode = 1;
}

/**
 * Runs a group. A few files that fail where several products and browsers share two cores are run once more, alone, and this second word counts;
 * it is said aloud, so that whoever reads the report knows what is not steady.
 */
async function judged(group, extra) {
  const first = await jest(group, extra);
  const files = first.failedFiles ?? [];
  if (files.length === 0 || files.length > mostAgain) return first;
  process.stdout.write(`\nOnce more, alone: ${files.map(({ name, failed }) => `${name} (${failed} failed)`).join(', ')}\n`);
  const again = await jest([...group.filter((word) => !word.startsWith('--maxWorkers')), '--maxWorkers=1'], [...extra, '--runTestsByPath', ...files.map(({ path: file }) => file)]);
  const steady = again.failed === 0;
  process.stdout.write(`\n${steady ? 'Passed' : 'Failed'} the second time: ${files.map(({ name }) => name).join(', ')}\n`);
  const before = files.reduce((sum, { passed }) => sum + passed, 0);
  return { passed: first.passed - before + again.passed, failed: again.failed, skipped: first.skipped - files.reduce((sum, { skipped }) => sum + skipped, 0) + again.skipped };
}

async function jest(group, extra) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-results-'));
  const outputFile = path.join(folder, 'results.json');
  const env = { ...process.env, NODE_ENV: 'test' };
  const [command, args] = node('node_modules/jest/bin/jest.js', '--passWithNoTests', ...extra, '--json', `--outputFile=${outputFile}`, ...group);
  try {
    // With --outputFile the report of Jest itself goes to the error stream, where it is seen as it grows.
    const { code } = await run(command, args, { show: true, env });
    const result = fs.existsSync(outputFile) ? JSON.parse(fs.readFileSync(outputFile, 'utf8')) : undefined;
    // Jest itself broke, or a set-up did: no test can be said to have passed.
    if (result === undefined) return { passed: 0, failed: 1, skipped: 0 };
    // A suite that could not even run counts as a failure of its own.
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    const failedFiles = result.testResults.filter(({ status }) => status === 'failed').map(({ name, assertionResults }) => {
      const count = (...states) => assertionResults.filter(({ status }) => states.includes(status)).length;
      return { path: name, name: path.relative(process.cwd(), name), passed: count('passed'), failed: Math.max(1, count('failed')), skipped: count('pending', 'todo', 'skipped') };
    });
    return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: result.numPendingTests + result.numTodoTests, failedFiles };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
