import { Client } from 'pg';
import { peopleAttributes, peopleFilter, type PeopleAttribute, type PeopleFilter } from '@kontuar/contract';
import { localPulse, openDatabase, type Database, type Log } from '@kontuar/platform';
import { factories, type BuiltContact, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { Kinds } from '../kinds/kinds.service';
import { PeopleKeeper } from '../kinds/people-keeper';
import { findPeople } from './people.queries';
import { People, peopleContext } from './people.service';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, me] = [id(1), id(3)];
const actor: MemberActor = { kind: 'member', workspaceId: workspace, memberId: me, userId: id(10), name: 'A', role: 'owner', teamIds: [], channelIds: 'all' };
const quiet = { warn: () => undefined, error: (fields: object) => { throw new Error(JSON.stringify(fields)); } } as unknown as Log;

let made: TestDatabase;
let client: Client;
let database: Database;
let build: Factories;
let channels: string[];
let company: string;
let keeper: PeopleKeeper;
let kinds: Kinds;
const people: BuiltContact[] = [];
const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

/** Who wrote when, by number. */
const begun: Record<number, string[]> = {
  0: ['2024-12-05', '2025-12-11', '2026-12-01'], 1: ['2026-01-10', '2026-01-20', '2026-01-30', '2026-02-09'], 2: ['2026-07-31T23:30:00Z'],
};

beforeAll(async () => {
  made = await createTestDatabase();
  client = new Client({ connectionString: made.url });
  await client.connect();
  database = await openDatabase({ url: made.url, poolSize: 3, entities, role: 'app', applicationName: 'people-test' });
  await client.query(`INSERT INTO workspaces (id, name, time_zone) VALUES ($1, 'Shop', 'Europe/Warsaw')`, [workspace]);
  await client.query(`INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'a@example.com', 'A', '')`, [id(10)]);
  await client.query(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $2, $3, 'owner')`, [me, workspace, id(10)]);
  await client.query('INSERT INTO feeds (workspace_id) VALUES ($1)', [workspace]);
  build = factories(sql, workspace);
  channels = [await build.buildChannel({ connectorId: 'post' }), await build.buildChannel({ connectorId: 'talk', access: 'restricted' })];
  const [firm] = await sql<{ id: string }>(`INSERT INTO companies (workspace_id, name, tax_id) VALUES ($1, 'Hurtownia Łąka', '5260250274') RETURNING id`, [workspace]);
  company = firm?.id ?? '';
  for (let n = 0; n < 5; n += 1) {
    const contact = await build.buildContact({ name: ['Łucja', 'Zenon', 'adam', 'Ścibor', 'Maria'][n]!, scope: n === 3 ? 'phone' : 'email', address: n === 3 ? '+48600100200' : `p${n}@example.com` });
    people.push(contact);
    for (const at of begun[n] ?? []) {
      const conversation = await build.buildConversation({ contact, channelId: channels[n === 2 ? 1 : 0] ?? '', state: n === 1 ? 'open' : 'resolved', lastMessageAt: new Date(at) });
      await client.query('UPDATE conversations SET created_at = $2, last_inbound_at = $2 WHERE id = $1', [conversation.id, at]);
    }
  }
  await client.query(`UPDATE contacts SET language = 'pl', attributes = '{"orders": 7, "turnover": 12480}', kinds_by_hand = '{bulk}' WHERE id = $1`, [people[1]?.id]);
  await client.query(`INSERT INTO company_members (workspace_id, company_id, contact_id) VALUES ($1, $2, $3)`, [workspace, company, people[3]?.id]);
  for (const [n, state] of [[0, 'open'], [1, 'lost']] as const) {
    const [lead] = await sql<{ id: string }>(`INSERT INTO leads (id, workspace_id, number, code, stage, state) VALUES (gen_random_uuid(), $1, $2, 'L', 'new', $3) RETURNING id`, [workspace, n + 1, state]);
    await client.query('INSERT INTO lead_conversations (workspace_id, lead_id, conversation_id) SELECT $1, $2, id FROM conversations WHERE contact_id = $3', [workspace, lead?.id, people[n]?.id]);
  }
  const [gone] = await sql<{ id: string }>(`INSERT INTO contacts (id, workspace_id, name, merged_into) VALUES (gen_random_uuid(), $1, 'Gone', $2) RETURNING id`, [workspace, people[2]?.id]);
  for (const [contact, number, at, amount, currency, cancelled] of [
    [people[0]?.id, 'A-1', '2026-01-10', 100, 'PLN', false], [people[0]?.id, 'A-2', '2026-09-10', 60, 'PLN', false], [people[0]?.id, 'A-3', '2026-10-10', 900, 'PLN', true], [gone?.id, 'B-1', '2026-07-31T23:30:00Z', 20, 'EUR', false],
  ] as const) await client.query('INSERT INTO purchases (workspace_id, contact_id, number, at, amount, currency, cancelled) VALUES ($1, $2, $3, $4, $5, $6, $7)', [workspace, contact, number, at, amount, currency, cancelled]);
  [keeper, kinds] = [new PeopleKeeper(database, localPulse(), quiet), new Kinds(database, localPulse())];
  await keeper.run();
});
afterAll(async () => {
  await database.close();
  await client.end();
  await made.drop();
});

const find = (filter: PeopleFilter, as = actor) => database.lookInWorkspace(workspace, async (tx) => (await findPeople(tx, await peopleContext(tx, as), { filter: peopleFilter.parse(filter), sort: 'created', limit: 100 })).items.map(({ contact }) => people.findIndex((each) => each.id === contact.id)).sort());

const cases = (): Record<PeopleAttribute, [PeopleFilter, number[]][]> => ({
  kind: [[{ by: 'kind', is: 'any', of: ['bulk', 'loyal'] }, [1]], [{ by: 'kind', is: 'empty' }, [0, 2, 3, 4]], [{ by: 'kind', is: 'none', of: ['bulk'] }, [0, 2, 3, 4]]],
  company: [[{ by: 'company', is: 'any', of: [company] }, [3]], [{ by: 'company', is: 'any', of: ['none'] }, [0, 1, 2, 4]], [{ by: 'company', is: 'none', of: [company] }, [0, 1, 2, 4]]],
  language: [[{ by: 'language', is: 'any', of: ['pl'] }, [1]], [{ by: 'language', is: 'none', of: ['pl'] }, [0, 2, 3, 4]]],
  channel: [[{ by: 'channel', is: 'any', of: [channels[1] ?? ''] }, [2]], [{ by: 'channel', is: 'none', of: [channels[0] ?? ''] }, [2, 3, 4]]],
  connector: [[{ by: 'connector', is: 'any', of: ['post'] }, [0, 1]]],
  // Half past eleven in the evening of July by the clock of Greenwich is August in Warsaw.
  months: [[{ by: 'months', is: 'any', of: ['12'] }, [0]], [{ by: 'months', is: 'any', of: ['8'] }, [2]], [{ by: 'months', is: 'all', of: ['1', '2'] }, [1]], [{ by: 'months', is: 'empty' }, [3, 4]]],
  conversations: [[{ by: 'conversations', is: 'atLeast', value: 3 }, [0, 1]], [{ by: 'conversations', is: 'atMost', value: 0 }, [3, 4]]],
  everyDays: [[{ by: 'everyDays', is: 'atMost', value: 10 }, [1]], [{ by: 'everyDays', is: 'atLeast', value: 300 }, [0]]],
  years: [[{ by: 'years', is: 'atLeast', value: 2 }, [0]]],
  // Of the first: two orders and one that was cancelled; of the third one that went up with somebody.
  orders: [[{ by: 'orders', is: 'atLeast', value: 2 }, [0]], [{ by: 'orders', is: 'atMost', value: 0 }, [1, 3, 4]]],
  turnover: [[{ by: 'turnover', is: 'atLeast', value: 150 }, [0]]],
  orderMonths: [[{ by: 'orderMonths', is: 'any', of: ['8'] }, [2]], [{ by: 'orderMonths', is: 'empty' }, [1, 3, 4]]],
  lastOrder: [[{ by: 'lastOrder', is: 'after', at: { at: '2026-06-01T00:00:00Z' } }, [0, 2]], [{ by: 'lastOrder', is: 'empty' }, [1, 3, 4]]],
  lastSeen: [[{ by: 'lastSeen', is: 'after', at: { at: '2026-06-01T00:00:00Z' } }, [0, 2]], [{ by: 'lastSeen', is: 'empty' }, [3, 4]]],
  firstSeen: [[{ by: 'firstSeen', is: 'before', at: { at: '2025-01-01T00:00:00Z' } }, [0]]],
  created: [[{ by: 'created', is: 'after', at: { ago: 1, unit: 'hours' } }, [0, 1, 2, 3, 4]]],
  taxId: [[{ by: 'taxId', is: true }, [3]]],
  email: [[{ by: 'email', is: false }, [3]]],
  phone: [[{ by: 'phone', is: true }, [3]]],
  open: [[{ by: 'open', is: true }, [1]]],
  lead: [[{ by: 'lead', is: true }, [0]]],
  attribute: [[{ by: 'attribute', is: 'atLeast', key: 'turnover', value: 10_000 }, [1]], [{ by: 'attribute', is: 'empty', key: 'orders' }, [0, 2, 3, 4]]],
  companyName: [[{ by: 'companyName', has: 'laka' }, [3]]],
  text: [[{ by: 'text', has: 'lucja' }, [0]], [{ by: 'text', has: '%' }, []]],
});

it.each(Object.keys(peopleAttributes) as PeopleAttribute[])('finds people by %s', async (by) => {
  for (const [filter, expected] of cases()[by]) {
    expect([filter, await find(filter)]).toEqual([filter, expected]);
    expect(await find({ by: 'not', of: filter })).toEqual([0, 1, 2, 3, 4].filter((n) => !expected.includes(n)));
  }
});

it('tells nobody by a filter who writes on a channel that is closed to them', async () => {
  const narrow: MemberActor = { ...actor, role: 'agent', channelIds: [channels[0] ?? ''] };
  expect(await find({ by: 'all', of: [] }, narrow)).toEqual([0, 1, 3, 4]);
  expect(await find({ by: 'channel', is: 'any', of: [channels[1] ?? ''] }, narrow)).toEqual([]);
});

it('lists in the order of names, of who was there last and of making, page by page', async () => {
  const everybody = async (sort: 'name' | 'recent' | 'created') => {
    const found: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await new People(database).find(actor, { sort, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.items.map(({ contact }) => contact.name));
      if (page.nextCursor === null) return found;
      cursor = page.nextCursor;
    }
  };
  expect(await everybody('name')).toEqual(['adam', 'Łucja', 'Maria', 'Ścibor', 'Zenon']);
  expect(await everybody('created')).toEqual(['Maria', 'Ścibor', 'adam', 'Zenon', 'Łucja']);
  expect((await everybody('recent')).sort()).toEqual(['Maria', 'Zenon', 'adam', 'Łucja', 'Ścibor']);
});

describe('a rule', () => {
  const seasonal: PeopleFilter = { by: 'all', of: [{ by: 'years', is: 'atLeast', value: 2 }, { by: 'months', is: 'none', of: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] }] };
  const kindsOf = async (n: number) => (await sql<{ kinds: string[] }>('SELECT kinds FROM contacts WHERE id = $1', [people[n]?.id]))[0]?.kinds;
  const kindId = async (key: string) => (await kinds.list(actor)).items.find((kind) => kind.key === key)?.id ?? '';

  it('says in a trial who would gain and who would lose the kind, and changes nobody', async () => {
    const trial = await kinds.trial(actor, { kindId: await kindId('bulk'), rule: { by: 'conversations', is: 'atLeast', value: 3 } });
    expect([trial.gain.people.map(({ name }) => name), trial.gain.count, trial.lose.count, trial.byHand]).toEqual([['Łucja'], 1, 0, 0]);
    expect((await kinds.trial(actor, { kindId: await kindId('bulk'), rule: { by: 'years', is: 'atLeast', value: 2 } })).byHand).toBe(1);
    expect(await kindsOf(0)).toEqual([]);
  });

  it('gives the kind and takes it away as people change, and what was said by hand wins', async () => {
    await kinds.change(actor, await kindId('seasonal'), { rule: seasonal, ruleOn: true });
    await kinds.change(actor, await kindId('loyal'), { rule: { by: 'any', of: [{ by: 'conversations', is: 'atLeast', value: 3 }, { by: 'attribute', is: 'atLeast', key: 'orders', value: 5 }] }, ruleOn: true });
    await kinds.change(actor, await kindId('potential'), { rule: { by: 'all', of: [{ by: 'attribute', is: 'empty', key: 'orders' }, { by: 'conversations', is: 'atLeast', value: 1 }] }, ruleOn: true });
    expect((await kinds.list(actor)).waiting).toBe(6);
    await keeper.run();
    expect((await kinds.list(actor)).waiting).toBe(0);
    expect([await kindsOf(0), await kindsOf(1), await kindsOf(2), await kindsOf(3)]).toEqual([['loyal', 'seasonal', 'potential'], ['bulk', 'loyal'], ['potential'], []]);
    const told = await sql<{ data: unknown }>(`SELECT data FROM events WHERE type = 'contact.kinds-by-rules' AND subject_id = $1`, [people[0]?.id]);
    expect(told).toEqual([{ data: { added: ['loyal', 'seasonal', 'potential'], removed: [] } }]);

    await new People(database).bulk(actor, { ids: [people[0]?.id ?? ''], kinds: { add: ['retail'], remove: ['loyal'] } });
    expect(await kindsOf(0)).toEqual(['retail', 'seasonal', 'potential']);
    // Somebody writes out of season: the history says so, and nobody has to ask.
    const conversation = await build.buildConversation({ contact: people[0]!, channelId: channels[0] ?? '' });
    await sql(`UPDATE conversations SET created_at = '2026-06-15' WHERE id = $1`, [conversation.id]);
    await sql(`INSERT INTO events (id, workspace_id, type, actor_kind, conversation_id, seq) VALUES (gen_random_uuid(), $1, 'conversation.created', 'contact', $2, 100)`, [workspace, conversation.id]);
    await sql('UPDATE feeds SET last_seq = 100 WHERE workspace_id = $1', [workspace]);
    await keeper.run();
    expect(await kindsOf(0)).toEqual(['retail', 'potential']);
    // Whoever wrote last was there last; what we say to others later brings nobody up.
    await sql(`UPDATE conversations SET last_inbound_at = now() + interval '1 minute' WHERE id = $1`, [conversation.id]);
    await sql(`UPDATE conversations SET last_message_at = now() + interval '1 hour', last_inbound_at = now() - interval '3 years' WHERE contact_id = $1`, [people[2]?.id]);
    await sql('UPDATE contact_stats SET due_at = now() WHERE contact_id = ANY($1::uuid[])', [[people[0]?.id, people[2]?.id]]);
    await keeper.run();
    const recent = (await new People(database).find(actor, { sort: 'recent', limit: 50 })).items.map((row) => row.contact.id);
    expect([recent[0], recent.at(-1)]).toEqual([people[0]?.id, people[2]?.id]);
    await kinds.change(actor, await kindId('potential'), { ruleOn: false });
    await keeper.run();
    expect([await kindsOf(0), await kindsOf(2)]).toEqual([['retail'], []]);
  });

  it('cannot ask for kinds, which come of rules', async () => {
    await expect(kinds.change(actor, await kindId('retail'), { rule: { by: 'not', of: { by: 'kind', is: 'any', of: ['bulk'] } } })).rejects.toMatchObject({ code: 'rule-goes-in-circles' });
  });

  it('sends open conversations that nobody has to the team of the kind, ranks them, and leaves alone what somebody said by hand', async () => {
    const [team] = await sql<{ id: string }>(`INSERT INTO teams (id, workspace_id, name) VALUES (gen_random_uuid(), $1, 'Wholesale') RETURNING id`, [workspace]);
    const contact = await build.buildContact({ name: 'Hurt' });
    const ids: string[] = [];
    for (const traits of [{}, { state: 'resolved' as const }, { assigneeId: me }, {}, {}]) ids.push((await build.buildConversation({ contact, channelId: channels[0] ?? '', ...traits })).id);
    // The fourth was taken out of its team by hand, and ranked: both stand.
    await sql(`INSERT INTO events (id, workspace_id, type, actor_kind, actor_id, conversation_id, data) VALUES (gen_random_uuid(), $1, 'conversation.updated', 'member', $2, $3, '{"fields": {"team_id": {}, "priority": {}}}')`, [workspace, me, ids[3]]);
    await client.query(`UPDATE contacts SET kinds_by_hand = '{bulk}' WHERE id = $1`, [contact.id]);
    await kinds.change(actor, await kindId('bulk'), { teamId: team?.id ?? null, priority: 'high' });
    // Somebody holds the fifth just now: it is come back to.
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM conversations WHERE id = $1 FOR UPDATE', [ids[4]]);
    await keeper.run();
    await client.query('COMMIT');
    const now = async () => (await sql<{ team_id: string | null; priority: number }>('SELECT team_id, priority FROM conversations WHERE contact_id = $1 ORDER BY number', [contact.id])).map((row) => [row.team_id === team?.id, row.priority]);
    expect(await now()).toEqual([[true, 2], [false, 1], [false, 2], [false, 1], [false, 1]]);
    await sql(`UPDATE contact_stats SET due_at = now() WHERE contact_id = $1`, [contact.id]);
    await keeper.run();
    expect((await now())[4]).toEqual([true, 2]);
    expect(await sql(`SELECT event_data->>'reason' AS reason FROM messages WHERE conversation_id = $1 AND event_type = 'assigned'`, [ids[0]])).toEqual([{ reason: 'kind' }]);
    await expect(kinds.change(actor, await kindId('bulk'), { teamId: id(99) })).rejects.toMatchObject({ code: 'not-found' });
  });
});
