/** Campaigns over platforms as they are played: what leaves is what a person would read there, and what the platform tells of it is in the results. */
import { createServer } from 'node:net';
import type { CampaignView, ConsentsOfContact, DryRun, OutreachPerson, Page } from '@kontuar/contract';
import type { Customer } from '../platforms/platform';
import { smsPlatform, type SmsSimulation } from '../platforms/sms/sms.platform';
import { whatsappPlatform, type WhatsAppSimulated } from '../platforms/whatsapp/whatsapp.platform';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { Played } from '../support/played';

let api: TestApi;
let live: AgentSocket;
let product: Parameters<typeof Played.connect>[1];

beforeAll(async () => {
  const port = await freePort();
  api = await startTestApi({ worker: true, env: { PORT: String(port), KONTUAR_PUBLIC_URL: `http://127.0.0.1:${port}` } });
  const owner = await api.signUp();
  live = await openAgentSocket(api.url, owner.client.cookie);
  product = { api, owner, live };
});
afterAll(async () => {
  live.close();
  await api.stop();
});

interface Somebody { contactId: string; from: Customer }
/** Writes first, as customers do there, and says yes unless told otherwise. */
async function somebody(played: Played, name: string, agrees = true): Promise<Somebody> {
  const { conversation, from } = await played.conversation(`Hello from ${name}`, { from: played.sim.customer(name) });
  const contactId = conversation.contact.id;
  await product.owner.client.patch(`/contacts/${contactId}`, { name });
  if (agrees) await product.owner.client.post(`/contacts/${contactId}/consents`, { purpose: 'channel_messages', given: true, source: 'form', proof: { text: 'News by messages' } });
  return { contactId, from };
}
async function segmentOf(key: string, people: readonly Somebody[]): Promise<string> {
  await product.owner.client.post('/kinds', { key, name: { en: key, pl: key } });
  for (const { contactId } of people) await product.owner.client.patch(`/contacts/${contactId}`, { kinds: [key] });
  return (await product.owner.client.post<{ id: string }>('/segments', { name: key, filter: { by: 'kind', is: 'any', of: [key] }, sharing: 'workspace' })).id;
}
const draft = (played: Played, segmentId: string, words: object) => product.owner.client.post<CampaignView>('/campaigns', {
  name: 'Spring', purpose: 'channel_messages', segmentId, channelId: played.channel.id, words: { pl: words, en: null }, perMinute: 600, perHour: 20_000, quiet: { from: null, until: null, days: [], holidays: false, zone: 'house' },
});
const start = (id: string) => product.owner.client.post<CampaignView>(`/campaigns/${id}/start`, {});
const figures = async (id: string) => (await product.owner.client.get<CampaignView>(`/campaigns/${id}`)).figures;
const people = async (id: string, of: string) => (await product.owner.client.get<Page<OutreachPerson>>(`/campaigns/${id}/people?of=${of}&limit=100`)).items.map(({ name }) => name).sort();

it('reaches those who agreed by SMS once each, hears what became of it, and takes the STOP of the network for a no', async () => {
  const played = await Played.connect(smsPlatform, product);
  const sim = played.sim as SmsSimulation;
  const [anna, beata, celina, daria] = [await somebody(played, 'Anna'), await somebody(played, 'Beata'), await somebody(played, 'Celina'), await somebody(played, 'Daria', false)];
  const segment = await segmentOf('texted', [anna, beata, celina, daria]);
  const before = sim.accepted.length;
  const first = await draft(played, segment, { subject: '', text: 'Cześć {{contact.first}}, dębowe stoły już są.', template: null });
  await start(first.id);
  await eventually(async () => { expect(await figures(first.id)).toMatchObject({ sent: 3, skipped: 1, queued: 0 }); }, 30_000);
  const texts = (to: Somebody) => sim.accepted.slice(before).filter((one) => one.to === to.from.id).map(({ text }) => text);
  expect([anna, beata, celina, daria].map((one) => texts(one).length)).toEqual([1, 1, 1, 0]);
  expect(texts(anna)[0]).toMatch(/^Cześć Anna, dębowe stoły już są\.[^]*\/unsubscribe\/campaign\//);
  const externalId = (to: Somebody) => sim.accepted.slice(before).find((one) => one.to === to.from.id)?.externalId ?? '';
  await played.tell(sim.delivered(externalId(anna)));
  await played.tell(sim.failed(externalId(beata), '30005'));
  await eventually(async () => { expect([await people(first.id, 'delivered'), await people(first.id, 'bounced')]).toEqual([['Anna'], ['Beata']]); }, 20_000);
  await played.tell(sim.stop(celina.from));
  await eventually(async () => { expect((await product.owner.client.get<ConsentsOfContact>(`/contacts/${celina.contactId}/consents`)).standing.find(({ purpose }) => purpose === 'channel_messages')?.state).toBe('withdrawn'); }, 20_000);
  const second = await draft(played, segment, { subject: '', text: 'I krzesła.', template: null });
  await start(second.id);
  await eventually(async () => { expect(await people(second.id, 'sent')).toContain('Anna'); }, 30_000);
  await eventually(async () => { expect((await product.owner.client.get<CampaignView>(`/campaigns/${second.id}`)).state).toBe('done'); });
  expect([texts(anna).length, texts(celina).length, texts(daria).length]).toEqual([2, 1, 0]);
  expect(played.platform.violations).toEqual([]);
  await played.close();
}, 120_000);

it('sends what WhatsApp approved, filled in for each person, and nothing in its place when the approval is gone', async () => {
  const played = await Played.connect(whatsappPlatform, product);
  const sim = played.sim as WhatsAppSimulated;
  const several = [await somebody(played, 'Lena'), await somebody(played, 'Maja')];
  const segment = await segmentOf('templated', several);
  const plain = await draft(played, segment, { subject: '', text: 'Bez szablonu', template: null });
  expect((await product.owner.client.get<DryRun>(`/campaigns/${plain.id}/trial`)).obstacles).toContain('On this channel we write first with an approved template alone.');
  // Nobody opened the list of templates before.
  const words = { subject: '', text: '', template: { id: '594425479261596', values: { 1: '{{contact.first}}', 2: '17' } } };
  const before = sim.accepted.length;
  const campaign = await draft(played, segment, words);
  await start(campaign.id);
  await eventually(async () => { expect(await figures(campaign.id)).toMatchObject({ skipped: 0, queued: 0, sent: 2 }); }, 30_000);
  expect(sim.accepted.slice(before).map(({ to, kind }) => [to, kind]).sort()).toEqual(several.map(({ from }) => [from.id, 'template']).sort());
  const texts = await api.sql<{ text: string }>('SELECT text FROM messages WHERE channel_id = $1 AND automatic = $2 ORDER BY text', [played.channel.id, 'bulk']);
  expect(texts.map(({ text }) => text)).toEqual(['Cześć Lena, paczka 17 jedzie.', 'Cześć Maja, paczka 17 jedzie.']);

  const refused = await draft(played, segment, { ...words, template: { ...words.template, id: 'gone' } });
  expect((await product.owner.client.get<DryRun>(`/campaigns/${refused.id}/trial`)).obstacles).toEqual(['The platform has not approved the template of this campaign.']);
  expect(await product.owner.client.refused('POST', `/campaigns/${refused.id}/start`, {})).toMatchObject({ status: 409, code: 'campaign-not-ready' });

  // Approved when it was started, and no more when its time has come: it waits, and says for what; nobody is left out for it.
  const later = await draft(played, segment, words);
  await product.owner.client.patch(`/campaigns/${later.id}`, { startAt: new Date(Date.now() + 2000).toISOString() });
  await start(later.id);
  // As the platform would tell it when it is asked the next time.
  await api.sql(`UPDATE channel_templates SET templates = (SELECT jsonb_agg(one || '{"state":"paused"}') FROM jsonb_array_elements(templates::jsonb) one) WHERE channel_id = $1`, [played.channel.id]);
  await eventually(async () => { expect(await product.owner.client.get<CampaignView>(`/campaigns/${later.id}`)).toMatchObject({ state: 'running', trouble: 'The platform has not approved the template of this campaign.', figures: { waiting: 2, skipped: 0, sent: 0 } }); }, 20_000);
  await product.owner.client.post(`/campaigns/${later.id}/stop`, {});
  expect(played.platform.violations).toEqual([]);
  await played.close();
}, 120_000);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { resolve(typeof address === 'object' && address !== null ? address.port : 0); });
    });
  });
}
