// Writes the generated files that are committed; `--check` only says which of them are stale.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { checkNode, ensureInstalled } from './install.mjs';
import { build } from './build.mjs';
import { fail, root } from './steps.mjs';

const generated = [
  { file: 'docs/openapi.json', module: 'dist/apps/api/src/openapi/index.js', make: async ({ openApiDocument }) => `${JSON.stringify(await openApiDocument(), undefined, 2)}\n` },
  { file: 'README.md', module: 'dist/libs/connectors/src/ability-table.js', make: ({ abilityTable }, before) => between(before, '<!-- abilities -->', '<!-- /abilities -->', abilityTable()) },
];

/** A part of a page that people write, made by the machine. */
function between(page, begin, end, made) {
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`no place for it between ${begin} and ${end}`);
  return `${page.slice(0, from)}\n${made}\n${page.slice(to)}`;
}

try {
  checkNode();
  await ensureInstalled();
  await build();
  const require = createRequire(import.meta.url);
  const stale = [];
  for (const { file, module, make } of generated) {
    const target = path.join(root, file);
    const before = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : '';
    const fresh = await make(require(path.join(root, module)), before);
    if (before === fresh) continue;
    stale.push(file);
    if (process.argv.includes('--check')) continue;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, fresh);
  }
  if (process.argv.includes('--check') && stale.length > 0) {
    process.stderr.write(`Stale: ${stale.join(', ')}. Run npm run generate and commit the result.\n`);
    process.exitCode = 1;
  }
} catch (error) {
  fail(error);
}
