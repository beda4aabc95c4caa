import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelView, ConversationChange, Label, ModerationRule, Rule } from '@kontuar/contract';
import { facebookPlatform } from '../platforms/facebook/facebook.platform';
import { startPlatform } from '../platforms/kit';
import { eventually } from '../support/eventually';
import { startStandalone, type Standalone } from '../support/processes';
import { askDatabase, ownerEnvironment, ProductClient } from '../support/product-client';

const BATCHES = 3;
const EACH = 12;

let product: Standalone;
let client: ProductClient;
let other: Server;
const heard: string[] = [];

beforeAll(async () => {
  product = await startStandalone({ env: ownerEnvironment });
  client = await ProductClient.signIn(product.url);
  other = createServer((request, response) => {
    heard.push(String(request.headers['x-kontuar-call']));
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
});
afterAll(async () => {
  await product.stop();
  await new Promise((resolve) => { other.close(resolve); });
});

it('lets a rule work once in each conversation, with its note, its label and its call, however often the product is killed', async () => {
  const sql = <T>(text: string, values?: unknown[]) => askDatabase<T>(product.databaseUrl as string, text, values);
  const channel = await client.call<ChannelView>('POST', '/channels', { connectorId: 'counter', name: 'Shop' });
  const label = await client.call<Label>('POST', '/labels', { name: 'Seen' });
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/hook`;
  const rule = await client.call<Rule>('POST', '/rules', { name: 'Each', active: true, when: [{ on: 'conversation-created' }], if: { by: 'all', of: [] }, then: [{ do: 'label', add: [label.id] }, { do: 'note', text: 'Seen by the rule' }, { do: 'webhook', url }] });
  const ids: string[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    for (let one = 0; one < EACH; one += 1) ids.push((await client.call<ConversationChange>('POST', '/conversations', { channelId: channel.id, contactName: `Visitor ${ids.length}`, text: 'Good morning', inbound: true })).conversation.id);
    // Nobody waits for the rule: some of it is done, some begun, some not even followed.
    await product.kill9();
    await product.start();
  }
  await eventually(async () => {
    const [row] = await sql<{ n: number }>(`SELECT count(*)::int AS n FROM rule_runs WHERE rule_id = $1 AND state = 'done'`, [rule.id]);
    expect(row?.n).toBe(ids.length);
  }, 60_000);
  const done = await sql<{ id: string; labels: number; notes: number; runs: number }>(
    `SELECT c.id, cardinality(c.label_ids) AS labels, (SELECT count(*)::int FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'note') AS notes, (SELECT count(*)::int FROM rule_runs r WHERE r.conversation_id = c.id) AS runs FROM conversations c WHERE c.id = ANY($1::uuid[])`, [ids]);
  expect(done.filter(({ labels, notes, runs }) => labels !== 1 || notes !== 1 || runs !== 1)).toEqual([]);
  expect(done).toHaveLength(ids.length);
  // A kill may fall between the other side's thanks and our own line: then it is called twice, by the same name. A call whose caller died waits for its lease.
  await sql(`UPDATE rule_calls SET look_at = now() WHERE state = 'waiting'`);
  await eventually(async () => { expect(await sql(`SELECT 1 FROM rule_calls WHERE state <> 'done'`)).toEqual([]); }, 60_000);
  const calls = await sql<{ id: string }>('SELECT id FROM rule_calls');
  expect(new Set(heard)).toEqual(new Set(calls.map(({ id }) => id)));
  expect(calls).toHaveLength(ids.length);
}, 240_000);

it('hides a comment once, with all that is kept of it, though the product is killed after the platform did and before that was written down', async () => {
  const sql = <T>(text: string, values?: unknown[]) => askDatabase<T>(product.databaseUrl as string, text, values);
  const platform = await startPlatform(facebookPlatform);
  const { id, webhookUrl } = await client.call<ChannelView>('POST', '/channels', { connectorId: facebookPlatform.id, name: 'Our page', settings: platform.sim.settings() });
  platform.useWebhook(webhookUrl ?? `${product.url}/hooks/${facebookPlatform.id}/${id}`);
  await client.call<ModerationRule>('POST', '/moderation/rules', { name: 'Insults', conditions: [{ by: 'words', of: ['oszust'] }], actions: [{ do: 'hide' }], stage: 'act' });
  const isHide = ({ parsed }: { parsed: unknown }) => typeof parsed === 'object' && parsed !== null && 'is_hidden' in parsed;
  const hides = () => platform.requests.filter(isHide).length;
  const postId = platform.sim.post?.('Solid birch, oiled by hand.') ?? '';
  // Done at once, and said only when nobody listens any more.
  platform.failNext({ fits: isHide, delayMs: 4000 });
  await platform.happen(platform.sim.say({ from: platform.sim.customer('Jan Wilk'), text: 'Oszuści, nie kupujcie tu', public: { postId } }));
  await eventually(() => { expect(hides()).toBe(1); }, 10_000);
  await product.kill9();
  await product.start();
  // Whoever had it may still be alive somewhere, for two minutes: they are over.
  await sql(`UPDATE message_acts SET next_attempt_at = now() WHERE state = 'pending'`);
  await eventually(async () => {
    expect(await sql(`SELECT outcomes->0->>'state' AS state FROM moderation_hits`)).toEqual([{ state: 'done' }]);
  }, 20_000);
  expect(await sql(`SELECT moderation->>'hidden' AS hidden FROM messages WHERE text LIKE 'Oszu%'`)).toEqual([{ hidden: 'true' }]);
  expect(await sql(`SELECT 1 FROM messages WHERE event_type = 'acted'`)).toHaveLength(1);
  expect(await sql('SELECT 1 FROM moderation_waiting')).toEqual([]);
  expect(hides()).toBeLessThanOrEqual(2);
  expect(platform.violations).toEqual([]);
  await platform.close();
}, 90_000);
