import { DataSource, type EntityManager, type EntitySchema, type MixedList, type QueryRunner } from 'typeorm';
import { hasLastWords, lastWords } from './before-commit';
import { givingWay } from './giving-way';
import { nameOf, prepared, recurring, renew } from './statements';
import './steady-connections';
import { TABLE_SIZES, tableSizesOf, type TableSize } from './table-sizes';

/** One unit of work. Inside: no network, no queue, no socket. */
export interface Tx {
  readonly workspaceId: string | undefined;
  readonly manager: EntityManager;
  query<T = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>;
  /** Rows that an UPDATE, DELETE or INSERT without RETURNING touched. */
  execute(sql: string, parameters?: unknown[]): Promise<number>;
  /**
   * All is asked for that this unit needs: COMMIT travels right behind, and is answered with it. A statement that the server refuses turns it into
   * a rollback; what is asked for later is refused here.
   */
  commitBehind(): void;
  /** Pokes and pulses go here: they run once the work is safe, and never when it was rolled back. */
  afterCommit(run: () => void): void;
}

/** The role under which all work runs: it owns no table, so row level security binds it. */
export const APP_ROLE = 'kontuar_app';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Units of work; see Database. */
export interface Units {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * `inWorkspace` for what would be done again by itself, from what is kept: its commit waits for no disk. A server that dies may take it along, but
   * never what was committed after it: whoever tells of it, or acts on it, commits first, and that flushes both.
   */
  inWorkspaceAgain<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** `asSystem` for work that only reads, which the database enforces: its answer waits for no commit. */
  lookAsSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export const BUSY = Symbol('busy');

export class Database implements Units {
  constructor(readonly source: DataSource) {}

  /** Sees and writes the rows of one workspace only; the database enforces it. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.borrowing((runner) => unit(runner, workspaceScope(workspaceId), work));
  }

  inWorkspaceAgain<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.borrowing((runner) => unit(runner, unflushed(workspaceId), work));
  }

  /** Sees every workspace: sign-in, webhooks before their channel is known, sweepers. Few places, listed in the architecture test. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.borrowing((runner) => unit(runner, SYSTEM_SCOPE, work));
  }

  /** `inWorkspace` for work that only reads, which the database enforces: its answer waits for no commit. */
  lookInWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return look(this.source.createQueryRunner(), workspaceScope(workspaceId), work, giveBack);
  }

  lookAsSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return look(this.source.createQueryRunner(), SYSTEM_SCOPE, work, giveBack);
  }

  /**
   * `asSystem` for a single INSERT that selects `FROM scope`: its scope opens with its first row, so it begins, writes and commits in one round trip.
   * One that forgets `scope` is refused by the policies of its table.
   */
  async insertAsSystem(sql: string, parameters: unknown[]): Promise<void> {
    const whole = prepared(`WITH scope AS MATERIALIZED (SELECT set_config('kontuar.system', 'on', true)) ${sql}`);
    await this.borrowing(async (runner) => ask((await runner.connect()) as Connection, whole, parameters));
  }

  /**
   * Runs `work` while no other process holds `lock`; its units run on the connection that holds it, so a process that dies
   * lets go at once. Resolves with BUSY when somebody else is at it. Such work can wait: in a flood it gives way to what comes in.
   */
  async holding<T>(lock: string, work: (units: Units) => Promise<T>): Promise<T | typeof BUSY> {
    return this.locked(lock, () => Promise.resolve(), work);
  }

  /** `holding` for work that begins with a look over all workspaces: that travels right behind the question for the lock, and is answered with it. */
  async holdingAfterLook<T, L>(lock: string, first: (tx: Tx) => Promise<L>, work: (units: Units, looked: L) => Promise<T>): Promise<T | typeof BUSY> {
    return this.locked(lock, (runner) => givingWay.work(() => look(runner, SYSTEM_ALL_DAY, first)), work);
  }

  private locked<T, L>(lock: string, first: (runner: QueryRunner) => Promise<L>, work: (units: Units, looked: L) => Promise<T>): Promise<T | typeof BUSY> {
    return this.borrowing(async (runner) => {
      const connection = (await runner.connect()) as Connection;
      const asked = ask(connection, TRY_LOCK, [lock]);
      const looking = first(runner);
      const looked = looking.catch(() => undefined);
      // The connection goes on, or back, when both are answered.
      const { rows } = await asked.finally(() => looked);
      if ((rows[0] as { got: boolean } | undefined)?.got !== true) return BUSY;
      try {
        return await work({
          inWorkspace: (workspaceId, inner) => givingWay.work(() => unit(runner, allDay(workspaceScope(workspaceId)), inner)),
          inWorkspaceAgain: (workspaceId, inner) => givingWay.work(() => unit(runner, allDay(unflushed(workspaceId)), inner)),
          asSystem: (inner) => givingWay.work(() => unit(runner, SYSTEM_ALL_DAY, inner)),
          lookAsSystem: (inner) => givingWay.work(() => look(runner, SYSTEM_ALL_DAY, inner)),
        }, await looking);
      } finally {
        await ask(connection, UNLOCK, [lock]).catch(() => undefined);
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

/** What a unit sees. `recurs`: this process asks the same by itself all day, so that what comes again and again is worth keeping. */
interface Scope { opening: string; workspaceId: string | undefined; recurs: boolean }

const SYSTEM_SCOPE: Scope = { opening: `SET LOCAL kontuar.system = 'on'`, workspaceId: undefined, recurs: true };

/**
 * For work under a lock, which asks by keys alone: what is kept is planned once, whatever is asked. PostgreSQL would plan anew for each message, because for one row at a
 * time that looks cheaper than a plan for ten, and planning costs more than the row.
 */
const allDay = (scope: Scope): Scope => ({ ...scope, opening: `${scope.opening}; SET LOCAL plan_cache_mode = force_generic_plan`, recurs: true });
const SYSTEM_ALL_DAY = allDay(SYSTEM_SCOPE);

function workspaceScope(workspaceId: string): Scope {
  if (!UUID.test(workspaceId)) throw new TypeError('workspace id is not a UUID');
  return { opening: `SET LOCAL kontuar.workspace = '${workspaceId}'`, workspaceId, recurs: false };
}

function unflushed(workspaceId: string): Scope {
  return { opening: `${workspaceScope(workspaceId).opening}; SET LOCAL synchronous_commit = off`, workspaceId, recurs: true };
}

const TRY_LOCK = prepared(`SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got`);
const UNLOCK = prepared(`SELECT pg_advisory_unlock(hashtextextended($1, 0))`);

/** What node-postgres gives; statements of one connection are sent without waiting for the answers before them (see openDatabase). */
interface Connection {
  /** The protocol's part, and the socket below it. */
  connection: { stream: { cork(): void; uncork(): void; writableCorked?: number } };
  query(statement: { text: string; name?: string; values?: unknown[] }): Promise<{ command?: string; rows?: unknown[]; rowCount?: number | null }>;
}

/** What is asked for in the same turn leaves in one write: system calls cost more than most statements. */
function together(connection: Connection): Connection {
  const { stream } = connection.connection;
  if (stream.writableCorked === 0) {
    stream.cork();
    // After the promises that are settled by now: they ask for more.
    process.nextTick(() => { stream.uncork(); });
  }
  return connection;
}

/** What `text` opens travels with what keeps plans right: they are made anew on this connection, or the sizes of tables are looked at, when it is time. */
function begin(runner: QueryRunner, connection: Connection, text: string): ReturnType<Connection['query']> {
  const sizes = tableSizesOf(runner.dataSource);
  const looks = sizes.isTime();
  const parts = [...(sizes.outgrew(connection) ? ['DISCARD PLANS'] : []), text, ...(looks ? [TABLE_SIZES] : [])];
  const opened = together(connection).query({ text: parts.join('; ') });
  // One text of several statements is answered by a list. Whoever waits for the opening hears of its failure.
  if (looks) opened.then((results) => { sizes.see(((results as unknown as { rows: TableSize[] }[]).at(-1)?.rows) ?? []); }, () => undefined);
  return opened;
}

/** "cached plan must not change result type" */
const CHANGED_SHAPE = '0A000';

async function ask(connection: Connection, text: string, values?: unknown[]): Promise<{ rows: unknown[]; touched: number }> {
  const name = nameOf(text);
  try {
    const { rows, rowCount } = await together(connection).query({ text, ...(name === undefined ? {} : { name }), ...(values === undefined ? {} : { values }) });
    return { rows: rows ?? [], touched: rowCount ?? 0 };
  } catch (error) {
    if (name !== undefined && (error as { code?: unknown }).code === CHANGED_SHAPE) renew(text);
    throw error;
  }
}

/** What a unit shares with its transaction. `over`: what a branch of work asks for that nobody waits for any more must not reach the next unit on this connection. */
interface Course { over: boolean; committed: ReturnType<Connection['query']> | undefined; after: (() => void)[] }

async function unit<T>(runner: QueryRunner, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const course: Course = { over: false, committed: undefined, after: [] };
  const active = runner as { isTransactionActive: boolean };
  let result: T;
  try {
    const connection = (await runner.connect()) as Connection;
    // Not waited for: the first statement of the work travels right behind it.
    const opened = begin(runner, connection, `BEGIN; ${scope.opening}`);
    opened.catch(() => undefined);
    // The flag tells TypeORM's own save() that a transaction is open already.
    active.isTransactionActive = true;
    const tx = transaction(runner, connection, scope, course);
    result = await work(tx);
    if (!course.over) {
      await lastWords(tx);
      await opened;
      commit(connection, course);
    }
    // The server's word for it when a statement had failed before, and somebody kept quiet about that.
    if ((await course.committed)?.command === 'ROLLBACK') throw new Error('the unit of work was rolled back');
  } catch (error) {
    course.over = true;
    // A lost connection can't be rolled back: the server did it. The first error is the one worth telling.
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    active.isTransactionActive = false;
  }
  // Wake-ups only: what they miss, a sweeper finds.
  for (const run of course.after) run();
  return result;
}

function commit(connection: Connection, course: Course): void {
  course.over = true;
  course.committed = together(connection).query({ text: 'COMMIT' });
  // Whoever waits for it hears of its failure.
  course.committed.catch(() => undefined);
}

/** `then` is called when the server is through with it; nobody waits for that. */
async function look<T>(runner: QueryRunner, scope: Scope, work: (tx: Tx) => Promise<T>, then: (runner: QueryRunner) => void = () => undefined): Promise<T> {
  const course: Course = { over: false, committed: undefined, after: [] };
  let connection: Connection | undefined;
  try {
    connection = (await runner.connect()) as Connection;
    const begun = begin(runner, connection, `BEGIN READ ONLY; ${scope.opening}`);
    begun.catch(() => undefined);
    const result = await work(transaction(runner, connection, scope, course));
    await begun;
    return result;
  } finally {
    if (connection !== undefined) commit(connection, course);
    void Promise.resolve(course.committed).catch(() => undefined).finally(() => { then(runner); });
  }
}

const giveBack = (runner: QueryRunner): void => { void runner.release().catch(() => undefined); };

function transaction(runner: QueryRunner, connection: Connection, { workspaceId, recurs }: Scope, course: Course): Tx {
  const within = (sql: string, parameters?: unknown[]) => {
    if (course.over) throw new Error('this unit of work is over');
    if (recurs) recurring(sql);
    return ask(connection, sql, parameters);
  };
  return {
    workspaceId,
    manager: runner.manager,
    query: async <T>(sql: string, parameters?: unknown[]) => (await within(sql, parameters)).rows as T[],
    execute: async (sql, parameters) => (await within(sql, parameters)).touched,
    // Whoever has the last word has not said it yet.
    commitBehind: () => { if (!hasLastWords()) commit(connection, course); },
    afterCommit: (run) => { course.after.push(run); },
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
      // A connection knows its tables and its plans; a new one has to learn them before it answers.
      idleTimeoutMillis: 300_000,
      // Statements go out as they are asked for; the server answers them in order, each on its own.
      pipeline: true,
      ...(options.role === 'app' ? { options: `-c role=${APP_ROLE} -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000` } : {}),
    },
  } as never);
  await source.initialize();
  return new Database(source);
}
