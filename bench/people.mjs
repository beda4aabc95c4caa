// People: the list of customers, its orders, searches, filters and segment counts over a hundred thousand.
import { median, ms, percentile, table, times } from './support/figures.mjs';
import { seedWorkspace } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'People';
const PEOPLE = 100_000;
const SAMPLES = 30;
const TARGET_MS = 50;

export async function run() {
  const url = await openDatabase('people');
  const seed = await seedWorkspace(url, { channels: 2, members: 4 });
  await withClient(url, (client) => fill(client, seed.workspaceId));
  const server = await openProduct('one', url);
  const cookie = seed.members[0].cookie;
  const post = async (path, body) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const rows = [];
  const lists = [];
  for (const [name, asked] of questions) {
    const [found, counted] = [[], []];
    for (let sample = 0; sample < SAMPLES; sample++) {
      found.push(await timed(() => post('/contacts/find', { ...asked, limit: 50 })));
      const { sort: _, ...about } = asked;
      counted.push(await timed(() => post('/contacts/count', about)));
    }
    lists.push(median(found));
    rows.push([name, ms(median(found)), ms(percentile(found, 0.95)), ms(median(counted)), ms(percentile(counted, 0.95))]);
  }
  for (let at = 0; at < 10; at++) await post('/segments', { name: `Segment ${at}`, filter: questions[5 + (at % 4)][1].filter, sharing: 'workspace' });
  const column = [];
  for (let sample = 0; sample < 10; sample++) column.push(await timed(async () => { await (await fetch(`${server.url}/api/v1/segments/counts`, { headers: { cookie } })).json(); }));
  await server.stop();
  const worst = Math.max(...lists);
  return {
    text: table([`${PEOPLE.toLocaleString('en-GB')} people, 1 % with odd names, over HTTP`, 'list p50', 'list p95', 'count p50', 'count p95'], rows),
    notes: `Ten segment counts at once: p50 ${ms(median(column))}.`,
    summary: [['the slowest list of customers, p50', ms(worst), `target ${TARGET_MS} ms`, times(worst / TARGET_MS)]],
  };
}

const questions = [
  ['everybody, there last', { sort: 'recent' }],
  ['everybody, by name', { sort: 'name' }],
  ['everybody, newest', { sort: 'created' }],
  ['words: a name that many have', { q: 'nowak', sort: 'name' }],
  ['words: one address', { q: 'p77777@people', sort: 'recent' }],
  ['a kind that 1 in 20 has, by name', { filter: { by: 'kind', is: 'any', of: ['bulk'] }, sort: 'name' }],
  ['a kind and a field, nested', { filter: { by: 'any', of: [{ by: 'all', of: [{ by: 'kind', is: 'any', of: ['bulk'] }, { by: 'language', is: 'any', of: ['pl'] }] }, { by: 'not', of: { by: 'email', is: true } }] }, sort: 'recent' }],
  ['of one company', { filter: { by: 'companyName', has: 'firma 77' }, sort: 'name' }],
  ['a tax number present', { filter: { by: 'taxId', is: true }, sort: 'recent' }],
];

async function timed(work) {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

async function fill(client, workspaceId) {
  const odd = `CASE WHEN n % 100 = 7 THEN (ARRAY['', '  ', 'ŻÓŁĆ 🦊', '=SUM(A1)', repeat('ż', 200), 'ⓐⓑⓒ', 'O''Brien "x"', 'مرحبا'])[1 + n % 8] ELSE (ARRAY['Jan','Anna','Łucja','Piotr','Zofia','Adam'])[1 + n % 6] || ' ' || (ARRAY['Nowak','Kowalska','Wiśniewski','Lis','Ścibor'])[1 + n % 5] || ' ' || n END`;
  await client.query(`INSERT INTO contacts (id, workspace_id, name, language, kinds_by_hand, created_at) SELECT gen_random_uuid(), $1, ${odd}, CASE WHEN n % 3 = 0 THEN 'pl' END, CASE WHEN n % 20 = 0 THEN ARRAY['bulk'] ELSE '{}' END, now() - n * interval '1 minute' FROM generate_series(1, ${PEOPLE}) n`, [workspaceId]);
  await client.query(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle) SELECT gen_random_uuid(), $1, id, 'email', 'p' || n || '@people.example', 'p' || n || '@people.example' FROM (SELECT id, row_number() OVER (ORDER BY created_at DESC) AS n FROM contacts WHERE workspace_id = $1) p WHERE n % 10 <> 0`, [workspaceId]);
  await client.query(`INSERT INTO companies (workspace_id, name, tax_id) SELECT $1, 'Firma ' || n, CASE WHEN n % 2 = 0 THEN 'DE' || (100000000 + n) END FROM generate_series(1, 1000) n`, [workspaceId]);
  await client.query(`INSERT INTO company_members (workspace_id, company_id, contact_id) SELECT $1, k.id, p.id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contacts WHERE workspace_id = $1) p JOIN (SELECT id, row_number() OVER (ORDER BY name) AS n FROM companies WHERE workspace_id = $1) k ON p.n % 1000 = k.n - 1 WHERE p.n % 4 = 0`, [workspaceId]);
  await client.query('UPDATE contacts p SET company = k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = p.id');
  await client.query('UPDATE contact_stats SET due_at = NULL');
  await client.query('VACUUM ANALYZE');
}
