import { Client } from 'pg';
import { v7 } from 'uuid';
import { localPulse, openDatabase, type Database, type Log } from '@kontuar/platform';
import { factories, type BuiltContact, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { PeopleKeeper } from '../kinds/people-keeper';
import { Merges } from './merges.service';
import { Splits } from './splits.service';

const workspace = '00000000-0000-7000-8000-000000000001';
const me = '00000000-0000-7000-8000-000000000003';
const actor: MemberActor = { kind: 'member', workspaceId: workspace, memberId: me, userId: '00000000-0000-7000-8000-000000000010', name: 'A', role: 'owner', teamIds: [], channelIds: 'all' };
const quiet = { warn: () => undefined, error: (fields: object) => { throw new Error(JSON.stringify(fields)); } } as unknown as Log;

let made: TestDatabase;
let client: Client;
let database: Database;
let build: Factories;
let channelId: string;
let merges: Merges;
let splits: Splits;
let keeper: PeopleKeeper;
const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

beforeAll(async () => {
  made = await createTestDatabase();
  client = new Client({ connectionString: made.url });
  await client.connect();
  database = await openDatabase({ url: made.url, poolSize: 3, entities, role: 'app', applicationName: 'homes-test' });
  await client.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
  await client.query(`INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'a@example.com', 'A', '')`, [actor.userId]);
  await client.query(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $2, $3, 'owner')`, [me, workspace, actor.userId]);
  build = factories(sql, workspace);
  channelId = await build.buildChannel();
  [merges, splits, keeper] = [new Merges(database), new Splits(database), new PeopleKeeper(database, localPulse(), quiet)];
});
afterAll(async () => {
  await database.close();
  await client.end();
  await made.drop();
});

/** Where everything stands; by id. */
async function standing(): Promise<{ identities: Record<string, string>; conversations: Record<string, string>; pins: Record<string, string> }> {
  const of = async (table: string) => Object.fromEntries((await sql<{ id: string; contact_id: string }>(`SELECT id, contact_id FROM ${table} WHERE contact_id IS NOT NULL ORDER BY id`)).map((row) => [row.id, row.contact_id]));
  return { identities: await of('identities'), conversations: await of('conversations'), pins: await of('pins') };
}

/** What must hold whatever was done: everybody who holds something stands, and holds what is at home with them or with those who went up in them. */
async function wrong(): Promise<string[]> {
  const rows = await sql<{ what: string }>(`
    WITH RECURSIVE way AS (SELECT id AS start, id, merged_into FROM contacts UNION SELECT w.start, n.id, n.merged_into FROM way w JOIN contacts n ON n.id = w.merged_into),
      root AS (SELECT start, id FROM way WHERE merged_into IS NULL)
    SELECT 'no root: ' || id AS what FROM contacts WHERE id NOT IN (SELECT start FROM root)
    UNION ALL SELECT 'identity ' || i.id FROM identities i JOIN root r ON r.start = coalesce(i.home_id, i.contact_id) WHERE r.id <> i.contact_id
    UNION ALL SELECT 'conversation ' || c.id FROM conversations c JOIN identities i ON i.id = c.identity_id WHERE c.contact_id <> i.contact_id
    UNION ALL SELECT 'pin ' || p.id FROM pins p JOIN root r ON r.start = coalesce(p.home_id, p.contact_id) WHERE r.id <> p.contact_id`);
  return rows.map(({ what }) => what);
}

const addIdentity = async (contactId: string): Promise<string> => {
  const id = v7();
  await sql(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id) VALUES ($1, $2, $3, 'chat', $4)`, [id, workspace, contactId, id]);
  return id;
};
const writes = async (identityId: string): Promise<void> => {
  const [row] = await sql<{ contact_id: string }>('SELECT contact_id FROM identities WHERE id = $1', [identityId]);
  const conversation = await build.buildConversation({ channelId, contact: { id: row?.contact_id ?? '', identityId, name: '' } });
  const message = await build.buildMessage({ conversation });
  await sql(`INSERT INTO pins (id, workspace_id, contact_id, text, message_id, position) VALUES ($1, $2, $3, 'x', $4, 1)`, [v7(), workspace, row?.contact_id, message.id]);
};

it('two people with 500 messages each are merged and taken apart months later, with what was written, added and changed since', async () => {
  const [one, two] = [await build.buildContact({ name: 'Jan', note: 'Calls' }), await build.buildContact({ name: 'J. K.', note: 'Writes' })];
  for (const contact of [one, two]) {
    for (let n = 0; n < 10; n += 1) {
      const { id } = await build.buildConversation({ channelId, contact });
      await sql(`INSERT INTO messages (conversation_id, seq, id, workspace_id, channel_id, kind, direction, status, author_kind, author_id, text, at)
        SELECT $1, s, gen_random_uuid(), $2, $3, 'message', 'in', 'received', 'contact', $4, 'Message ' || s, now() FROM generate_series(1, 50) s`, [id, workspace, channelId, contact.identityId]);
    }
  }
  const messagesOf = async (contactId: string) => (await sql<{ n: number }>('SELECT count(*)::int AS n FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.contact_id = $1', [contactId]))[0]?.n;
  const before = await standing();
  const { mergeId } = await merges.merge(actor, one.id, two.id);
  expect([await messagesOf(one.id), await messagesOf(two.id)]).toEqual([1000, 0]);
  await sql(`UPDATE contact_merges SET merged_at = now() - interval '200 days' WHERE id = $1`, [mergeId]);
  // Since then: both write, a new address came, and somebody wrote a note down.
  await writes(two.identityId);
  await writes(one.identityId);
  const added = await addIdentity(one.id);
  await sql(`UPDATE contacts SET note = 'Prefers mornings', name = 'Jan Kowalski' WHERE id = $1`, [one.id]);
  const undone = await merges.undo(actor, mergeId);
  expect([await messagesOf(one.id), await messagesOf(two.id)]).toEqual([501, 501]);
  expect(undone.contact).toMatchObject({ id: one.id, name: 'Jan Kowalski', note: 'Prefers mornings', identities: [{ id: one.identityId }, { id: added }] });
  expect(undone.other).toMatchObject({ id: two.id, name: 'J. K.', note: 'Writes', identities: [{ id: two.identityId }] });
  expect(await standing()).toMatchObject({ conversations: before.conversations, identities: before.identities });
  expect(await wrong()).toEqual([]);
});

describe('taken back out of order', () => {
  const three = () => Promise.all(['A', 'B', 'C'].map((name) => build.buildContact({ name })));
  const at = async (contact: BuiltContact) => (await sql<{ contact_id: string }>('SELECT contact_id FROM identities WHERE id = $1', [contact.identityId]))[0]?.contact_id;

  it('the inner merge first: who was merged comes out of whoever holds them now', async () => {
    const [a, b, c] = await three() as [BuiltContact, BuiltContact, BuiltContact];
    const inner = await merges.merge(actor, a.id, b.id);
    const outer = await merges.merge(actor, c.id, a.id);
    expect(await merges.undo(actor, inner.mergeId)).toMatchObject({ contact: { id: c.id }, other: { id: b.id, name: 'B' } });
    expect([await at(a), await at(b), await at(c)]).toEqual([c.id, b.id, c.id]);
    // Merged anew into the one that stands: the outer merge gives back only what was its own.
    await merges.merge(actor, c.id, b.id);
    await merges.undo(actor, outer.mergeId);
    expect([await at(a), await at(b), await at(c)]).toEqual([a.id, c.id, c.id]);
    expect(await wrong()).toEqual([]);
  });

  it('a split of somebody who was merged elsewhere since gives back what was taken, and no more', async () => {
    const [a, b, c] = await three() as [BuiltContact, BuiltContact, BuiltContact];
    const [taken, kept] = [await addIdentity(a.id), await addIdentity(b.id)];
    await writes(taken);
    const split = await splits.split(actor, a.id, { identityIds: [taken], name: 'New' });
    expect(split.other).toMatchObject({ name: 'New', identities: [{ id: taken }] });
    await merges.merge(actor, split.other.id, b.id);
    await merges.merge(actor, c.id, split.other.id);
    await splits.undo(actor, split.splitId);
    const where = (await standing()).identities;
    expect([where[taken], where[a.identityId], where[b.identityId], where[kept], where[c.identityId]]).toEqual([a.id, a.id, c.id, c.id, c.id]);
    expect(await wrong()).toEqual([]);
  });

  it('leaves somebody at least one identity, and takes none that are not theirs', async () => {
    const [a, b] = await three() as [BuiltContact, BuiltContact, BuiltContact];
    await expect(splits.split(actor, a.id, { identityIds: [a.identityId] })).rejects.toMatchObject({ code: 'nothing-left' });
    await expect(splits.split(actor, a.id, { identityIds: [b.identityId] })).rejects.toMatchObject({ code: 'not-theirs' });
  });
});

/** The same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it.each([1, 2, 3, 4])('whatever is merged, split, taken back and written in between, nothing is lost and all comes back (seed %i)', async (seed) => {
  const any = numbers(seed * 7919);
  const people = await Promise.all(Array.from({ length: 5 }, (_, n) => build.buildContact({ name: `P${seed}-${n}` })));
  const identities = people.map((person) => person.identityId);
  for (const person of people.slice(0, 3)) identities.push(await addIdentity(person.id));
  for (const id of identities) await writes(id);
  const first = await standing();
  const done: { id: string; kind: 'merge' | 'split' }[] = [];
  const rootsNow = async () => [...new Set((await sql<{ contact_id: string }>('SELECT DISTINCT contact_id FROM identities WHERE id = ANY($1::uuid[])', [identities])).map((row) => row.contact_id))].sort();
  const takeBack = async (index: number) => {
    const [act] = done.splice(index, 1);
    if (act !== undefined) await (act.kind === 'merge' ? merges.undo(actor, act.id) : splits.undo(actor, act.id));
  };
  for (let step = 0; step < 18; step += 1) {
    const roots = await rootsNow();
    switch (any(4)) {
      case 0: {
        const [stays, goes] = [roots[any(roots.length)] ?? '', roots[any(roots.length)] ?? ''];
        if (stays !== goes) done.push({ id: (await merges.merge(actor, stays, goes)).mergeId, kind: 'merge' });
        break;
      }
      case 1: {
        const from = roots[any(roots.length)] ?? '';
        const theirs = (await sql<{ id: string }>('SELECT id FROM identities WHERE contact_id = $1 ORDER BY id', [from])).map(({ id }) => id);
        if (theirs.length > 1) done.push({ id: (await splits.split(actor, from, { identityIds: theirs.slice(0, 1 + any(theirs.length - 1)) })).splitId, kind: 'split' });
        break;
      }
      case 2: if (done.length > 0) await takeBack(any(done.length)); break;
      default: await writes(identities[any(identities.length)] ?? '');
    }
    expect(await wrong()).toEqual([]);
  }
  const written = await standing();
  expect(Object.keys(written.conversations)).toEqual(expect.arrayContaining(Object.keys(first.conversations)));
  while (done.length > 0) {
    await takeBack(any(done.length));
    expect(await wrong()).toEqual([]);
  }
  const last = await standing();
  for (const id of identities) expect([id, last.identities[id]]).toEqual([id, first.identities[id]]);
  expect(last.conversations).toMatchObject(first.conversations);
  expect([Object.keys(last.conversations).length, Object.keys(last.pins).length]).toEqual([Object.keys(written.conversations).length, Object.keys(written.pins).length]);
});

it('brings home a conversation that was opened with somebody who went up in another a moment before', async () => {
  const [a, b] = [await build.buildContact({ name: 'A' }), await build.buildContact({ name: 'B' })];
  await sql(`INSERT INTO feeds (workspace_id) VALUES ($1) ON CONFLICT DO NOTHING`, [workspace]);
  const { mergeId } = await merges.merge(actor, a.id, b.id);
  const late = await build.buildConversation({ channelId, contact: b });
  await sql('UPDATE contact_stats SET due_at = now() WHERE contact_id = $1', [b.id]);
  await keeper.run();
  const personOf = async (id: string) => (await sql<{ contact_id: string }>('SELECT contact_id FROM conversations WHERE id = $1', [id]))[0]?.contact_id;
  expect(await personOf(late.id)).toBe(a.id);
  await merges.undo(actor, mergeId);
  expect(await personOf(late.id)).toBe(b.id);
  // The other way round: opened with the one who held it before the merge was taken back.
  const stray = await build.buildConversation({ channelId, contact: { ...b, id: a.id } });
  await sql(`UPDATE conversations SET created_at = now() - interval '10 seconds' WHERE id = $1`, [stray.id]);
  await sql('UPDATE contact_stats SET due_at = now() WHERE contact_id = $1', [a.id]);
  await keeper.run();
  expect(await personOf(stray.id)).toBe(b.id);
});
