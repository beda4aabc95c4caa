import { migrate } from '@kontuar/core';
import { endStart, readConfig, StartFailure } from '@kontuar/platform';

/** For a production roll-out: brings the database of DATABASE_URL up to date, then ends. */
async function main(): Promise<void> {
  const { url } = readConfig().database;
  if (url === undefined) throw new StartFailure('DATABASE_URL must be set.');
  const ran = await migrate(url);
  process.stdout.write(ran.length === 0 ? 'The database is up to date.\n' : `The database is up to date; applied: ${ran.join(', ')}.\n`);
}

main().catch(endStart);
