// npm run budgets: drives the most frequent tasks of an agent with real keys, counts them, and prints the table; fails where one takes more than its budget.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { fail, node, run } from './steps.mjs';

const table = path.join(os.tmpdir(), `kontuar-budgets-${process.pid}.txt`);
try {
  checkNode();
  await ensureInstalled();
  await build();
  const [command, args] = node('node_modules/jest/bin/jest.js', '--selectProjects', 'budgets');
  const { code, output } = await run(command, args, { env: { ...process.env, KONTUAR_BUDGETS: table } });
  if (fs.existsSync(table)) process.stdout.write(fs.readFileSync(table, 'utf8'));
  if (code !== 0) process.stdout.write(`\n${output.slice(-6_000)}\n`);
  process.exitCode = code === 0 ? 0 : 1;
} catch (error) {
  fail(error);
} finally {
  fs.rmSync(table, { force: true });
}
