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

/** Node reads them as Jest would; faults name the lines of the source. */
function readByNode() {
  process.setSourceMapsEnabled(true);
  Module._extensions['.ts'] = (module, file) => {
    const { code } = swc.transformFileSync(file, { ...typescript, swcrc: false, cwd: root, sourceMaps: 'inline' });
    module._compile(code, file);
  };
}

module.exports = { typescript, isOwnCode, readByNode };
