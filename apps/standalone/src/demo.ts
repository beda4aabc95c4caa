import 'reflect-metadata';
import fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { allConnectors } from '@kontuar/connectors';
import { CoreModule, type Foundation, Ingest, type MemberActor, Members, MentionKeeper, migrate, Moderator, openFoundation, PARSER, parseHere, Setup, SpikeWatch } from '@kontuar/core';
import { type Config, Database, endStart, localPulse, readConfig, resolveSecret, StartFailure } from '@kontuar/platform';
import { lockDataFolder } from './data-lock';
import { demoId } from './demo/demo-ids';
import { fillDemo } from './demo/fill-demo';
import { removeDemo } from './demo/remove-demo';
import { EmbeddedPostgres, runningDatabaseUrl } from './embedded-postgres';

/** Core, and what reads deliveries and what is said in public: the demo's mails are our own, so they need no process of their own. */
@Module({})
class DemoModule {
  static on(foundation: Foundation): DynamicModule {
    return { module: DemoModule, imports: [CoreModule.on(foundation)], providers: [{ provide: PARSER, useValue: parseHere }, Ingest, MentionKeeper, Moderator, SpikeWatch] };
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`);

interface Asked { remove?: boolean; owner?: string }

/** npm run demo, also beside a Kontuar that runs. `--remove` takes the demo out again; `--owner EMAIL` says who is one of the shop, and so in which workspace it is. */
async function main(config: Config, asked: Asked): Promise<void> {
  const { url, close } = await findDatabase(config);
  try {
    await migrate(url);
    const ready = { ...config, log: { level: 'error' }, secret: await resolveSecret(config.secret, config.dataDir), database: { ...config.database, url } };
    const foundation = await openFoundation(ready, 'worker', allConnectors, config.redisUrl === undefined ? { pulse: localPulse() } : {});
    try {
      const app = await NestFactory.createApplicationContext(DemoModule.on(foundation), { logger: ['error'] });
      await (asked.remove === true ? remove(app, asked.owner) : fill(app, asked.owner));
      await app.close();
    } finally {
      await foundation.close();
    }
  } finally {
    await close();
  }
}

async function fill(app: INestApplicationContext, email: string | undefined): Promise<void> {
  const owner = (await findOwner(app, email)) ?? (await firstRun(app));
  const known = await app.get(Database).inWorkspace(owner.workspaceId, (tx) => tx.query('SELECT 1 FROM channels WHERE id = $1', [demoId(owner.workspaceId, 'channel chat')]));
  if (known.length > 0) throw new StartFailure('The demo is there already: npm run demo -- --remove takes it out.');
  say(`${await fillDemo(app, owner)} conversations of the shop Dom Lipowy are in the inbox. Its website chat is at /demo; npm run demo -- --remove takes everything out again.`);
}

async function remove(app: INestApplicationContext, email: string | undefined): Promise<void> {
  const owner = await findOwner(app, email);
  if (owner === undefined) throw new StartFailure('There is no workspace yet, so there is no demo to remove.');
  say(`${await removeDemo(app.get(Database), owner.workspaceId)} demo conversations were removed.`);
}

/** The one with this address, or the first of the first workspace: the only one that most installations have. */
async function findOwner(app: INestApplicationContext, email?: string): Promise<MemberActor | undefined> {
  return app.get(Database).asSystem(async (tx) => {
    const [row] = await tx.query<{ id: string }>(`SELECT m.id FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.role = 'owner' AND m.active AND ($1::text IS NULL OR u.email = lower($1)) ORDER BY m.created_at, m.id LIMIT 1`, [email ?? null]);
    if (row === undefined && email !== undefined) throw new StartFailure(`No owner of a workspace signs in as ${email}.`);
    return row === undefined ? undefined : app.get(Members).byId(tx, row.id);
  });
}

async function firstRun(app: INestApplicationContext): Promise<MemberActor> {
  const email = 'demo@dom-lipowy.example';
  const password = randomBytes(9).toString('base64url');
  await app.get(Setup).run({ workspaceName: 'Dom Lipowy', name: 'Demo', email, password, locale: 'en' }, { ip: '127.0.0.1' });
  say(`There was no workspace yet: sign in as ${email} with the password ${password}`);
  return (await findOwner(app)) as MemberActor;
}

/** The database of DATABASE_URL, the one that a running Kontuar has started, or the one in the data folder for as long as we need it. */
async function findDatabase(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  const url = config.database.url ?? runningDatabaseUrl(config.dataDir);
  if (url !== undefined) return { url, close: () => Promise.resolve() };
  fs.mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const unlock = await lockDataFolder(config.dataDir);
  const postgres = await EmbeddedPostgres.start(config.dataDir, endStart);
  return {
    url: postgres.url,
    close: async () => {
      await postgres.stop();
      unlock();
    },
  };
}

function readAsked(): Asked {
  try {
    return parseArgs({ options: { remove: { type: 'boolean' }, owner: { type: 'string' } } }).values;
  } catch (error) {
    throw new StartFailure(`${(error as Error).message} The demo knows --remove and --owner EMAIL.`);
  }
}

try {
  const config = readConfig();
  main(config, readAsked()).then(() => process.exit(0), (error: unknown) => endStart(error, config));
} catch (error) {
  endStart(error);
}
