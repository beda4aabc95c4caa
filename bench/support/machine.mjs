// Where this runs, and the built product as modules.
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);

/** A module of the built product: `product('libs/platform/src/index')`. */
export const product = (module) => require(path.join(root, 'dist', module));

export function machine() {
  const cores = os.cpus();
  return `${os.availableParallelism()} cores of ${cores[0]?.model.trim() ?? 'an unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()}, Node ${process.versions.node}`;
}

export const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
