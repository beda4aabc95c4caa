/** Attacks on erasing: what arrives, is exported and is answered at the very moment in which somebody goes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditVerdict, ChannelView, ConversationView, ErasureView, Page } from '@kontuar/contract';
import type { Inbound } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const network = fakeNetwork('meanwhile', { startConversation: true });
let api: TestApi;
let owner: Person;
let channel: ChannelView;

beforeAll(async () => {
  api = await startTestApi({ connectors: [network.connector as never], worker: true });
  owner = await api.signUp();
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'meanwhile', name: 'Meanwhile', settings: { account: 'meanwhile', token: 'secret' } });
});
afterAll(() => api.stop());

const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));
let told = 0;
async function tell(inbounds: Inbound[]): Promise<number> {
  const answer = await fetch(`${api.url}/hooks/meanwhile/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${(told += 1)}`, inbounds }]) });
  return answer.status;
}
const message = (thread: number, n: number, text: string): Inbound => ({ kind: 'message', externalId: `m${n}`, at: new Date().toISOString(), from: { id: 'bocian', name: 'Bocian' }, thread: { key: `thread ${thread}` }, text });

async function whereIs(word: string): Promise<string[]> {
  const tables = await api.sql<{ name: string }>(`SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`);
  const found: string[] = [];
  for (const { name } of tables) {
    const [sum] = await api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} t WHERE t::text ILIKE '%' || $1 || '%' OR t::text ILIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'`, [word]);
    if ((sum?.n ?? 0) > 0) found.push(`${name}: ${sum?.n ?? 0}`);
  }
  for (const entry of readdirSync(api.config.dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && readFileSync(path).includes(word)) found.push(path);
  }
  return found;
}

it('takes all that stood of somebody while they write on, while their archive is made and while they are answered; what comes later stands alone', async () => {
  const before = Array.from({ length: 90 }, (_, n) => message(n % 3, n, `zurawina before ${n}`));
  for (let from = 0; from < before.length; from += 30) expect(await tell(before.slice(from, from + 30))).toBe(200);
  await eventually(async () => { expect(await api.sql(`SELECT 1 FROM messages WHERE text LIKE 'zurawina%'`)).toHaveLength(90); }, 30_000);
  const talks = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items;
  const person = talks[0]?.contact.id ?? '';
  expect(new Set(talks.map(({ contact }) => contact.id))).toEqual(new Set([person]));

  await owner.client.patch(`/contacts/${person}`, { note: 'zurawina note' });
  await owner.client.post(`/contacts/${person}/consents`, { purpose: 'surveys', given: true, proof: { text: 'zurawina proof' } });
  const asked = (await api.sql<{ at: Date }>('SELECT clock_timestamp() AS at'))[0]?.at ?? new Date();

  let over = false;
  const statuses: number[] = [];
  const writing = (async () => {
    for (let n = 1000; !over; n += 1) {
      statuses.push(await tell([message(n % 4, n, `malina meanwhile ${n}`)]));
      await pause(15);
    }
  })();
  const answering = (async () => {
    for (let n = 0; !over; n += 1) {
      const talk = talks[n % talks.length];
      // Refused from the moment on in which the conversation is gone; nothing else may be answered.
      await owner.client.post(`/conversations/${talk?.id ?? ''}/messages`, { clientId: crypto.randomUUID(), text: `zurawina answer ${n}`, sendNow: true }).catch((error: { answer?: { status: number } }) => { statuses.push(error.answer?.status ?? 0); });
      await pause(40);
    }
  })();
  const exported = owner.client.post(`/contacts/${person}/exports`, { locale: 'pl' }).catch(() => undefined);
  await pause(150);
  const begun = await owner.client.post<ErasureView>(`/contacts/${person}/erasure`, { ground: 'art17-1-b', askedOn: '2026-11-20', confirm: 'Bocian' });
  await eventually(async () => { expect((await owner.client.get<ErasureView>(`/privacy/erasures/${begun.id}`)).state).toBe('done'); }, 60_000);
  await pause(300);
  over = true;
  await Promise.all([writing, answering, exported]);

  expect(statuses.filter((status) => status !== 200 && status !== 404 && status !== 409)).toEqual([]);
  await eventually(async () => { expect(await api.sql(`SELECT 1 FROM deliveries WHERE state = 'received'`)).toEqual([]); }, 30_000);
  await eventually(async () => { expect(await whereIs('zurawina')).toEqual([]); }, 30_000);
  expect(await api.sql('SELECT 1 FROM person_exports WHERE contact_id = $1', [person])).toEqual([]);
  // An archive that was being written is packed, so its words would not be found: there is none at all.
  await eventually(() => { expect(readdirSync(api.config.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).subarray(0, 2).toString() === 'PK')).toEqual([]); }, 40_000);
  // A new person, to whom nothing of before leads: neither its link nor the list that is followed after a restore.
  const anew = await api.sql<{ id: string; name: string }>('SELECT id, name FROM contacts');
  expect([anew.map(({ name }) => name), anew.some(({ id }) => id === person)]).toEqual([['Bocian'], false]);
  expect(await owner.client.refused('GET', `/contacts/${person}`)).toMatchObject({ status: 404 });
  expect(await api.sql('SELECT 1 FROM conversations WHERE contact_id <> $1', [anew[0]?.id])).toEqual([]);
  // Whoever goes on writing is there by what they wrote since, by their name and their address, and by nothing else.
  expect(await api.sql('SELECT id FROM conversations WHERE created_at < $1', [asked])).toEqual([]);
  expect(await api.sql(`SELECT id FROM contacts WHERE note <> '' OR company IS NOT NULL OR attributes <> '{}'`)).toEqual([]);
  expect(await api.sql('SELECT 1 FROM consents')).toEqual([]);
  expect(await api.sql(`SELECT 1 FROM messages m LEFT JOIN conversations c ON c.id = m.conversation_id LEFT JOIN contacts p ON p.id = c.contact_id WHERE p.id IS NULL OR m.text NOT LIKE 'malina%' AND m.kind = 'message'`)).toEqual([]);
  expect(await api.sql(`SELECT 1 FROM deliveries WHERE state IN ('failed', 'dead')`)).toEqual([]);
  expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true });
  // And they may write again as anybody.
  expect(await tell([message(9, 99_999, 'jarzebina after')])).toBe(200);
  await eventually(async () => { expect(await api.sql(`SELECT 1 FROM messages WHERE text = 'jarzebina after'`)).toHaveLength(1); }, 30_000);
}, 180_000);
