import { DataSource, type EntityManager, type EntitySchema, type MixedList, type QueryRunner } from 'typeorm';

/** One unit of work. Inside: no network, no queue, no socket. */
export interface Tx {
  readonly workspaceId: string | undefined;
  readonly manager: EntityManager;
  query<T = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>;
  /** Rows that an UPDATE, DELETE or INSERT without RETURNING touched. */
  execute(sql: string, parameters?: unknown[]): Promise<number>;
  /** Pokes and pulses go here: they run once the work is safe, and never when it was rolled back. */
  afterCommit(run: () => void): void;
}

/** The role under which all work runs: it owns no table, so row level security binds it. */
export const APP_ROLE = 'kontuar_app';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export class Database {
  constructor(readonly source: DataSource) {}

  /** Sees and writes the rows of one workspace only; the database enforces it. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!UUID.test(workspaceId)) throw new TypeError('workspace id is not a UUID');
    return this.unit(`SET LOCAL kontuar.workspace = '${workspaceId}'`, workspaceId, work);
  }

  /** Sees every workspace: sign-in, webhooks before their channel is known, sweepers. Few places, listed in the architecture test. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unit(`SET LOCAL kontuar.system = 'on'`, undefined, work);
  }

  async ping(): Promise<void> {
    await this.source.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async unit<T>(scope: string, workspaceId: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const after: (() => void)[] = [];
    try {
      // One round trip. The flag tells TypeORM's own save() that a transaction is open already.
      await runner.query(`BEGIN; ${scope}`);
      (runner as { isTransactionActive: boolean }).isTransactionActive = true;
      const result = await work(transaction(runner, workspaceId, after));
      await runner.query('COMMIT');
      (runner as { isTransactionActive: boolean }).isTransactionActive = false;
      // Wake-ups only: what they miss, a sweeper finds.
      for (const run of after) run();
      return result;
    } catch (error) {
      // A lost connection can't be rolled back: the server did it. The first error is the one worth telling.
      await runner.query('ROLLBACK').catch(() => undefined);
      (runner as { isTransactionActive: boolean }).isTransactionActive = false;
      throw error;
    } finally {
      await runner.release();
    }
  }
}

function transaction(runner: QueryRunner, workspaceId: string | undefined, after: (() => void)[]): Tx {
  return {
    workspaceId,
    manager: runner.manager,
    query: async <T>(sql: string, parameters?: unknown[]) => {
      const result = await runner.query(sql, parameters, true);
      return (result.records ?? []) as T[];
    },
    execute: async (sql, parameters) => (await runner.query(sql, parameters, true)).affected ?? 0,
    afterCommit: (run) => { after.push(run); },
  };
}

export interface DatabaseOptions {
  url: string;
  poolSize: number;
  entities: MixedList<(new () => object) | EntitySchema>;
  /** 'app' is bound by row level security; 'owner' migrates. */
  role: 'app' | 'owner';
  applicationName: string;
  onPoolError?: (error: Error) => void;
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: options.entities as never,
    synchronize: false,
    logging: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    poolSize: options.poolSize,
    applicationName: options.applicationName,
    // A restart of the server must not end the process: the pool drops dead connections and makes new ones.
    poolErrorHandler: (error: Error) => options.onPoolError?.(error),
    connectTimeoutMS: 10_000,
    extra: {
      keepAlive: true,
      ...(options.role === 'app' ? { options: `-c role=${APP_ROLE} -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000` } : {}),
    },
  } as never);
  await source.initialize();
  return new Database(source);
}
