// Experiment 3: from a platform's webhook to the agents' sockets, while messages come in evenly and 200 agents look on.
import http from 'node:http';
import { evenly, openAgents, stamped } from './support/agents.mjs';
import { median, ms, percentile, table, times, whole } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import { seedWorkspace, sentence, skewed, telegramUpdate } from './support/seed.mjs';
import { openDatabase, openProcess, openProduct, openRedis, withClient } from './support/servers.mjs';

export const title = "From the webhook to the agents' sockets, 200 agents";
const AGENTS = 200;
/** Each message goes to each agent: the higher rate is 40 000 frames a second. */
const LOADS = [{ perSecond: 20, seconds: 4 }, { perSecond: 50, seconds: 4 }, { perSecond: 200, seconds: 3 }];
const ROUNDS = 1;
/** As large as the product's event of such a message (2 630 bytes with its frame), so that both push the same bytes. */
const PAYLOAD_BYTES = 2475;

let number = 0;
/** People who wrote before: each message then is one event for each agent, as on most days. */
const PEOPLE = 200;
const person = skewed(PEOPLE, 3);

export async function run() {
  const redis = await openRedis();
  const shapes = [{ shape: 'one', name: 'npm start' }, ...(redis === undefined ? [] : [{ shape: 'apart', name: 'api and worker apart, Redis', redisUrl: redis.url }])];
  const rows = [];
  const memories = [];
  const summary = [];
  for (const one of shapes) {
    const base = await measure(await bare(one));
    const ours = await measure(await kontuar(one));
    memories.push(ours.memory);
    for (const [at, { perSecond }] of LOADS.entries()) {
      const [theirs, mine] = [base.figures[at], ours.figures[at]];
      rows.push([one.name, `${perSecond}/s`, ...[mine, theirs].flatMap((figure) => [ms(figure.p50), ms(figure.p99)]), times(mine.p50 / theirs.p50), times(mine.p99 / theirs.p99), whole(mine.framesPerSecond), mine.missing === 0 ? 'none' : mine.missing]);
      if (perSecond >= 50) summary.push([`webhook → 200 agents' sockets at ${perSecond} messages/s: ${one.name}`, `p50 ${ms(mine.p50)}, p99 ${ms(mine.p99)}`, `bare insert → BullMQ → emit: p50 ${ms(theirs.p50)}, p99 ${ms(theirs.p99)}`, `${times(mine.p50 / theirs.p50)}; p99 ${times(mine.p99 / theirs.p99)}`]);
    }
  }
  await redis?.stop();
  const [together] = memories;
  summary.push(['memory at up to 200 messages/s, 200 agents: npm start, without PostgreSQL', `${Math.round(together)} MB`, 'target ≤ 700 MB', '']);
  return {
    text: table(['', 'messages', 'p50', 'p99', 'bare p50', 'bare p99', 'p50 to it', 'p99 to it', 'frames/s', 'missing'], rows),
    notes: `Every message goes to all ${AGENTS} agents; the delay is that of each agent, from before the webhook was called. The listeners run on the same machine. Memory of the product at most: ${memories.map((mb, at) => `${shapes[at].name} ${Math.round(mb)} MB`).join('; ')}.`,
    summary,
  };
}

async function measure(chain) {
  const keepAlive = new http.Agent({ keepAlive: true, maxSockets: 64 });
  for (let one = 0; one < PEOPLE; one += 1) await call(chain, keepAlive, telegramUpdate(++number, one, sentence(number)));
  await chain.settle?.();
  const agents = await openAgents(chain.socketUrl, chain.cookies);
  let memory = 0;
  const looking = setInterval(() => { memory = Math.max(memory, chain.memory()); }, 200);
  const send = () => call(chain, keepAlive, telegramUpdate(++number, person(), stamped(sentence(number))));
  await evenly(20, 1, send);
  await pause(500);
  const figures = [];
  for (const { perSecond, seconds } of LOADS) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      Object.assign(agents.state, { delays: [], frames: 0, bytes: 0, recording: true });
      const since = performance.now();
      await evenly(perSecond, seconds, send);
      const expected = perSecond * seconds * AGENTS;
      for (let waited = 0; agents.state.delays.length < expected && waited < 20_000; waited += 50) await pause(50);
      agents.state.recording = false;
      const { delays, frames } = agents.state;
      rounds.push({ p50: median(delays), p99: percentile(delays, 0.99), missing: expected - delays.length, framesPerSecond: frames / ((performance.now() - since) / 1000) });
      await pause(300);
    }
    figures.push({ p50: median(rounds.map((one) => one.p50)), p99: median(rounds.map((one) => one.p99)), missing: rounds.reduce((sum, one) => sum + one.missing, 0), framesPerSecond: median(rounds.map((one) => one.framesPerSecond)) });
  }
  clearInterval(looking);
  agents.close();
  keepAlive.destroy();
  await chain.stop();
  return { figures, memory };
}

function call(chain, agent, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(chain.hookUrl, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...chain.headers } }, (response) => {
      response.resume();
      if (response.statusCode === 200) response.once('end', resolve);
      else reject(new Error(`the webhook answered ${response.statusCode}`));
    });
    request.once('error', reject);
    request.end(body);
  });
}

async function bare({ shape, redisUrl }) {
  const url = await openDatabase(`bare_chain_${shape}`, { migrated: false });
  const server = await openProcess('bench/bare/chain.mjs', { env: { DATABASE_URL: url, PAYLOAD_BYTES: String(PAYLOAD_BYTES), ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }) }, ready: /bare listens/ });
  return { hookUrl: `${server.url}/hook`, socketUrl: server.url, headers: {}, cookies: Array.from({ length: AGENTS }), memory: server.memory, stop: server.stop };
}

async function kontuar({ shape, redisUrl }) {
  const url = await openDatabase(`live_${shape}`);
  const { channels: [channel], members } = await seedWorkspace(url, { members: AGENTS });
  const server = await openProduct(shape, url, { redisUrl });
  return { hookUrl: `${server.url}/hooks/telegram/${channel.id}`, socketUrl: server.url, headers: channel.header, cookies: members.map((member) => member.cookie), memory: server.memory, stop: server.stop,
    // The platform was asked for their pictures long ago: the one here does not answer, and each of them would be asked for again and again meanwhile.
    settle: () => withClient(url, (client) => client.query('UPDATE identities SET profile_due_at = NULL, pictured_at = now()')),
  };
}
