// Experiment 9: ten thousand agents' sockets on one api that is killed while messages come in, and started again. All come back, and nothing is missing.
import http from 'node:http';
import { table, times, whole } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import { openCrowd } from './support/crowd.mjs';
import { seedWorkspace, sentence, telegramUpdate } from './support/seed.mjs';
import { freePort, openDatabase, openNode, openProcess, openRedis } from './support/servers.mjs';

export const title = 'Ten thousand sockets come back after a kill';
const SOCKETS = Number(process.env.BENCH_SOCKETS ?? 10_000);
/** Each its own member, with its own session and rights to ask for. */
const MEMBERS = Number(process.env.BENCH_MEMBERS ?? SOCKETS);
/** Each goes to each: ten thousand frames. */
const EVERY_MS = 1000;
const BEFORE_MS = 4000;
const LONGEST_MS = 120_000;

export async function run() {
  const redis = await openRedis();
  if (redis === undefined) return { text: 'There is no redis-server here: several api nodes need one.', summary: [] };
  const base = await bare();
  const ours = await kontuar(redis);
  await redis.stop();
  const rows = [['Kontuar', ours], ['Socket.IO alone', base]].map(([name, one]) => [name, seconds(one.firstMs), seconds(one.startedMs), seconds(one.connected.half), seconds(one.connected.last), one.caughtUp === undefined ? '' : seconds(one.caughtUp.last), one.missing === undefined ? '' : one.missing === 0 ? 'none' : one.missing, `${one.each.toFixed(2)} ms`, `${Math.round(one.memory)} MB`]);
  const back = (one) => (one.caughtUp ?? one.connected).last;
  return {
    text: table([`${whole(SOCKETS)} sockets`, 'first connecting', 'serves again', 'half connected', 'last connected', 'last caught up', 'missing', 'processor time of the api for each', 'memory of the api'], rows),
    notes: `Times are from the kill; socket.io's own client with the web app's back-off (0.4 to 5 s), in ${Math.ceil(SOCKETS / 2500)} processes on the same machine; ${whole(MEMBERS)} members. ${ours.tokens} messages came in by another api, one a second, of which ${ours.away} while nobody was connected; `
      + `${whole(ours.requests)} questions for what was missed, ${ours.failures} of them asked again, ${whole(ours.refusals)} vain attempts to connect.`,
    summary: [
      [`${whole(SOCKETS)} sockets back and caught up after a kill -9 of the api`, seconds(back(ours)), 'target ≤ 30 s', `missing ${ours.missing === 0 ? 'nothing' : ours.missing}`],
      [`${whole(SOCKETS)} sockets connected again`, seconds(ours.connected.last), `Socket.IO alone: ${seconds(base.connected.last)}`, `${times(ours.connected.last / base.connected.last)}; processor time ${times(ours.each / base.each)}`],
    ],
  };
}

async function bare() {
  const port = String(await freePort());
  const open = () => openProcess('bench/bare/sockets.mjs', { env: { PORT: port }, ready: /bare listens/ });
  const first = await open();
  const crowd = await openCrowd(first.url, Array.from({ length: SOCKETS }), { catchesUp: false });
  const memory = first.memory();
  const killedAt = clock();
  await first.kill();
  const again = await open();
  const startedMs = clock() - killedAt;
  const started = again.processor();
  if (!(await crowd.backWithin(LONGEST_MS))) throw new Error('the bare sockets did not come back');
  const each = (again.processor() - started) / SOCKETS;
  const { connectedAt } = await crowd.report([]);
  await crowd.close();
  await again.stop();
  return { firstMs: crowd.firstMs, startedMs, connected: since(connectedAt, killedAt), memory, each };
}

async function kontuar(redis) {
  const url = await openDatabase('reconnects');
  const { channels: [channel], members } = await seedWorkspace(url, { members: MEMBERS, here: true });
  const node = async (app, port) => openNode(app, url, { redisUrl: redis.url, port, dataDir: 'reconnects' });
  const port = String(await freePort());
  const worker = await node('worker', String(await freePort()));
  const beside = await node('api', String(await freePort()));
  const first = await node('api', port);
  const crowd = await openCrowd(first.url, Array.from({ length: SOCKETS }, (_, at) => members[at % MEMBERS].cookie));
  const stream = startStream(`${beside.url}/hooks/telegram/${channel.id}`, channel.header);
  await pause(BEFORE_MS);
  const memory = first.memory();
  await crowd.order('forget');
  const killedAt = clock();
  await first.kill();
  const again = await node('api', port);
  const startedMs = clock() - killedAt;
  const started = again.processor();
  const away = stream.tokens.length;
  const back = await crowd.backWithin(LONGEST_MS);
  const each = (again.processor() - started) / SOCKETS;
  const reached = await crowd.state();
  const tokens = await stream.stop();
  // What was told last is on its way to ten thousand screens; a hole is asked for after a heartbeat and a moment.
  await pause(8000);
  const report = await crowd.report(tokens);
  await crowd.close();
  for (const one of [again, beside, worker]) await one.stop();
  if (!back) throw new Error(`of ${SOCKETS} sockets ${reached.connected} were connected and ${reached.caughtUp} had caught up after ${LONGEST_MS / 1000} s\n${again.output().slice(-2000)}`);
  return { ...report, firstMs: crowd.firstMs, startedMs, memory, each, connected: since(report.connectedAt, killedAt), caughtUp: since(report.caughtUpAt, killedAt), tokens: tokens.length, away: tokens.length === 0 ? 0 : away };
}

/** A message a second through a webhook that a platform would call again until it is answered. */
function startStream(url, headers) {
  const tokens = [];
  let stopped = false;
  const done = (async () => {
    for (let number = 1; !stopped; number++) {
      const body = telegramUpdate(number, number % 200, `${sentence(number)} [token ${number} sent ${clock().toFixed(2)}]`);
      while (!(await call(url, headers, body))) await pause(100);
      tokens.push(number);
      await pause(EVERY_MS);
    }
  })();
  return { tokens, stop: async () => { stopped = true; await done; return tokens; } };
}

function call(url, headers, body) {
  return new Promise((resolve) => {
    const request = http.request(url, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode === 200));
    });
    request.once('error', () => resolve(false));
    request.end(body);
  });
}

const clock = () => performance.timeOrigin + performance.now();
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

function since(times, killedAt) {
  const ordered = times.map((at) => at - killedAt).sort((a, b) => a - b);
  return { half: ordered[Math.floor(ordered.length / 2)], last: ordered.at(-1) };
}
