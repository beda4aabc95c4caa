const { createHash } = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const swc = require('@swc/core');

const root = path.join(__dirname, '../../..');
const { jsc } = JSON.parse(fs.readFileSync(path.join(root, '.swcrc'), 'utf8'));
const typescript = { jsc: { ...jsc, baseUrl: root }, module: { type: 'commonjs', strictMode: true } };

/** What the server is made of. Screens, tests and what supports them are loaded by Jest. */
const folders = ['libs', 'apps/api', 'apps/worker', 'apps/standalone'].map((folder) => path.join(root, folder) + path.sep);
function isOwnCode({ resolve }, name) {
  try {
    const file = resolve(name);
    return file.endsWith('.ts') && !file.endsWith('.test.ts') && folders.some((folder) => file.startsWith(folder));
  } catch {
    // A .tsx, which Node does not know.
    return false;
  }
}

/** Without the sources, which Node reads where they are: its maps are taken apart for each of a thousand files at each start. */
const recipe = { ...typescript, swcrc: false, cwd: root, sourceMaps: 'inline', inlineSourcesContent: false };
const kept = path.join(root, 'node_modules/.cache/kontuar-tests');
const kind = createHash('sha256').update(JSON.stringify(recipe)).update(swc.version).digest('hex');

/** Node reads them as Jest would; faults name the lines of the source. */
function readByNode() {
  process.setSourceMapsEnabled(true);
  fs.mkdirSync(kept, { recursive: true });
  Module._extensions['.ts'] = (module, file) => { module._compile(translated(file), file); };
}

/** Ten processes of one run read the same: each file is translated once, and kept under what it says. */
function translated(file) {
  const source = fs.readFileSync(file, 'utf8');
  const place = path.join(kept, `${createHash('sha256').update(`${kind} ${file} ${source}`).digest('hex')}.js`);
  try {
    return fs.readFileSync(place, 'utf8');
  } catch {
    const { code } = swc.transformSync(source, { ...recipe, filename: file });
    // Whole or not at all: others read at the same time.
    fs.writeFileSync(`${place}.${process.pid}`, code);
    fs.renameSync(`${place}.${process.pid}`, place);
    return code;
  }
}

module.exports = { typescript, isOwnCode, readByNode };
