// Writes the generated files that are committed; `--check` only says which of them are stale.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { checkNode, ensureInstalled } from './install.mjs';
import { build } from './build.mjs';
import { fail, root } from './steps.mjs';

const generated = [{ file: 'docs/openapi.json', module: 'dist/apps/api/src/openapi/index.js', export: 'openApiDocument' }];

try {
  checkNode();
  await ensureInstalled();
  await build();
  const require = createRequire(import.meta.url);
  const stale = [];
  for (const { file, module, export: name } of generated) {
    if (!fs.existsSync(path.join(root, module))) continue;
    const fresh = `${JSON.stringify(await require(path.join(root, module))[name](), undefined, 2)}\n`;
    const target = path.join(root, file);
    if (fs.existsSync(target) && fs.readFileSync(target, 'utf8') === fresh) continue;
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
