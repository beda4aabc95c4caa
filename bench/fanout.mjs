// Experiment 8: one event to a thousand and ten thousand sockets, on one and two api nodes, until the last has it; against Socket.IO alone with as many bytes.
import http from 'node:http';
import { Redis } from 'ioredis';
import { openAgents, stamped } from './support/agents.mjs';
import { median, ms, percentile, table, times, whole } from './support/figures.mjs';
import { pause, product } from './support/machine.mjs';
import { newId, seedWorkspace } from './support/seed.mjs';
import { freePort, openDatabase, openNode, openProcess, openRedis } from './support/servers.mjs';

export const title = 'One event to thousands of sockets, on one and two nodes';
const SIZES = [1000, 10_000];
const NODES = [1, 2];
const MEMBERS = 200;
/** As large as the product's event of a message of usual length. */
const PAYLOAD_BYTES = 2475;
const EVENTS = 15;
/** As a busy moment has them. */
const BURST = 10;
const LONGEST_MS = 15_000;

export async function run(parts = []) {
  const redis = await openRedis();
  if (redis === undefined) return { text: 'There is no redis-server here: several api nodes need one.', summary: [] };
  const url = await openDatabase('fanout');
  const { workspaceId, members } = await seedWorkspace(url, { members: MEMBERS, here: true });
  const cookies = (count) => Array.from({ length: count }, (_, at) => members[at % MEMBERS].cookie);
  const rows = [];
  const summary = [];
  for (const nodes of NODES) {
    for (const sockets of parts.includes('thousand') ? SIZES.slice(0, 1) : SIZES) {
      const theirs = await measure(await bare(nodes, redis.url), Array.from({ length: sockets }));
      const ours = await measure(await kontuar(nodes, redis.url, url, workspaceId), cookies(sockets));
      const ratio = (name) => times(median(ours[name]) / median(theirs[name]));
      rows.push([`${whole(sockets)} on ${nodes === 1 ? 'one node' : 'two nodes'}`, ...[ours, theirs].flatMap((one) => [ms(median(one.last)), ms(percentile(one.last, 0.95))]), ratio('last'), ms(median(ours.burst)), ms(median(theirs.burst)), ratio('burst'), ours.missing === 0 ? 'none' : ours.missing]);
      summary.push([`one event to ${whole(sockets)} sockets on ${nodes === 1 ? 'one node' : 'two nodes'}, the last one`, ms(median(ours.last)), `Socket.IO alone${nodes === 1 ? '' : ', its Redis streams adapter'}: ${ms(median(theirs.last))}`, `${ratio('last')}; ${BURST} events at once ${ratio('burst')}`]);
    }
  }
  await redis.stop();
  return {
    text: table(['sockets', 'last has it, p50', 'p95', 'Socket.IO p50', 'p95', 'to it, p50', `${BURST} events at once`, 'Socket.IO', 'to it', 'missing'], rows),
    notes: `From the moment at which the event is handed to the nodes (the product's relay tells them over Redis; Socket.IO is asked over HTTP at its first node) until the last socket has it; ${PAYLOAD_BYTES} bytes; the listeners are one process on the same machine, which reads frames without parsing them.`,
    summary,
  };
}

async function measure(chain, cookies) {
  const parts = await Promise.all(chain.urls.map((url, at) => openAgents(url, cookies.filter((_, one) => one % chain.urls.length === at), { atOnce: 25 })));
  const figures = { last: [], burst: [], missing: 0 };
  const tell = async (count) => {
    for (const { state } of parts) Object.assign(state, { delays: [], recording: true });
    for (let at = 0; at < count; at++) chain.emit();
    const expected = cookies.length * count;
    const had = () => parts.reduce((sum, { state }) => sum + state.delays.length, 0);
    for (const until = performance.now() + LONGEST_MS; had() < expected && performance.now() < until;) await pause(5);
    figures.missing += expected - had();
    await pause(150);
    return Math.max(...parts.map(({ state }) => state.delays.reduce((most, one) => Math.max(most, one), 0)));
  };
  // The first ones find everything cold.
  for (let at = -3; at < EVENTS; at++) {
    const last = await tell(1);
    if (at >= 0) figures.last.push(last);
  }
  for (let at = 0; at < 5; at++) figures.burst.push(await tell(BURST));
  for (const part of parts) part.close();
  await chain.stop();
  return figures;
}

async function bare(nodes, redisUrl) {
  const running = [];
  for (let at = 0; at < nodes; at++) running.push(await openProcess('bench/bare/sockets.mjs', { env: nodes === 1 ? {} : { REDIS_URL: redisUrl }, ready: /bare listens/ }));
  const agent = new http.Agent({ keepAlive: true });
  return {
    urls: running.map(({ url }) => url),
    emit: () => {
      const body = JSON.stringify({ text: stamped('a word'), filler: 'x'.repeat(PAYLOAD_BYTES) });
      http.request(`${running[0].url}/emit`, { method: 'POST', agent, headers: { 'content-length': Buffer.byteLength(body) } }, (response) => response.resume()).once('error', () => undefined).end(body);
    },
    stop: async () => {
      agent.destroy();
      for (const one of running) await one.stop();
    },
  };
}

/** What its relay would say, said in its place: which way a message came there is another experiment. */
async function kontuar(nodes, redisUrl, databaseUrl, workspaceId) {
  const { packEmissions, EMISSIONS } = product('libs/core/src/relay/packed');
  const { rooms } = product('libs/core/src/relay/feed');
  const running = [];
  for (let at = 0; at < nodes; at++) running.push(await openNode('api', databaseUrl, { redisUrl, port: String(await freePort()), dataDir: 'fanout' }));
  const client = new Redis(redisUrl);
  return {
    urls: running.map(({ url }) => url),
    emit: () => {
      const event = { type: 'message.created', text: stamped('a word'), filler: 'x'.repeat(PAYLOAD_BYTES) };
      void client.publish(`kontuar:pulse:${EMISSIONS}`, packEmissions([{ rooms: [rooms.everything(workspaceId), rooms.channel(newId())], except: [], event }]));
    },
    stop: async () => {
      client.disconnect();
      for (const one of running) await one.stop();
    },
  };
}
