// A storm of comments below one page, with rules that act, and another page beside it: what comes through in a second, and how long a comment of the quiet page waits for its verdict meanwhile.
import { createHmac } from 'node:crypto';
import { ms, table, times, whole } from './support/figures.mjs';
import { pause, product } from './support/machine.mjs';
import { newId, seedWorkspace } from './support/seed.mjs';
import { dropDatabase, openDatabase, openProduct, SECRET, withClient } from './support/servers.mjs';

export const title = 'Moderation: a storm of comments on one page';
const A_DAY = 76_000;
/** What comes of such a day in an hour, at once. */
const COMMENTS = 3_000;
const IN_A_CALL = 10;
const CALLERS = 4;
const QUIET_MS = 400;
const CALM = 30;
const PROMISED_MS = 2_000;

export async function run() {
  const url = await openDatabase('moderation');
  const seed = await seedWorkspace(url);
  const pages = await withClient(url, (client) => openPages(client, seed.workspaceId));
  const server = await openProduct('one', url);
  await makeRules(server.url, seed.members[0].cookie);
  let number = 0;
  const tell = async (page, texts) => {
    const body = JSON.stringify({ object: 'page', entry: [{ id: page.pageId, time: Math.floor(Date.now() / 1_000), changes: texts.map((text) => comment(page, (number += 1), text)) }] });
    const response = await fetch(`${server.url}/hooks/facebook/${page.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', page.appSecret).update(body).digest('hex')}` }, body });
    if (response.status !== 200) throw new Error(`the webhook answered ${response.status}: ${await response.text()}`);
  };
  const [loud, quiet] = pages;
  const sentAt = new Map();
  const whisper = async (when) => {
    sentAt.set(number + 1, { at: Date.now(), when });
    await tell(quiet, ['Wy oszuści, oddajcie pieniądze']);
    await pause(QUIET_MS);
  };
  for (let n = 0; n < CALM; n += 1) await whisper('before');
  const began = Date.now();
  let left = COMMENTS / IN_A_CALL;
  const storm = Promise.all(Array.from({ length: CALLERS }, async () => { while (left > 0) { left -= 1; await tell(loud, Array.from({ length: IN_A_CALL }, (_, at) => said(left * IN_A_CALL + at))); } }));
  let told;
  void storm.then(() => { told = (Date.now() - began) / 1_000; });
  const judged = async () => withClient(url, async (client) => Number((await client.query(`SELECT (SELECT count(*) FROM messages WHERE channel_id = $1) - (SELECT count(*) FROM moderation_waiting WHERE channel_id = $1) AS n`, [loud.id])).rows[0].n));
  while (told === undefined || (await judged()) < COMMENTS) {
    await whisper('meanwhile');
    if (Date.now() - began > 600_000) throw new Error(`after ten minutes ${await judged()} of ${COMMENTS} were judged`);
  }
  await storm;
  const took = (Date.now() - began) / 1_000;
  await pause(2_500);
  const waits = await withClient(url, async (client) => {
    const { rows } = await client.query(`SELECT m.external_id, extract(epoch FROM min(h.decided_at)) * 1000 AS at FROM moderation_hits h JOIN messages m ON m.id = h.message_id WHERE m.channel_id = $1 GROUP BY 1`, [quiet.id]);
    return rows.map((row) => ({ ...sentAt.get(Number(row.external_id.split('_')[1])), decided: Number(row.at) })).map(({ at, when, decided }) => ({ when, ms: decided - at }));
  });
  const of = (when) => waits.filter((one) => one.when === when).map((one) => one.ms).sort((a, b) => a - b);
  const [before, meanwhile] = [of('before'), of('meanwhile')];
  if (waits.length < sentAt.size) throw new Error(`${sentAt.size - waits.length} comments of the quiet page have no verdict`);
  await server.stop();
  await dropDatabase(url);
  const at = (all, share) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
  const row = (name, all) => [name, whole(all.length), ms(at(all, 0.5)), ms(at(all, 0.95)), ms(all.at(-1))];
  return {
    text: table(['the quiet page', 'comments', 'verdict p50', 'p95', 'slowest'], [row('before the storm', before), row('in the storm', meanwhile)]),
    notes: `${whole(COMMENTS)} comments told in ${told.toFixed(0)} s by calls of ${IN_A_CALL}, read and judged by five rules in ${took.toFixed(0)} s: ${whole(COMMENTS / took)}/s, so that the ${whole(A_DAY)} of a day take ${(A_DAY / (COMMENTS / took) / 60).toFixed(0)} minutes.`,
    summary: [[`comments of a storm, read and judged`, `${whole(COMMENTS / took)}/s`, `a day of ${whole(A_DAY)}: ${(A_DAY / 86_400).toFixed(2)}/s`, times(COMMENTS / took / (A_DAY / 86_400))], ['a comment elsewhere meanwhile, webhook → verdict, p95', ms(at(meanwhile, 0.95)), `promised: ${ms(PROMISED_MS)}; without the storm: ${ms(at(before, 0.95))}`, times(at(meanwhile, 0.95) / PROMISED_MS)]],
  };
}

async function openPages(client, workspaceId) {
  const { Secrets } = product('libs/platform/src/index');
  const secrets = new Secrets(SECRET);
  const pages = ['100000000000077', '100000000000088'].map((pageId) => ({ id: newId(), pageId, appSecret: `${pageId}0123456789abcdef0` }));
  for (const { id, pageId, appSecret } of pages) {
    await client.query(`INSERT INTO channels (id, workspace_id, connector_id, name, identity_scope, settings, secrets) VALUES ($1, $2, 'facebook', $3, $4, $5, $6)`,
      [id, workspaceId, `Page ${pageId}`, `facebook:${pageId}`, JSON.stringify({ appId: '1234567890', pageId, graphUrl: 'http://127.0.0.1:9' }), secrets.seal(JSON.stringify({ appSecret, accessToken: 'EAABbenchbenchbenchbenchbench' }), `channel:${id}`)]);
  }
  return pages;
}

/** Labels only: what a platform is asked for is paced by that platform. */
async function makeRules(url, cookie) {
  const call = async (path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { id: labelId } = await call('/labels', { name: 'Storm' });
  const conditions = [[{ by: 'words', of: ['oszust', 'złodziej', 'kłamca'] }], [{ by: 'link' }], [{ by: 'phoneNumber' }], [{ by: 'emojiOnly' }], [{ by: 'words', of: ['konkurs', 'promocja'] }, { by: 'link' }]];
  for (const [at, each] of conditions.entries()) await call('/moderation/rules', { name: `Rule ${at + 1}`, conditions: each, actions: [{ do: 'label', labelId }], stage: 'act' });
}

const PEOPLE = 3_000;
const words = 'nie wiem kiedy przyjdzie stół ale cena w reklamie była inna niż w koszyku dlaczego nikt nie odpowiada oszuści oddajcie pieniądze polecam piękne krzesła https://example.com/tanio 600700800 dziękuję'.split(' ');
const said = (n) => Array.from({ length: 4 + (n % 12) }, (_, at) => words[(n * 7 + at * (1 + (n % 5))) % words.length]).join(' ');
const comment = ({ pageId }, n, message) => ({ field: 'feed', value: { item: 'comment', verb: 'add', comment_id: `700001_${n}`, post_id: `${pageId}_700001`, parent_id: `${pageId}_700001`, from: { id: String(24_000_000_000_000_000n + BigInt(n % PEOPLE)), name: `Person ${n % PEOPLE}` }, created_time: Math.floor(Date.now() / 1_000), message } });
