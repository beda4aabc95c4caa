import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './steps.mjs';

/** What is built, from which files, into what. A part is stale when the content of any of its files has changed. */
export const parts = [
  { name: 'server', sources: ['apps/api', 'apps/worker', 'apps/standalone', 'libs', '.swcrc', 'scripts/build-server.mjs', 'scripts/translate.mjs'], output: 'dist/apps/standalone/src/main.js' },
  { name: 'web', sources: ['apps/web', 'libs/contract/src', 'libs/language/src', 'libs/connectors/src', 'tsconfig.json', 'package-lock.json'], output: 'dist/web/index.html' },
  { name: 'widget', sources: ['apps/widget', 'libs/contract/src', 'tsconfig.json', 'package-lock.json'], output: 'dist/widget/widget.js' },
];

export const isServerSource = (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !isTest(file);
const isTest = (file) => /\.test\.tsx?$/.test(file);
/** Notes and recorded deliveries are for people and tests. */
export const isAsset = (file) => !/\.(ts|tsx|md)$/.test(file) && !file.split('/').includes('recordings') && !file.includes('/testdata/');

export function staleParts() {
  return parts.filter((part) => !fs.existsSync(path.join(root, part.output)) || readStamp(part) !== fingerprint(part));
}

export function fingerprint(part) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of part.sources.flatMap(filesUnder).filter((name) => !isTest(name) && !name.endsWith('.md'))) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/** Paths from the root, in a stable order. */
export function filesUnder(source) {
  const absolute = path.join(root, source);
  if (!fs.existsSync(absolute)) return [];
  if (fs.statSync(absolute).isFile()) return [source];
  return fs
    .readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}

const stampFile = (part) => path.join(root, 'dist', '.stamps', part.name);

function readStamp(part) {
  try {
    return fs.readFileSync(stampFile(part), 'utf8');
  } catch {
    return undefined;
  }
}

/** Removed before a build and written after it, so that a build cut short counts as stale. */
export function clearStamp(part) {
  fs.rmSync(stampFile(part), { force: true });
}

export function writeStamp(part, value) {
  fs.mkdirSync(path.dirname(stampFile(part)), { recursive: true });
  fs.writeFileSync(stampFile(part), value);
}
