// Five thousand conversations of which one rule's clock runs out in the same moment: how long it takes until each was acted on, and what others notice of it: another rule of the same house, a rule of another house, somebody who writes.
import { ms, percentile, table, times, whole } from './support/figures.mjs';
import { fillInbox } from './support/fill-inbox.mjs';
import { pause } from './support/machine.mjs';
import { seedWorkspace, telegramUpdate } from './support/seed.mjs';
import { dropDatabase, openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'Rules: a clock that runs out in thousands of conversations at once';
const SIZES = [250, 5_000];
/** Until then clocks are set, and everything is at rest. */
const aheadMs = (size) => 12_000 + size * 6;
const EVERY_MS = 250;
const OTHERS = 40;
const PROMISED_MS = 1_000;

export async function run() {
  const found = [];
  for (const size of SIZES) found.push({ size, ...(await storm(size)) });
  const [small, large] = found;
  const line = ({ size, took, beside, elsewhere, written }) => [whole(size), `${(took / 1_000).toFixed(1)} s`, `${whole(size / (took / 1_000))}/s`, ...[beside, elsewhere, written].flatMap((all) => [ms(percentile(all, 0.5)), ms(all.at(-1))])];
  const worst = Math.max(large.beside.at(-1), large.elsewhere.at(-1));
  return {
    text: table(['conversations at once', 'until the last', 'a second', 'another rule: late p50', 'slowest', 'another house: late p50', 'slowest', 'webhook p50', 'slowest'], found.map(line)),
    notes: `The rule assigns, labels and notes, and another rule of the house is asked of all of them, too; each worked exactly once in each conversation. What others notice is measured while the storm goes on, every ${EVERY_MS} ms.`,
    summary: [
      [`a rule's clock runs out in ${whole(large.size)} conversations at once`, `${whole(large.size / (large.took / 1_000))}/s`, `${whole(small.size)} at once: ${whole(small.size / (small.took / 1_000))}/s`, times((large.took / large.size) / (small.took / small.size))],
      ['clocks of other rules and houses meanwhile, slowest', ms(worst), `promised: ${ms(PROMISED_MS)}`, times(worst / PROMISED_MS)],
    ],
  };
}

async function storm(size) {
  const url = await openDatabase(`rules_${size}`);
  const [loud, quiet] = [await seedWorkspace(url, { members: 5 }), await seedWorkspace(url)];
  for (const [seed, count] of [[loud, size + OTHERS], [quiet, OTHERS]]) {
    await fillInbox(url, seed, count, { length: 'least(2, $2::int)' });
  }
  const at = Date.now() + aheadMs(size);
  await withClient(url, async (client) => {
    await client.query(`UPDATE conversations SET state = 'open', resolved_at = NULL, snoozed_until = NULL, assignee_id = NULL, waiting_since = to_timestamp($1::float8 / 1000) - interval '2 hours' + number * interval '${EVERY_MS} milliseconds' WHERE workspace_id = $2 OR number > $3`, [at, quiet.workspaceId, size]);
    await client.query(`UPDATE conversations SET waiting_since = waiting_since - $3 * interval '${EVERY_MS} milliseconds' WHERE workspace_id = $1 AND number > $2`, [loud.workspaceId, size, size]);
    await client.query(`UPDATE conversations SET state = 'open', resolved_at = NULL, snoozed_until = NULL, assignee_id = NULL, waiting_since = to_timestamp($1::float8 / 1000) - interval '2 hours' WHERE workspace_id = $2 AND number <= $3`, [at, loud.workspaceId, size]);
    await client.query('VACUUM ANALYZE conversations');
  });
  const server = await openProduct('one', url);
  const call = async (cookie, path, body) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { id: labelId } = await call(loud.members[0].cookie, '/labels', { name: 'Waits too long' });
  const anything = { by: 'all', of: [] };
  // Two rules of one house would be asked of all: who has no label is the storm.
  const { id: quietLabel } = await call(loud.members[0].cookie, '/labels', { name: 'Quiet' });
  await withClient(url, (client) => client.query(`UPDATE conversations SET label_ids = ARRAY[$1]::uuid[] WHERE workspace_id = $2 AND number > $3`, [quietLabel, loud.workspaceId, size]));
  const labelled = { by: 'labels', is: 'any', of: [quietLabel] };
  const rules = {
    storm: await call(loud.members[0].cookie, '/rules', { name: 'Waits too long', active: true, when: [{ on: 'waiting', minutes: 120 }], if: { by: 'not', of: labelled }, then: [{ do: 'assign', assigneeId: loud.members[1].id }, { do: 'label', add: [labelId] }, { do: 'note', text: 'Waits for two hours' }] }),
    beside: await call(loud.members[0].cookie, '/rules', { name: 'Beside', active: true, when: [{ on: 'waiting', minutes: 120 }], if: labelled, then: [{ do: 'priority', priority: 'high' }] }),
    elsewhere: await call(quiet.members[0].cookie, '/rules', { name: 'Elsewhere', active: true, when: [{ on: 'waiting', minutes: 120 }], if: anything, then: [{ do: 'priority', priority: 'high' }] }),
  };
  await pause(Math.max(0, at - 2_000 - Date.now()));
  const set = await withClient(url, async (client) => Number((await client.query('SELECT count(*) AS n FROM rule_clocks WHERE look_at IS NOT NULL')).rows[0].n));
  const wanted = 2 * (size + OTHERS) + OTHERS;
  if (set < wanted) throw new Error(`only ${set} of ${wanted} clocks were set in time`);
  await pause(Math.max(0, at - Date.now()));
  const count = () => withClient(url, async (client) => (await client.query(`SELECT count(*)::int AS n, extract(epoch FROM max(at)) * 1000 AS last FROM rule_runs WHERE rule_id = $1 AND state = 'done'`, [rules.storm.id])).rows[0]);
  const written = [];
  let number = 0;
  let seen = await count();
  while (seen.n < size) {
    const since = performance.now();
    const response = await fetch(`${server.url}/hooks/telegram/${quiet.channels[0].id}`, { method: 'POST', headers: { 'content-type': 'application/json', ...quiet.channels[0].header }, body: telegramUpdate((number += 1), 900_000 + number, 'Good morning') });
    if (response.status !== 200) throw new Error(`the webhook answered ${response.status}`);
    written.push(performance.now() - since);
    await pause(EVERY_MS);
    seen = await count();
    if (Date.now() - at > 600_000) throw new Error(`after ten minutes ${seen.n} of ${size} were acted on`);
  }
  const took = Number(seen.last) - at;
  await pause(3_000);
  const late = async ({ id }) => withClient(url, async (client) => (await client.query(
    `SELECT extract(epoch FROM r.at - (r.occasion->>'at')::timestamptz) * 1000 AS ms FROM rule_runs r WHERE r.rule_id = $1 AND (r.occasion->>'at')::timestamptz BETWEEN to_timestamp($2::float8 / 1000) AND to_timestamp($3::float8 / 1000) ORDER BY 1`, [id, at, Math.max(Number(seen.last), at + 1_000)])).rows.map((row) => Number(row.ms)));
  const [beside, elsewhere] = [await late(rules.beside), await late(rules.elsewhere)];
  const { rows: [once] } = await withClient(url, (client) => client.query(
    `SELECT count(*)::int AS n, count(*) FILTER (WHERE runs <> 1 OR notes <> 1 OR labels <> 1)::int AS wrong FROM (SELECT (SELECT count(*) FROM rule_runs r WHERE r.conversation_id = c.id) AS runs, (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'note') AS notes, cardinality(c.label_ids) AS labels FROM conversations c WHERE c.workspace_id = $1 AND c.number <= $2) x`, [loud.workspaceId, size]));
  if (once.n !== size || once.wrong > 0) throw new Error(`${once.wrong} of ${once.n} were not acted on exactly once`);
  await server.stop();
  await dropDatabase(url);
  return { took, beside, elsewhere, written: written.sort((a, b) => a - b) };
}
