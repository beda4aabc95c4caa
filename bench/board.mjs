// The board: what it costs with a hundred thousand and with ten times as many messages behind the same open work, how far 200 viewers are behind the truth at 100 events a second, and moving 200 at once.
import http from 'node:http';
import WebSocket from 'ws';
import { evenly, stamped } from './support/agents.mjs';
import { fillInbox } from './support/fill-inbox.mjs';
import { median, ms, percentile, table, times } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import { untilQuiet } from './support/quiet.mjs';
import { seedWorkspace, sentence, telegramUpdate } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'The board';
const VIEWERS = 200;
const PER_SECOND = 100;
const SECONDS = 5;
const SAMPLES = 40;
const MEMBERS = 40;
const OPEN = 400;
const MOVED = 200;

export async function run() {
  const sizes = [{ name: '100 000 messages', conversations: 5000 }, { name: '1 000 000 messages', conversations: 50_000 }];
  const costs = [];
  for (const size of sizes) costs.push({ ...size, ...(await cost(size)) });
  const [small, large] = costs;
  const rows = large.figures.map(({ name, taken }, at) => [name, ...[small.figures[at].taken, taken].flatMap((each) => [ms(median(each)), ms(percentile(each, 0.95))]), times(median(taken) / median(small.figures[at].taken))]);
  const live = await watched();
  return {
    text: table([`over HTTP, ${OPEN} conversations open, ${MEMBERS} members`, `${small.name} p50`, 'p95', `${large.name} p50`, 'p95', 'ratio'], rows),
    notes: `${VIEWERS} viewers, ${PER_SECOND} messages/s for ${SECONDS} s, each a new conversation: a row is ${ms(median(live.rows))} behind (p99 ${ms(percentile(live.rows, 0.99))}), a figure ${ms(median(live.figures))} (p99 ${ms(percentile(live.figures, 0.99))}, all viewers, ${live.missing === 0 ? 'none missing' : `${live.missing} missing`}). ${MOVED} conversations moved in one act: ${ms(large.moved)}, with a note ${ms(large.noted)}, taken back ${ms(large.undone)}.`,
    summary: [
      [`the board over HTTP, 1 M messages behind ${OPEN} open`, `p50 ${ms(median(large.figures[0].taken))}`, `${small.name}: ${ms(median(small.figures[0].taken))}`, times(median(large.figures[0].taken) / median(small.figures[0].taken))],
      [`${VIEWERS} viewers of the board, ${PER_SECOND} events/s: behind the truth`, `rows p50 ${ms(median(live.rows))}, p99 ${ms(percentile(live.rows, 0.99))}; figures p50 ${ms(median(live.figures))}, p99 ${ms(percentile(live.figures, 0.99))}`, 'target 1 s', times(percentile(live.figures, 0.99) / 1000)],
      [`${MOVED} conversations moved in one act, over HTTP`, ms(large.moved), 'target 1 s', times(large.moved / 1000)],
    ],
  };
}

async function cost({ conversations }) {
  const url = await openDatabase(`board_${conversations}`);
  const seed = await seedWorkspace(url, { channels: 8, members: MEMBERS });
  await fillInbox(url, seed, conversations);
  // The same work lies open, however long the history behind it.
  const ids = await withClient(url, async (client) => {
    await client.query(`UPDATE conversations SET state = 'resolved', resolved_at = now(), waiting_since = NULL, snoozed_until = NULL WHERE state <> 'resolved'`);
    await client.query(`UPDATE conversations c SET state = 'open', resolved_at = NULL, waiting_since = now() - make_interval(mins => (n.at % 240)::int), assignee_id = CASE WHEN n.at % 4 > 0 THEN ($2::uuid[])[1 + n.at % $3] END
      FROM (SELECT id, row_number() OVER (ORDER BY number)::int AS at FROM conversations ORDER BY number LIMIT $1) n WHERE n.id = c.id`, [OPEN, seed.members.map(({ id }) => id), MEMBERS]);
    await client.query('VACUUM ANALYZE conversations');
    return (await client.query(`SELECT id FROM conversations WHERE state = 'open' ORDER BY id LIMIT $1`, [MOVED])).rows.map(({ id }) => id);
  });
  const server = await openProduct('one', url);
  await untilQuiet(url);
  const headers = { cookie: seed.members[0].cookie, 'content-type': 'application/json' };
  const call = async (method, path, body) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const figures = [];
  for (const [name, path] of [['people as columns, with figures', '/board'], ['channels as columns', '/board?by=channels'], ['figures alone', '/board/figures']]) {
    const taken = [];
    for (let sample = -5; sample < SAMPLES; sample += 1) {
      const each = await timed(() => call('GET', path));
      if (sample >= 0) taken.push(each.ms);
    }
    figures.push({ name, taken });
  }
  const these = { kind: 'these', conversations: ids.map((id) => ({ id })) };
  const preview = [];
  for (let sample = 0; sample < 10; sample += 1) preview.push((await timed(() => call('POST', '/board/moves/preview', { what: these, to: { kind: 'spread', memberIds: seed.members.map(({ id }) => id) } }))).ms);
  figures.push({ name: `preview of spreading ${MOVED}`, taken: preview });
  const moved = await timed(() => call('POST', '/board/moves', { what: these, to: { kind: 'member', memberId: seed.members[1].id }, force: true }));
  if (moved.answer.moved < MOVED * 0.9) throw new Error(`only ${moved.answer.moved} were moved`);
  await pause(500);
  const undone = await timed(() => call('POST', `/undo/${moved.answer.undoToken}`, {}));
  await pause(500);
  const noted = await timed(() => call('POST', '/board/moves', { what: these, to: { kind: 'member', memberId: seed.members[2].id }, force: true, note: 'They know these customers' }));
  await server.stop();
  return { figures, moved: moved.ms, undone: undone.ms, noted: noted.ms };
}

/** Each message is of somebody new, so that it is a new row, and one more of nobody's: the figure says up to which message the board is true. */
async function watched() {
  const url = await openDatabase('board_live');
  const { channels: [channel], members } = await seedWorkspace(url, { members: VIEWERS });
  const server = await openProduct('one', url);
  const keepAlive = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const sent = [];
  const state = { rows: [], figures: [], recording: false };
  const sockets = [];
  for (const { cookie } of members) sockets.push(await look(server.url, cookie, state, sent));
  let number = 0;
  const send = async () => {
    const at = (number += 1);
    sent[at] = performance.now();
    await post(`${server.url}/hooks/telegram/${channel.id}`, channel.header, keepAlive, telegramUpdate(at, at, stamped(sentence(at))));
  };
  await evenly(20, 1, send);
  await pause(1500);
  const before = number;
  state.recording = true;
  await evenly(PER_SECOND, SECONDS, send);
  const expected = (number - before) * VIEWERS;
  for (let waited = 0; (state.figures.length < expected || state.rows.length < expected) && waited < 15_000; waited += 100) await pause(100);
  sockets.forEach((socket) => socket.terminate());
  keepAlive.destroy();
  await server.stop();
  return { ...state, missing: expected - Math.min(state.rows.length, state.figures.length) };
}

async function look(url, cookie, state, sent) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers: { cookie }, perMessageDeflate: false });
  let shown = 0;
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (frame) => {
      const [head, next] = frame;
      if (head === 0x30) return void socket.send('40/agents,');
      if (head === 0x32) return void socket.send('3');
      if (head === 0x34 && next === 0x30) return void socket.send('42/agents,1["board.join",{}]');
      if (head === 0x34 && next === 0x33) return void resolve();
      if (frame.indexOf('message.created') === 12 && state.recording) {
        const at = frame.indexOf('[sent ');
        const stamp = at < 0 ? undefined : /\[sent (\d+\.\d+)\]/.exec(frame.toString('latin1', at, at + 40))?.[1];
        if (stamp !== undefined) state.rows.push(performance.timeOrigin + performance.now() - Number(stamp));
      } else if (frame.indexOf('board.counted') === 12) {
        const open = JSON.parse(frame.toString('utf8', frame.indexOf('['))) [1].changed.unassigned?.open;
        if (open === undefined) return;
        const now = performance.now();
        for (; shown < open; shown += 1) if (state.recording && sent[shown + 1] !== undefined) state.figures.push(now - sent[shown + 1]);
      }
    });
  });
  return socket;
}

async function timed(work) {
  const since = performance.now();
  const answer = await work();
  return { ms: performance.now() - since, answer };
}

function post(url, headers, agent, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      response.resume();
      if (response.statusCode === 200) response.once('end', resolve);
      else reject(new Error(`the webhook answered ${response.statusCode}`));
    });
    request.once('error', reject);
    request.end(body);
  });
}
