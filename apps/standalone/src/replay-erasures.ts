import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { migrate, openErasureReplay, REPLAY_LIST, replayErasures } from '@kontuar/core';
import { endStart, readConfig, StartFailure } from '@kontuar/platform';
import { lockDataFolder } from './data-lock';
import { EmbeddedPostgres } from './embedded-postgres';

/**
 * After a backup was restored that is older than an erasure: begins again what the list says. The workers carry it out, or Kontuar when it is started. Without
 * DATABASE_URL the database of the data folder is meant: this starts it, so Kontuar must be stopped meanwhile.
 */
async function main(): Promise<void> {
  const { database: { url: given }, dataDir } = readConfig();
  const path = resolve(process.argv[3] ?? join(dataDir, 'files', REPLAY_LIST));
  const list = await readFile(path, 'utf8').catch((cause: unknown) => { throw new StartFailure(`The list ${path} cannot be read.`, { cause }); });
  if (given !== undefined) return replay(given, list);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const letGo = await lockDataFolder(dataDir);
  try {
    const postgres = await EmbeddedPostgres.start(dataDir, (error) => { process.stderr.write(`${error.message}\n`); });
    try {
      await replay(postgres.url, list);
    } finally {
      await postgres.stop();
    }
  } finally {
    letGo();
  }
}

async function replay(url: string, list: string): Promise<void> {
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
