import type { CampaignView, ChannelView } from '@kontuar/contract';
import { Platform } from '../platforms/kit';
import { smsPlatform, type SmsSimulation } from '../platforms/sms/sms.platform';
import { eventually } from '../support/eventually';
import { startStandalone, type Standalone } from '../support/processes';
import { askDatabase, ownerEnvironment, ProductClient } from '../support/product-client';

const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));
/** Enough that the audience is found out in several steps, and that the pace of a minute is used up and waited for. */
const PEOPLE = 1300;
const AGREED = 34;
const PER_MINUTE = 30;

let product: Standalone;
let sms: Platform<SmsSimulation>;
let client: ProductClient;
let channel: ChannelView;

beforeAll(async () => {
  product = await startStandalone({ env: ownerEnvironment, publicly: true });
  sms = new Platform(smsPlatform);
  await sms.listen(0);
  client = await ProductClient.signIn(product.url);
  channel = await client.call<ChannelView>('POST', '/channels', { connectorId: 'sms', name: 'SMS', settings: sms.sim.settings() });
});
afterAll(async () => {
  await product.stop();
  await sms.close();
});

const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => askDatabase<T>(product.databaseUrl as string, text, values);
const view = (id: string) => client.call<CampaignView>('GET', `/campaigns/${id}`);

it('writes to each who agreed at most once, to nobody else, at its pace and not after a no, however often the product is killed', async () => {
  const [{ id: workspaceId, scope }] = (await sql<{ id: string; scope: string }>('SELECT workspace_id AS id, identity_scope AS scope FROM channels WHERE id = $1', [channel.id])) as [{ id: string; scope: string }];
  const people = await sql<{ id: string; number: string }>(
    `WITH made AS (INSERT INTO contacts (id, workspace_id, name) SELECT gen_random_uuid(), $1, 'Person ' || n FROM generate_series(1, $3) n RETURNING id), numbered AS (SELECT id, '+48600' || lpad((row_number() OVER ())::text, 6, '0') AS number FROM made)
     INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle) SELECT gen_random_uuid(), $1, id, $2, number, number FROM numbered RETURNING contact_id AS id, external_id AS number`, [workspaceId, scope, PEOPLE]);
  const agreed = people.slice(0, AGREED);
  await sql(`INSERT INTO consents (id, workspace_id, contact_id, act_id, purpose, given, source, at, proof) SELECT gen_random_uuid(), $1, id, gen_random_uuid(), 'channel_messages', true, 'form', now(), '{}' FROM unnest($2::uuid[]) id`, [workspaceId, agreed.map(({ id }) => id)]);
  const campaign = await client.call<CampaignView>('POST', '/campaigns', {
    name: 'Killed', purpose: 'channel_messages', channelId: channel.id, words: { en: { subject: '', text: 'Oak tables are here.', template: null }, pl: null }, defaultLocale: 'en', perMinute: PER_MINUTE, perHour: 20_000, quiet: { from: null, until: null, days: [], holidays: false, zone: 'house' },
  });
  await client.call('POST', `/campaigns/${campaign.id}/start`, {});
  // In the first steps of the audience, then while messages leave, and again below, when two have said no.
  await product.kill9();
  await product.start();
  await pause(400);
  await product.kill9();
  await product.start();
  await eventually(async () => { expect(await view(campaign.id)).toMatchObject({ figures: { audience: PEOPLE, unjudged: 0, skipped: PEOPLE - AGREED } }); }, 30_000);
  await pause(1500);
  await product.kill9();
  await product.start();
  // Two who still wait say no; one of them by an answer on another day would be the same line in the ledger.
  const waiting = await sql<{ contact_id: string }>(`SELECT contact_id FROM outreach_recipients WHERE campaign_id = $1 AND state = 'waiting' ORDER BY id DESC LIMIT 2`, [campaign.id]);
  expect(waiting).toHaveLength(2);
  for (const { contact_id: id } of waiting) await client.call('POST', `/contacts/${id}/consents`, { purpose: 'channel_messages', given: false, source: 'form', proof: { text: 'No more' } });
  await product.kill9();
  await product.start();
  await eventually(async () => { expect((await view(campaign.id)).state).toBe('done'); }, 120_000);
  await eventually(async () => { expect((await view(campaign.id)).figures.queued).toBe(0); }, 60_000);

  const { figures } = await view(campaign.id);
  const arrived = sms.sim.accepted.map(({ to }) => to);
  expect(new Set(arrived).size).toBe(arrived.length);
  const refusing = new Set(waiting.map(({ contact_id: id }) => id));
  const may = new Set(agreed.filter(({ id }) => !refusing.has(id)).map(({ number }) => number));
  expect(arrived.filter((number) => !may.has(number))).toEqual([]);
  // What a kill fell into is shown as uncertain, and never sent again by itself; everybody else has it.
  expect(figures.sent + figures.delivered + figures.unknown).toBeGreaterThanOrEqual(AGREED - 2);
  expect(arrived.length).toBeGreaterThanOrEqual(AGREED - 2 - figures.unknown);
  expect(figures.unknown).toBeLessThan(AGREED / 2);
  expect(await sql(`SELECT contact_id FROM outreach_recipients WHERE campaign_id = $1 GROUP BY contact_id HAVING count(*) > 1`, [campaign.id])).toEqual([]);
  expect(await sql(`SELECT client_id FROM messages WHERE channel_id = $1 AND direction = 'out' GROUP BY client_id HAVING count(*) > 1`, [channel.id])).toEqual([]);
  const left = await sql<{ at: Date }>(`SELECT queued_at AS at FROM outreach_recipients WHERE campaign_id = $1 AND queued_at IS NOT NULL ORDER BY 1`, [campaign.id]);
  const busiest = Math.max(...left.map(({ at }, from) => left.slice(from).filter((other) => other.at.getTime() < at.getTime() + 60_000).length));
  expect(busiest).toBeLessThanOrEqual(PER_MINUTE);
}, 240_000);
