import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { owner } from './product-client';

const program = path.resolve(__dirname, '../../dist/apps/standalone/src/demo.js');

/** `npm run demo` beside a product that runs: a shop's conversations of every kind and state, in the house of this file's owner. */
export async function fillWithDemo({ dataDir, databaseUrl }: { dataDir: string; databaseUrl: string | undefined }): Promise<void> {
  const env = { PATH: process.env['PATH'], KONTUAR_DATA_DIR: dataDir, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) };
  await promisify(execFile)(process.execPath, [program, '--owner', owner.email], { env, timeout: 60_000 });
}
