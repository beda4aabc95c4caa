import { DataSource, type EntityManager, type EntitySchema, type MixedList, type QueryRunner } from 'typeorm';
import { lastWords } from './before-commit';
import { givingWay } from './giving-way';

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

/** Units of work; see Database. */
export interface Units {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export const BUSY = Symbol('busy');

export class Database implements Units {
  constructor(readonly source: DataSource) {}

  /** Sees and writes the rows of one workspace only; the database enforces it. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.borrowing((runner) => unit(runner, workspaceScope(workspaceId), workspaceId, work));
  }

  /** Sees every workspace: sign-in, webhooks before their channel is known, sweepers. Few places, listed in the architecture test. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.borrowing((runner) => unit(runner, SYSTEM_SCOPE, undefined, work));
  }

  /** `inWorkspace` for work that only reads, which the database enforces: its answer waits for no commit. */
  lookInWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return look(this.source.createQueryRunner(), workspaceScope(workspaceId), workspaceId, work);
  }

  /** `asSystem` for work that only reads. */
  lookAsSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return look(this.source.createQueryRunner(), SYSTEM_SCOPE, undefined, work);
  }

  /**
   * `asSystem` for a single INSERT that selects `FROM scope`: its scope opens with its first row, so it begins, writes and commits in one round trip.
   * One that forgets `scope` is refused by the policies of its table.
   */
  async insertAsSystem(sql: string, parameters: unknown[]): Promise<void> {
    await this.borrowing((runner) => runner.query(`WITH scope AS MATERIALIZED (SELECT set_config('kontuar.system', 'on', true)) ${sql}`, parameters));
  }

  /**
   * Runs `work` while no other process holds `lock`; its units run on the connection that holds it, so a process that dies
   * lets go at once. Resolves with BUSY when somebody else is at it. Such work can wait: in a flood it gives way to what comes in.
   */
  async holding<T>(lock: string, work: (units: Units) => Promise<T>): Promise<T | typeof BUSY> {
    return this.borrowing(async (runner) => {
      const { records } = await runner.query(`SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got`, [lock], true);
      if ((records as { got: boolean }[])[0]?.got !== true) return BUSY;
      try {
        return await work({
          inWorkspace: (workspaceId, inner) => givingWay.work(() => unit(runner, workspaceScope(workspaceId), workspaceId, inner)),
          asSystem: (inner) => givingWay.work(() => unit(runner, SYSTEM_SCOPE, undefined, inner)),
        });
      } finally {
        await runner.query(`SELECT pg_advisory_unlock(hashtextextended($1, 0))`, [lock]).catch(() => undefined);
      }
    });
  }

  async ping(): Promise<void> {
    await this.source.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async borrowing<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      return await work(runner);
    } finally {
      await runner.release();
    }
  }
}

const SYSTEM_SCOPE = `SET LOCAL kontuar.system = 'on'`;

function workspaceScope(workspaceId: string): string {
  if (!UUID.test(workspaceId)) throw new TypeError('workspace id is not a UUID');
  return `SET LOCAL kontuar.workspace = '${workspaceId}'`;
}

/** What node-postgres gives; statements of one connection are sent without waiting for the answers before them (see openDatabase). */
interface Connection { query(sql: string): Promise<unknown> }

async function unit<T>(runner: QueryRunner, scope: string, workspaceId: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
  const after: (() => void)[] = [];
  const active = runner as { isTransactionActive: boolean };
  let result: T;
  try {
    const connection = (await runner.connect()) as Connection;
    // Not waited for: the first statement of the work travels right behind it.
    const opened = connection.query(`BEGIN; ${scope}`);
    opened.catch(() => undefined);
    // The flag tells TypeORM's own save() that a transaction is open already.
    active.isTransactionActive = true;
    const tx = transaction(runner, workspaceId, after);
    result = await work(tx);
    await lastWords(tx);
    await opened;
    await runner.query('COMMIT');
  } catch (error) {
    // A lost connection can't be rolled back: the server did it. The first error is the one worth telling.
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    active.isTransactionActive = false;
  }
  // Wake-ups only: what they miss, a sweeper finds.
  for (const run of after) run();
  return result;
}

async function look<T>(runner: QueryRunner, scope: string, workspaceId: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
  let begun = Promise.resolve<unknown>(undefined);
  try {
    begun = ((await runner.connect()) as Connection).query(`BEGIN READ ONLY; ${scope}`);
    begun.catch(() => undefined);
    const result = await work(transaction(runner, workspaceId, []));
    await begun;
    return result;
  } finally {
    // The connection is given back when the server is through with it; nobody waits for that.
    void begun.then(() => runner.query('COMMIT')).catch(() => undefined).finally(() => { void runner.release().catch(() => undefined); });
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
      // Statements go out as they are asked for; the server answers them in order, each on its own.
      pipeline: true,
      ...(options.role === 'app' ? { options: `-c role=${APP_ROLE} -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000` } : {}),
    },
  } as never);
  await source.initialize();
  return new Database(source);
}
