import type { Foundation } from '../core.module';
import { hashPassword } from '../session/passwords';
import { nameFromAddress } from './owner-name';
import { createFirstWorkspace } from './setup.service';

/** The first run without a browser, from the environment. Does nothing once anybody has an account, and never twice. */
export async function firstRun({ config, database, log }: Foundation): Promise<void> {
  if (config.firstRun === undefined) return;
  const [row] = await database.asSystem((tx) => tx.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT 1 FROM users) AS empty'));
  if (row?.empty !== true) return;
  const { email, password, workspace } = config.firstRun;
  const passwordHash = await hashPassword(password);
  const address = email.trim().toLowerCase();
  const { name, guessed } = nameFromAddress(address);
  const owner = await database.asSystem((tx) => createFirstWorkspace(tx, { workspaceName: workspace, name, nameGuessed: guessed, email: address, passwordHash, locale: 'en' }));
  if (owner !== undefined) log.info({ workspaceId: owner.workspaceId }, 'first run done: workspace and owner made from the environment');
}
