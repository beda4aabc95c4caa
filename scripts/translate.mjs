// Translates TypeScript into dist/, one file to one file. Types are not checked here: `npm run check` does.
import fs from 'node:fs/promises';
import path from 'node:path';
import { transformFile } from '@swc/core';
import { filesUnder, isAsset, isServerSource } from './parts.mjs';
import { root } from './steps.mjs';

/** `folders` from the root; what lay in dist for them before is gone, for a file that was renamed or deleted must not live on. */
export async function translateFolders(folders) {
  const config = JSON.parse(await fs.readFile(path.join(root, '.swcrc'), 'utf8'));
  delete config.$schema;
  config.jsc.baseUrl = root;
  const files = folders.flatMap(filesUnder);
  await Promise.all(folders.map((folder) => fs.rm(path.join(root, 'dist', folder), { recursive: true, force: true })));
  await Promise.all([...files.filter(isServerSource).map((file) => translate(file, config)), ...files.filter(isAsset).map(copy)]);
}

async function translate(file, config) {
  const { code, map } = await transformFile(path.join(root, file), { ...config, swcrc: false, cwd: root });
  const target = await inDist(file.replace(/\.ts$/, '.js'));
  await fs.writeFile(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
  if (map) await fs.writeFile(`${target}.map`, map);
}

async function copy(file) {
  await fs.copyFile(path.join(root, file), await inDist(file));
}

async function inDist(file) {
  const target = path.join(root, 'dist', file);
  await fs.mkdir(path.dirname(target), { recursive: true });
  return target;
}
