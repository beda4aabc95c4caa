import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { migrate, openErasureReplay, REPLAY_LIST, replayErasures } from '@kontuar/core';
import { endStart, readConfig, StartFailure } from '@kontuar/platform';

/** After a backup was restored that is older than an erasure: begins again what the list says. The workers carry it out. */
async function main(): Promise<void> {
  const { database: { url }, dataDir } = readConfig();
  if (url === undefined) throw new StartFailure('DATABASE_URL must be set: the address of the database into which the backup was restored.');
  const path = resolve(process.argv[3] ?? join(dataDir, 'files', REPLAY_LIST));
  const list = await readFile(path, 'utf8').catch((cause: unknown) => { throw new StartFailure(`The list ${path} cannot be read.`, { cause }); });
  await migrate(url);
  const database = await openErasureReplay(url);
  try {
    const { lines, begun, absent, unreadable } = await replayErasures(database, list);
    process.stdout.write(`${lines} lines: ${begun} people are back and are erased again, ${absent} are not there or are being erased already, ${unreadable} could not be read.\n`);
  } finally {
    await database.close();
  }
}

main().catch(endStart);
