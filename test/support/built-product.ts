import { execFileSync } from 'node:child_process';
import path from 'node:path';
import globalSetup from './global-setup';

/** For tests that run the built product: the database, and a build of what is stale. */
export default async function builtProduct(): Promise<void> {
  execFileSync(process.execPath, [path.resolve(__dirname, '../../scripts/build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
  await globalSetup();
}
