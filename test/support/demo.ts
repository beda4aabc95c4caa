import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Standalone } from './processes';

/** `npm run demo` beside a product that runs: a shop's conversations of every kind and state. */
export async function fillWithDemo(product: Standalone): Promise<void> {
  const env = { PATH: process.env['PATH'], KONTUAR_DATA_DIR: product.dataDir, ...(product.databaseUrl === undefined ? {} : { DATABASE_URL: product.databaseUrl }) };
  await promisify(execFile)(process.execPath, [path.resolve(__dirname, '../../dist/apps/standalone/src/demo.js')], { env, timeout: 60_000 });
}
