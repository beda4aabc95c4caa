import { Client } from 'pg';
import { localPulse, openDatabase, type Database, type Log } from '@kontuar/platform';
import { factories, type BuiltContact, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { Merges } from '../contacts/merges.service';
import { Splits } from '../contacts/splits.service';
import { Suggestions } from '../contacts/suggestions.service';
import { entities } from '../entities';
import { ClueKeeper } from './clue-keeper';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, me] = [id(1), id(3)];
const actor: MemberActor = { kind: 'member', workspaceId: workspace, memberId: me, userId: id(10), name: 'A', role: 'owner', teamIds: [], channelIds: 'all' };
const quiet = { warn: () => undefined, error: (fields: object) => { throw new Error(JSON.stringify(fields)); } } as unknown as Log;

let made: TestDatabase;
let client: Client;
let database: Database;
let build: Factories;
let keeper: ClueKeeper;
let suggestions: Suggestions;
let mail: string;
const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];
let seq = 0;

beforeAll(async () => {
  made = await createTestDatabase();
  client = new Client({ connectionString: made.url });
  await client.connect();
  database = await openDatabase({ url: made.url, poolSize: 3, entities, role: 'app', applicationName: 'clues-test' });
  await client.query(`INSERT INTO workspaces (id, name, time_zone) VALUES ($1, 'Shop', 'Europe/Warsaw')`, [workspace]);
  await client.query(`INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'a@example.com', 'A', '')`, [id(10)]);
  await client.query(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $2, $3, 'owner')`, [me, workspace, id(10)]);
  await client.query('INSERT INTO feeds (workspace_id) VALUES ($1)', [workspace]);
  build = factories(sql, workspace);
  mail = await build.buildChannel({ connectorId: 'email' });
  [keeper, suggestions] = [new ClueKeeper(database, localPulse(), quiet), new Suggestions(database)];
});
afterAll(async () => {
  await database.close();
  await client.end();
  await made.drop();
});

/** As the relay would have numbered it. */
async function happened(type: string, about: { messageId?: string; subjectId?: string; data?: object }): Promise<void> {
  seq += 1;
  await sql(`INSERT INTO events (id, workspace_id, seq, type, actor_kind, message_id, subject_id, data) VALUES (gen_random_uuid(), $1, $2, $3, 'system', $4, $5, $6)`, [workspace, seq, type, about.messageId ?? null, about.subjectId ?? null, JSON.stringify(about.data ?? {})]);
  await sql('UPDATE feeds SET last_seq = $2 WHERE workspace_id = $1', [workspace, seq]);
}
async function writes(contact: BuiltContact, text: string): Promise<string> {
  const conversation = await build.buildConversation({ contact, channelId: mail });
  const { id: messageId } = await build.buildMessage({ conversation, text });
  await sql('UPDATE messages SET author_name = $2 WHERE id = $1', [messageId, contact.name]);
  await happened('message.created', { messageId });
  return messageId;
}
const named = async (contact: { id: string }, as = actor) => (await suggestions.list(as, contact.id)).items.map((item) => [item.contact.name, ...item.evidence.map(({ kind, other, own }) => `${kind}: ${own.words} = ${other.words}`)]);
const phone = (name: string, address: string) => build.buildContact({ name, scope: 'phone', address });
const letter = (name: string, number: string) => `Dzień dobry, gdzie jest paczka?\n\nPozdrawiam\n${name}\ntel. ${number}`;

it('finds those who were there before, and by a signature whoever writes now, with the very words', async () => {
  const [called, wrote] = [await phone('Jan Kowalski', '600 100 200'), await build.buildContact({ name: 'Jan Kowalski', address: 'jan@wp.pl' })];
  await keeper.run();
  expect(await named(called)).toEqual([]);
  const messageId = await writes(wrote, letter('Jan Kowalski', '600-100-200'));
  await keeper.run();
  expect(await named(called)).toEqual([['Jan Kowalski', 'phone: 600 100 200 = tel. 600-100-200']]);
  expect((await suggestions.list(actor, wrote.id)).items).toMatchObject([{ contact: { id: called.id }, evidence: [{ own: { source: 'signature', messageId }, other: { source: 'address', scope: 'phone' } }] }]);
  // A letter that was put right says nothing that it does not say any more.
  await sql('UPDATE messages SET text = $2 WHERE id = $1', [messageId, letter('Jan Kowalski', '600 999 888')]);
  await happened('message.updated', { messageId });
  await keeper.run();
  expect(await named(called)).toEqual([]);
});

it('tells nobody what stands in a letter on a channel that is closed to them', async () => {
  const narrow: MemberActor = { ...actor, role: 'agent', channelIds: [] };
  const called = await phone('Ewa Lis', '601 000 111');
  const wrote = await build.buildContact({ name: 'Ewa Lis', address: 'ewa@wp.pl' });
  await happened('contact.created', { subjectId: called.id });
  await writes(wrote, letter('Ewa Lis', '601 000 111'));
  await keeper.run();
  expect(await named(called)).toHaveLength(1);
  expect(await named(called, narrow)).toEqual([]);
});

it('takes what many share for no evidence', async () => {
  const people: BuiltContact[] = [];
  for (let n = 0; n < 6; n += 1) people.push(await build.buildContact({ name: `Klient ${n}`, scope: `network-${n}`, address: `klient-${n}` }));
  await sql(`UPDATE identities SET phone = '+48600700700' WHERE contact_id = ANY($1::uuid[])`, [people.slice(0, 4).map((one) => one.id)]);
  for (const one of people) await happened('contact.changed', { subjectId: one.id });
  await keeper.run();
  expect(await named(people[0] as BuiltContact)).toHaveLength(3);
  await sql(`UPDATE identities SET phone = '+48600700700' WHERE contact_id = ANY($1::uuid[])`, [people.map((one) => one.id)]);
  for (const one of people) await happened('contact.changed', { subjectId: one.id });
  await keeper.run();
  expect(await named(people[0] as BuiltContact)).toEqual([]);
});

it('keeps what was refused refused through merges, splits and their undoing', async () => {
  const [merges, splits] = [new Merges(database), new Splits(database)];
  const [one, other, third] = [await phone('Adam Bąk', '602 000 111'), await build.buildContact({ name: 'Adam Bąk', scope: 'sms', address: '+48602000111' }), await build.buildContact({ name: 'Adam', address: 'adam@wp.pl' })];
  for (const each of [one, other, third]) await happened('contact.created', { subjectId: each.id });
  await keeper.run();
  expect(await named(one)).toHaveLength(1);
  await suggestions.dismiss(actor, one.id, other.id);
  const { mergeId } = await merges.merge(actor, third.id, one.id);
  expect([await named(third), await named(other)]).toEqual([[], []]);
  await merges.undo(actor, mergeId);
  expect([await named(one), await named(other)]).toEqual([[], []]);
  // Refused of the one into whom they went up: of each of them, whoever comes out again.
  const [four, five] = [await phone('Ola Rak', '603 000 111'), await build.buildContact({ name: 'Ola Rak', scope: 'sms', address: '+48603000111' })];
  for (const each of [four, five]) await happened('contact.created', { subjectId: each.id });
  await keeper.run();
  const again = await merges.merge(actor, third.id, four.id);
  expect(await named(third)).toHaveLength(1);
  await suggestions.dismiss(actor, third.id, five.id);
  const split = await splits.split(actor, third.id, { identityIds: [four.identityId] });
  expect([await named(split.other), await named(five)]).toEqual([[], []]);
  await splits.undo(actor, split.splitId);
  await merges.undo(actor, again.mergeId);
  expect([await named(four), await named(five)]).toEqual([[], []]);
});

it('looks into an index, and not through all people', async () => {
  await sql(`INSERT INTO contacts (id, workspace_id, name) SELECT ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, $1, 'Many ' || n FROM generate_series(1, 20000) n`, [workspace]);
  await sql(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id) SELECT ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, $1, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'sms', '+4850' || lpad(n::text, 7, '0') FROM generate_series(1, 20000) n`, [workspace]);
  await sql(`INSERT INTO identity_clues (workspace_id, identity_id, kind, value, source, words) SELECT $1, id, 'phone', external_id, 'address', external_id FROM identities WHERE scope = 'sms' ON CONFLICT DO NOTHING`, [workspace]);
  await sql('ANALYZE identity_clues; ANALYZE identities; ANALYZE contacts');
  const began = performance.now();
  for (let n = 1; n <= 20; n += 1) await suggestions.list(actor, `00000000-0000-7000-9000-${String(n * 900).padStart(12, '0')}`);
  expect((performance.now() - began) / 20).toBeLessThan(60);
});
