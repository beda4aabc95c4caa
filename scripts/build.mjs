// Builds what is stale: the server into dist/apps and dist/libs, the agents' workspace into dist/web, the chat widget into dist/widget.
// `--force` builds everything.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled } from './install.mjs';
import { clearStamp, fingerprint, parts, staleParts, writeStamp } from './parts.mjs';
import { fail, node, PlainError, root, run, step } from './steps.mjs';
import { takeTurn } from './turns.mjs';

const builders = {
  server: node('scripts/build-server.mjs'),
  web: node('node_modules/vite/bin/vite.js', 'build', 'apps/web', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn'),
  widget: node('node_modules/vite/bin/vite.js', 'build', 'apps/widget', '--config', 'apps/widget/vite.config.ts', '--logLevel', 'warn'),
};

export async function build({ force = false } = {}) {
  if (!force && staleParts().length === 0) return;
  const endTurn = await takeTurn('build');
  try {
    // Another build may have made them while we waited for it.
    const stale = force ? parts : staleParts();
    // All come to their end before the first failure is told: none is left running behind our back.
    const results = await Promise.allSettled(stale.map((part) => step(`Building the ${part.name}`, () => buildPart(part))));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  } finally {
    endTurn();
  }
}

async function buildPart(part) {
  const value = fingerprint(part);
  clearStamp(part);
  const [command, args] = builders[part.name];
  // Tools under NODE_ENV=test or development would make a slower bundle.
  const { code, output } = await run(command, args, { env: { ...process.env, NODE_ENV: 'production' } });
  if (code !== 0) throw new PlainError(explain(part, output), output.slice(-5_000));
  if (!fs.existsSync(path.join(root, part.output))) throw new PlainError(`The build of the ${part.name} left no ${part.output}.`, output.slice(-5_000));
  writeStamp(part, value);
}

function explain(part, output) {
  if (output.includes('ENOSPC')) return `The disk that holds ${root} is full: free some space and start again.`;
  if (/EACCES|EPERM|EROFS/.test(output)) return `The build may not write to ${path.join(root, 'dist')}: give this account the right to write there.`;
  return `The ${part.name} could not be built (the compiler's words are above).`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    checkNode();
    await ensureInstalled();
    await build({ force: process.argv.includes('--force') });
  } catch (error) {
    fail(error);
  }
}
