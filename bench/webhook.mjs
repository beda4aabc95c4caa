// Experiment 1: a signed webhook until its 2xx, 64 connections, the whole product behind it.
import { median, ms, percent, table, times, whole } from './support/figures.mjs';
import { post } from './support/load.mjs';
import { openDatabase, openProcess, openProduct, openRedis, withClient } from './support/servers.mjs';
import { seedWorkspace, sentence, skewed, telegramUpdate } from './support/seed.mjs';

export const title = 'Webhooks accepted, 64 connections';
const ROUNDS = 3;
const SECONDS = 2;

let number = 0;
const person = skewed(10_000);
const next = () => telegramUpdate(++number, person(), sentence(number));

export async function run() {
  const redis = await openRedis();
  const contestants = [await bare(), await kontuar('one', 'npm start (one process)')];
  if (redis !== undefined) contestants.push(await kontuar('apart', 'api and worker apart, Redis', redis.url), await kontuar('api', 'api alone, its worker elsewhere', redis.url));

  const rounds = new Map(contestants.map((one) => [one, []]));
  for (const one of contestants) await post(one.url, { seconds: 1, headers: one.headers, next });
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of contestants) {
      rounds.get(one).push(await post(one.url, { seconds: SECONDS, headers: one.headers, next }));
      await one.settle();
    }
  }
  const figures = contestants.map((one) => {
    const all = rounds.get(one);
    return { name: one.name, perSecond: median(all.map((round) => round.perSecond)), p50: median(all.map((round) => round.p50)), p99: median(all.map((round) => round.p99)), refused: all.reduce((sum, round) => sum + round.refused, 0) };
  });
  const [base, ...ours] = figures;
  const memory = contestants.slice(1).map((one) => one.memory());
  for (const one of contestants) await one.stop();
  await redis?.stop();
  return {
    text: table(['', 'accepted/s', 'p50', 'p99', 'of the bare baseline', 'p99 to it', 'not 2xx'], figures.map((one) => [one.name, whole(one.perSecond), ms(one.p50), ms(one.p99), percent(one.perSecond / base.perSecond), times(one.p99 / base.p99), one.refused])),
    notes: `Memory of the product afterwards: ${memory.map((mb) => `${Math.round(mb)} MB`).join(', ')}.`,
    summary: ours.map((one) => [`webhook → 2xx, 64 connections: ${one.name}`, `${whole(one.perSecond)}/s, p99 ${ms(one.p99)}`, `bare Fastify + check + UNNEST: ${whole(base.perSecond)}/s, p99 ${ms(base.p99)}`, `${percent(one.perSecond / base.perSecond)}; p99 ${times(one.p99 / base.p99)}`]),
  };
}

async function bare() {
  const { channels: [channel] } = await seedless();
  const url = await openDatabase('bare_webhook', { migrated: false });
  const server = await openProcess('bench/bare/webhook.mjs', { env: { DATABASE_URL: url, BOT_TOKEN: channel.botToken }, ready: /bare listens/ });
  return { name: 'bare Fastify + check + UNNEST', url: `${server.url}/hook`, headers: channel.header, settle: () => Promise.resolve(), memory: server.memory, stop: server.stop };
}

/** A channel's token and header need a database no more than the bare server does. */
async function seedless() {
  const url = await openDatabase('seedless');
  return seedWorkspace(url);
}

async function kontuar(shape, name, redisUrl) {
  const databaseUrl = await openDatabase(`webhook_${shape}`);
  const { channels: [channel] } = await seedWorkspace(databaseUrl);
  const server = await openProduct(shape, databaseUrl, { redisUrl });
  return {
    name, url: `${server.url}/hooks/telegram/${channel.id}`, headers: channel.header, memory: server.memory, stop: server.stop,
    // What was accepted is read meanwhile, and must not slow down the next contestant.
    settle: () => shape === 'api' ? Promise.resolve() : withClient(databaseUrl, async (client) => {
      for (let waited = 0; waited < 60_000; waited += 200) {
        const { rows } = await client.query(`SELECT (SELECT count(*) FROM deliveries WHERE state = 'received') + (SELECT count(*) FROM events WHERE seq IS NULL) AS n`);
        if (Number(rows[0].n) === 0) return;
        await new Promise((resolve) => { setTimeout(resolve, 200); });
      }
      throw new Error('what was accepted was not read within a minute');
    }),
  };
}
