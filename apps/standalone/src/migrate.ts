import { migrate } from '@kontuar/core';
import { readConfig } from '@kontuar/platform';
import { explainStartFailure } from './start-failure';

/** For a production roll-out: brings the database of DATABASE_URL up to date, then ends. */
async function main(): Promise<void> {
  const { url } = readConfig().database;
  if (url === undefined) throw new Error('DATABASE_URL must be set.');
  const ran = await migrate(url);
  process.stdout.write(ran.length === 0 ? 'The database is up to date.\n' : `The database is up to date; applied: ${ran.join(', ')}.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStartFailure(error) ?? (error instanceof Error ? error.stack : String(error))}\n`);
  process.exitCode = 1;
});
