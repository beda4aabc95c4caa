// Privacy: what masking costs a message, an archive of somebody who wrote fifty thousand, a rule about keeping that takes thousands of conversations, and whom a campaign may reach.
import { ms, percentile, table, times, whole } from './support/figures.mjs';
import { fillInbox } from './support/fill-inbox.mjs';
import { pause, product } from './support/machine.mjs';
import { seedWorkspace, sentence } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'Privacy';
const CONVERSATIONS = 10_000;
/** The longest conversations, which hold about 50 000 messages. */
const THEIRS = 600;
const AUDIENCE = 10_000;
const OLD_DAYS = 100;

export async function run() {
  const url = await openDatabase('privacy');
  const seed = await seedWorkspace(url, { channels: 1, members: 2 });
  await fillInbox(url, seed, CONVERSATIONS);
  const person = await withClient(url, (client) => onePerson(client, seed.workspaceId));
  const server = await openProduct('one', url);
  const ask = async (method, path, body) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { method, headers: { cookie: seed.members[0].cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  await pause(5000);

  const archive = await archived(server, ask, person);
  const rule = await kept(url, ask);
  const audience = await reached(ask, seed);
  await server.stop();
  const masking = masked();
  return {
    text: table(['what', 'figure'], [
      ['masking a message of 90 letters without a number · with a card and an IBAN', `${masking.plain.toFixed(1)} · ${masking.full.toFixed(1)} µs`],
      [`archive of a person with ${whole(archive.messages)} messages: time · size · the most that the process grew`, `${ms(archive.tookMs)} · ${archive.megabytes.toFixed(1)} MB · ${whole(archive.grewMb)} MB`],
      [`trial of a rule over ${whole(CONVERSATIONS)} conversations`, ms(rule.trialMs)],
      [`the rule takes ${whole(rule.gone)} conversations with ${whole(rule.messages)} messages: time · longest request of somebody who works meanwhile`, `${ms(rule.tookMs)} (${whole((rule.gone / rule.tookMs) * 1000)}/s) · ${ms(rule.worstMs)}, p50 ${ms(rule.medianMs)}`],
      [`whom a campaign may reach of ${whole(AUDIENCE)} people, and why not the others`, ms(audience)],
    ]),
    summary: [
      ['masking, a message', `${masking.full.toFixed(1)} µs`, `reading it aloud to nobody: ${masking.bare.toFixed(1)} µs`, times(masking.full / masking.bare)],
      [`an archive of ${whole(archive.messages)} messages`, `${ms(archive.tookMs)}, +${whole(archive.grewMb)} MB`, '', ''],
      [`a rule takes ${whole(rule.gone)} conversations`, ms(rule.tookMs), `${whole((rule.gone / rule.tookMs) * 1000)}/s`, ''],
    ],
  };
}

function masked() {
  const { redactText } = product('libs/contract/src/redaction/redact');
  const kinds = ['card', 'pesel', 'id_card', 'iban'];
  const timed = (texts, work) => {
    for (let round = 0; round < 3; round++) for (const text of texts) work(text);
    const since = performance.now();
    for (let round = 0; round < 10; round++) for (const text of texts) work(text);
    return ((performance.now() - since) * 1000) / texts.length / 10;
  };
  const plain = Array.from({ length: 2000 }, (_, at) => sentence(at, 16));
  const full = plain.map((text) => `${text} card 4242 4242 4242 4242 account PL61 1090 1014 0000 0712 1981 2874`);
  // Somebody has to look at every letter once, whatever is looked for.
  const bare = timed(full, (text) => { let sum = 0; for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at); return sum; });
  return { plain: timed(plain, (text) => redactText(text, kinds)), full: timed(full, (text) => redactText(text, kinds)), bare };
}

async function onePerson(client, workspaceId) {
  const { rows: [owner] } = await client.query('SELECT contact_id, identity_id FROM conversations ORDER BY last_seq DESC LIMIT 1');
  const { rows: [sum] } = await client.query('WITH theirs AS (UPDATE conversations SET contact_id = $1, identity_id = $2 WHERE id IN (SELECT id FROM conversations ORDER BY last_seq DESC LIMIT $3) RETURNING last_seq) SELECT sum(last_seq)::int AS messages FROM theirs', [owner.contact_id, owner.identity_id, THEIRS]);
  // The history was written without triggers.
  await client.query('INSERT INTO contact_stats (contact_id, workspace_id, due_at) SELECT id, workspace_id, NULL FROM contacts ON CONFLICT DO NOTHING');
  await client.query(`INSERT INTO consents (id, act_id, workspace_id, contact_id, purpose, given, source, at) SELECT uuidv7(), uuidv7(), $1, p.id, 'channel_messages', p.id::text > '8', 'import', now() - interval '1 day' FROM (SELECT id FROM contacts WHERE workspace_id = $1 LIMIT $2) p`, [workspaceId, AUDIENCE]);
  await client.query('VACUUM ANALYZE');
  return { id: owner.contact_id, messages: sum.messages };
}

async function archived(server, ask, person) {
  const before = server.memory();
  let most = before;
  const since = performance.now();
  const { id } = await ask('POST', `/contacts/${person.id}/exports`, { locale: 'en' });
  for (;;) {
    most = Math.max(most, server.memory());
    const one = (await ask('GET', '/privacy/exports')).items.find((each) => each.id === id);
    if (one.state === 'ready') return { messages: person.messages, tookMs: performance.now() - since, megabytes: one.sizeBytes / 1e6, grewMb: most - before };
    if (one.state === 'failed') throw new Error('the archive could not be made');
    await pause(50);
  }
}

async function kept(url, ask) {
  const asked = { what: 'conversations', days: OLD_DAYS };
  let since = performance.now();
  const trial = await ask('POST', '/privacy/retention/trial', asked);
  const trialMs = performance.now() - since;
  const rule = await ask('POST', '/privacy/retention', { ...asked, active: true });
  const [before] = await withClient(url, async (client) => (await client.query('SELECT count(*)::int AS n FROM messages')).rows);
  since = performance.now();
  await ask('POST', `/privacy/retention/${rule.id}/run`);
  const waits = [];
  for (;;) {
    const at = performance.now();
    await ask('GET', '/conversations?view=all&limit=50');
    waits.push(performance.now() - at);
    const [run] = (await ask('GET', '/privacy/retention')).items[0].runs;
    if (run.state === 'done') {
      const [after] = await withClient(url, async (client) => (await client.query('SELECT count(*)::int AS n FROM messages')).rows);
      if (run.gone !== trial.gone) throw new Error(`the trial said ${trial.gone}, the run took ${run.gone}`);
      return { trialMs, gone: run.gone, messages: before.n - after.n, tookMs: performance.now() - since, worstMs: Math.max(...waits), medianMs: percentile(waits, 0.5) };
    }
    await pause(50);
  }
}

async function reached(ask, seed) {
  const campaign = await ask('POST', '/campaigns', { name: 'Measured', purpose: 'channel_messages', channelId: seed.channels[0].id, words: { en: { subject: 'News', text: 'Hello' }, pl: null }, defaultLocale: 'en' });
  const since = performance.now();
  const { people } = await ask('GET', `/campaigns/${campaign.id}/trial`);
  if (people < AUDIENCE) throw new Error(`only ${people} people`);
  return performance.now() - since;
}
