import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { Me, Role } from '@kontuar/contract';
import type { AnyConnector } from '@kontuar/core';
import { Database, localPulse, readConfig, type Config, type ReadyConfig } from '@kontuar/platform';
import { startApi, type RunningApi } from '../../apps/api/src/app';
import { startWorker } from '../../apps/worker/src/app';
import { hashPassword } from '../../libs/core/src/session/passwords';
import { createWorkspace } from '../../libs/core/src/setup/setup.service';
import { ApiClient } from './api-client';
import { makePasswordsCheap } from './cheap-passwords';
import { createTestDatabase } from './postgres';
import { startRedis } from './redis';

export interface TestApiOptions {
  connectors?: readonly AnyConnector[];
  /** With a Redis of its own: queues, pulses and sockets go over it. */
  redis?: boolean;
  /** With a worker in the same process: what comes in is read, what goes out is sent, events are numbered and told. */
  worker?: boolean;
  env?: Record<string, string>;
}

export interface TestApi extends RunningApi {
  url: string;
  config: ReadyConfig;
  /** As the application sees it: bound by row level security. */
  database: Database;
  /** As the owner of the tables: sees everything. */
  sql<T = Record<string, unknown>>(text: string, values?: unknown[]): Promise<T[]>;
  /** Not signed in. */
  guest(): ApiClient;
  /** First run: the owner of the installation's first workspace. */
  signUp(workspaceName?: string): Promise<Person>;
  /** A colleague of `by`, invited and come in by the link. */
  invite(by: Person, role: Role, options?: { teamIds?: string[]; name?: string }): Promise<Person>;
  /** The owner of another workspace on the same installation: what tenants must never see of each other. */
  otherWorkspace(name?: string): Promise<Person>;
  /** The worker goes, and `work` is done without one; then another comes. */
  withoutWorker<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface Person { client: ApiClient; me: Me; memberId: string; workspaceId: string; email: string; password: string }

const password = 'correct horse battery';

makePasswordsCheap();

/** The real api on a database of its own, on a free port. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const testDatabase = await createTestDatabase();
  const redis = options.redis === true ? await startRedis() : undefined;
  const dataDir = mkdtempSync(join(tmpdir(), 'kontuar-test-api-'));
  const read: Config = readConfig({
    HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent', KONTUAR_DATA_DIR: dataDir, KONTUAR_ALLOW_PRIVATE_HOSTS: '1', DATABASE_POOL: '4',
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    ...options.env,
  });
  const config: ReadyConfig = { ...read, secret: 'a secret of the tests, long enough to be one', database: { ...read.database, url: testDatabase.url } };
  const shared = { ...(redis === undefined ? { pulse: localPulse() } : {}), ...(options.connectors === undefined ? {} : { connectors: options.connectors }) };
  const api = await startApi(config, shared);
  let worker = options.worker === true ? await startWorker(config, shared) : undefined;
  // Several, because fault tables play several platforms at once.
  const owner = new Pool({ connectionString: testDatabase.url, max: 4 });
  // Dropping the database of a suite that failed to start ends its connections from the other side.
  owner.on('error', () => undefined);
  const url = `http://127.0.0.1:${api.port}`;
  let people = 0;

  const person = async (client: ApiClient, email: string): Promise<Person> => {
    const me = await client.get<Me>('/auth/me');
    return { client, me, memberId: me.member.id, workspaceId: me.workspace.id, email, password };
  };
  const guest = () => new ApiClient(url, api.app);

  return {
    ...api,
    url,
    config,
    database: api.app.get(Database),
    sql: async <T>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as T[],
    guest,
    signUp: async (workspaceName = 'Ceramika Nadolna') => {
      const client = guest();
      const email = 'owner@example.com';
      await client.post('/setup', { workspaceName, name: 'Olga Owner', email, password, locale: 'en' });
      return person(client, email);
    },
    invite: async (by, role, { teamIds = [], name } = {}) => {
      people += 1;
      const email = `${role.replace('_', '-')}-${people}@example.com`;
      const invitation = await by.client.post<{ url: string }>('/invitations', { email, role, teamIds });
      const client = guest();
      await client.post(`/invitations/by-token/${invitation.url.split('/').at(-1)}/accept`, { name: name ?? `${role} ${people}`, password, locale: 'en' });
      return person(client, email);
    },
    otherWorkspace: async (name = 'Another brand') => {
      people += 1;
      const email = `stranger-${people}@example.com`;
      // There is no route for a second workspace yet: made as the first run makes one.
      const passwordHash = await hashPassword(password);
      await api.app.get(Database).asSystem(async (tx) => {
        const [user] = await tx.query<{ id: string }>(`INSERT INTO users (id, email, name, password_hash) VALUES (gen_random_uuid(), $1, 'Stranger', $2) RETURNING id`, [email, passwordHash]);
        await createWorkspace(tx, { name, locale: 'en', ownerId: user?.id as string });
      });
      const client = guest();
      await client.post('/auth/login', { email, password });
      return person(client, email);
    },
    withoutWorker: async (work) => {
      await worker?.close();
      const done = await work();
      worker = await startWorker(config, shared);
      return done;
    },
    stop: async () => {
      await worker?.close();
      await api.close();
      await owner.end();
      await redis?.stop();
      await testDatabase.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
