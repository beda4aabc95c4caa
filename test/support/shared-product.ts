import { hashPassword } from '../../libs/core/src/session/passwords';
import { nameFromAddress } from '../../libs/core/src/setup/owner-name';
import { createWorkspace } from '../../libs/core/src/setup/setup.service';
import { newId, openDatabase } from '@kontuar/platform';
import { makePasswordsCheap } from './cheap-passwords';
import { owner } from './product-client';

makePasswordsCheap();

/** A house of its own, in a product that all stories of a run share: a product for each took more time than half of the stories. */
export interface OwnWorkspace {
  url: string;
  workspaceId: string;
  /** The database's owner address, for a story that looks behind the screens: others' houses stand there too, so whoever asks names the workspace or a row of their own. */
  databaseUrl: string;
  /** Where the product keeps its secret. */
  dataDir: string;
  /** The house stays and is at rest; the product ends with the run. */
  stop(): Promise<void>;
}

/** Made as the first run makes one: there is no route for a second workspace yet. Its owner is `owner`, whose address is this file's alone. */
export async function openWorkspace(): Promise<OwnWorkspace> {
  const { KONTUAR_TEST_PRODUCT: url, KONTUAR_TEST_PRODUCT_DATABASE: databaseUrl, KONTUAR_TEST_PRODUCT_DATA: dataDir } = process.env;
  if (url === undefined || databaseUrl === undefined || dataDir === undefined) throw new Error('No product is shared: this story must live in a project with that set-up (see jest.config.js).');
  const database = await openDatabase({ url: databaseUrl, poolSize: 1, entities: [], role: 'owner', applicationName: 'test-workspace' });
  try {
    const passwordHash = await hashPassword(owner.password);
    const { name, guessed } = nameFromAddress('owner@example.com');
    const workspaceId = await database.asSystem(async (tx) => {
      // Every story comes from one address, and together they would look like somebody who guesses.
      await tx.execute('DELETE FROM throttle');
      const userId = newId();
      await tx.query(`INSERT INTO users (id, email, name, name_guessed, password_hash, locale) VALUES ($1, $2, $3, $4, $5, 'en')`, [userId, owner.email, name, guessed, passwordHash]);
      return (await createWorkspace(tx, { name: 'Dom Lipowy', locale: 'en', ownerId: userId })).workspaceId;
    });
    return { url, workspaceId, databaseUrl, dataDir, stop: () => Promise.resolve() };
  } finally {
    await database.close();
  }
}
