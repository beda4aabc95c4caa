/**
 * Every played platform through the real product, and everything that platforms do wrong. Most of the time of a row is waiting (for a poll,
 * for a platform that asked to slow down), so several platforms play at once in front of one product; the rows of one come in their order.
 */
import { createServer } from 'node:net';
import type { PlatformModule } from '../../platforms/platform';
import { openAgentSocket } from '../agent-socket';
import { startTestApi } from '../app';
import type { Product } from '../channel-at-work';
import { Played } from '../played';
import { offerOf, type Row } from './row';
import { allRows } from './rows';

const atOnce = 4;
const rowMs = 90_000;

/** Makes the rows for these platforms, on a product of their own. */
export function describeFaults(modules: readonly PlatformModule[]): void {
  const plays = modules.map((module) => new Play(module));
  let product: Product;
  let over = false;

  /** From this one on, as many as may play at once; whenever one is through, the next begins. */
  const keepPlaying = (from: number): void => {
    for (let at = from; at < plays.length && plays.filter(({ isRunning }) => isRunning).length < atOnce; at += 1) {
      const play = plays[at];
      if (play?.begun === undefined) void play?.begin(product, () => over).finally(() => { if (!over) keepPlaying(at + 1); });
    }
  };

  beforeAll(async () => {
    const port = await freePort();
    const api = await startTestApi({ worker: true, env: { PORT: String(port), KONTUAR_PUBLIC_URL: `http://127.0.0.1:${port}`, DATABASE_POOL: String(atOnce * 2) } });
    const owner = await api.signUp();
    product = { api, owner, live: await openAgentSocket(api.url, owner.client.cookie) };
  });
  afterAll(async () => {
    over = true;
    await Promise.all(plays.flatMap(({ begun }) => begun ?? []));
    product.live.close();
    await product.api.stop();
  });

  describe.each(plays.map((play, at) => ({ name: play.id, play, at })))('$name', ({ play, at }) => {
    beforeAll(() => { keepPlaying(at); });
    for (const row of play.rows) it(row.name, () => play.outcomeOf(row), 300_000);
  });
}

/** One platform, from connecting to the end of its last row. */
class Play {
  readonly rows: readonly Row[];
  begun: Promise<void> | undefined;
  isRunning = false;
  private readonly can;
  private readonly outcomes = new Map<Row, { promise: Promise<void>; settle: (run: Promise<void>) => void }>();

  constructor(private readonly module: PlatformModule) {
    this.can = offerOf(module);
    this.rows = allRows.filter((row) => row.fits(this.can));
    for (const row of this.rows) {
      let settle: (run: Promise<void>) => void = () => undefined;
      const promise = new Promise<void>((resolve) => { settle = resolve; });
      this.outcomes.set(row, { promise, settle });
    }
  }

  get id(): string {
    return this.module.id;
  }

  outcomeOf(row: Row): Promise<void> {
    return this.outcomes.get(row)?.promise ?? Promise.reject(new Error(`${row.name} is no row of ${this.id}`));
  }

  /** Never rejects: what goes wrong is told by the row, or by all rows where the platform could not even be connected. */
  begin(product: Product, isOver: () => boolean): Promise<void> {
    this.isRunning = true;
    this.begun = this.playAll(product, isOver).finally(() => { this.isRunning = false; });
    return this.begun;
  }

  private async playAll(product: Product, isOver: () => boolean): Promise<void> {
    let played: Played;
    try {
      played = await Played.connect(this.module, product);
    } catch (error) {
      for (const row of this.rows) this.settle(row, Promise.reject(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    for (const row of this.rows) {
      if (isOver()) break;
      const run = within(row.test({ played, product, can: this.can }).finally(() => { played.platform.clearOrders(); })).then(() => {
        expect(played.platform.violations.splice(0)).toEqual([]);
      });
      this.settle(row, run);
      await run.catch(() => undefined);
    }
    await played.close();
  }

  private settle(row: Row, run: Promise<void>): void {
    // Jest hears of it when it comes to the row; until then nobody does.
    run.catch(() => undefined);
    const outcome = this.outcomes.get(row);
    outcome?.promise.catch(() => undefined);
    outcome?.settle(run);
  }
}

function within(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => { reject(new Error(`not done after ${rowMs / 1000} s`)); }, rowMs); });
  return Promise.race([run, late]).finally(() => { clearTimeout(timer); });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { resolve(typeof address === 'object' && address !== null ? address.port : 0); });
    });
  });
}
