import type { CampaignView, ChannelView, ConsentsOfContact, ConversationView, DryRun, LeadChange, OutreachPerson, Page } from '@kontuar/contract';
import { ConnectorError, type Inbound, type Outbound } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const box = fakeNetwork('box');
const { capabilitiesOf: _rules, ...letters } = box.connector;
const mail = { ...letters, capabilities: { text: 'plain', subject: true, cc: false, attachments: { maxCount: 10, maxBytes: 10_000_000 }, typing: false, reactions: false, edit: false, delete: false, readReceipts: false, deliveryReceipts: true, startConversation: true, undoSendSeconds: 0, public: false } as const };
const publicUrl = 'https://inbox.acme.test';

let api: TestApi;
let owner: Person;
let lead: Person;
let agent: Person;
let channel: ChannelView;

beforeAll(async () => {
  api = await startTestApi({ connectors: [mail as never], worker: true, env: { KONTUAR_PUBLIC_URL: publicUrl } });
  owner = await api.signUp();
  [lead, agent] = [await api.invite(owner, 'supervisor'), await api.invite(owner, 'agent')];
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'box', name: 'Box', settings: { account: 'box', token: 'secret' } });
});
afterAll(() => api.stop());

let told = 0;
async function tell(inbounds: Inbound[]): Promise<void> {
  const answer = await fetch(`${api.url}/hooks/box/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${(told += 1)}`, inbounds }]) });
  expect(answer.status).toBe(200);
}
interface Customer { id: string; name: string; address: string }
async function customer(name: string, consent: boolean | null, language: string | null = null): Promise<Customer> {
  const address = `${name.toLowerCase()}@example.com`;
  await tell([{ kind: 'message', externalId: `m${(told += 1)}`, at: new Date().toISOString(), from: { id: address, name }, thread: { key: `first ${name}` }, text: 'Hi' }]);
  let id = '';
  await eventually(async () => {
    id = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.find((one) => one.contact.name === name)?.contact.id ?? '';
    expect(id).not.toBe('');
  });
  if (language !== null) await owner.client.patch(`/contacts/${id}`, { language });
  if (consent !== null) await consents(id, consent);
  return { id, name, address };
}
const consents = (id: string, given: boolean) => owner.client.post<ConsentsOfContact>(`/contacts/${id}/consents`, { purpose: 'email_marketing', given, source: 'form', proof: { text: 'News by email' } });
const kindOf = async (people: Customer[], kind: string): Promise<string> => {
  await owner.client.post('/kinds', { key: kind, name: { en: kind, pl: kind } }).catch(() => undefined);
  for (const { id } of people) await owner.client.patch(`/contacts/${id}`, { kinds: [kind] });
  return (await owner.client.post<{ id: string }>('/segments', { name: kind, filter: { by: 'kind', is: 'any', of: [kind] }, sharing: 'workspace' })).id;
};
const silent = { from: null, until: null, days: [], holidays: false, zone: 'house' };
const words = (text: string) => ({ pl: { subject: 'Dla {{contact.first}}', text, template: null }, en: null });
const draft = (segmentId: string, more: object = {}) => owner.client.post<CampaignView>('/campaigns', { name: 'Autumn', segmentId, channelId: channel.id, words: words('Cześć {{contact.first}}, nowe stoły.'), perMinute: 600, perHour: 20_000, quiet: silent, ...more });
const view = (id: string) => owner.client.get<CampaignView>(`/campaigns/${id}`);
const act = (id: string, what: string, by = owner) => by.client.post<CampaignView>(`/campaigns/${id}/${what}`, {});
const people = async (id: string, of: string) => (await owner.client.get<Page<OutreachPerson>>(`/campaigns/${id}/people?of=${of}&limit=100`)).items;
const problem = async (work: Promise<unknown>) => work.then(() => 'done', (error: { answer: { status: number; body: { code: string } } }) => [error.answer.status, error.answer.body.code]);
const sentTo = (address: string): Outbound[] => box.sent.filter((message) => message.to.id === address);
const done = (id: string) => eventually(async () => expect((await view(id)).state).toBe('done'));
const listed = async () => (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.length + (await owner.client.get<Page<ConversationView>>('/conversations?view=resolved&limit=100')).items.length;

describe('a campaign', () => {
  let five: Customer[];
  let segmentId: string;
  let first: CampaignView;

  it('tries before it starts: who would get it, who would not and why, and how it reads for real people', async () => {
    five = [await customer('Anna', true), await customer('Beata', true, 'pl'), await customer('Celina', true), await customer('Daria', null), await customer('Ewa', false)];
    segmentId = await kindOf(five, 'spring');
    first = await draft(segmentId);
    const trial = await owner.client.get<DryRun>(`/campaigns/${first.id}/trial`);
    expect(trial).toMatchObject({ people: 5, would: 3, reasons: [{ reason: 'no-consent', count: 1 }, { reason: 'withdrawn', count: 1 }], byLocale: { pl: 3, en: 0 }, needsApproval: false, obstacles: [] });
    expect(trial.samples.map(({ subject }) => subject).sort()).toEqual(['Dla Anna', 'Dla Beata', 'Dla Celina']);
    expect(box.sent).toEqual([]);
    expect(await problem(owner.client.patch(`/campaigns/${first.id}`, { words: words('x {{order}}') }))).toEqual([400, 'empty-placeholder']);
    expect(await problem(agent.client.post(`/campaigns/${first.id}/start`, {}))).toEqual([403, 'forbidden']);
  });

  it('reaches those who agreed, once, with a way out in each message, and opens nothing in the inbox', async () => {
    const before = await listed();
    await act(first.id, 'start');
    await done(first.id);
    await eventually(async () => expect((await view(first.id)).figures).toMatchObject({ audience: 5, skipped: 2, waiting: 0, queued: 0, sent: 3 }));
    expect(five.map(({ address }) => sentTo(address).length)).toEqual([1, 1, 1, 0, 0]);
    const [letter] = sentTo('anna@example.com');
    expect(letter).toMatchObject({ subject: 'Dla Anna', automatic: true, unsubscribeUrl: expect.stringContaining(`${publicUrl}/unsubscribe/campaign/`) });
    expect(letter?.text).toContain(letter?.unsubscribeUrl ?? 'none');
    expect(await listed()).toBe(before);
    expect((await people(first.id, 'skipped')).map(({ name, reason }) => [name, reason]).sort()).toEqual([['Daria', 'no-consent'], ['Ewa', 'withdrawn']]);
    expect(await problem(act(first.id, 'start'))).toEqual([409, 'campaign-started']);
  });

  it('is ended by one click, which is in the ledger with its proof; a look at the link changes nothing', async () => {
    const path = (sentTo('anna@example.com')[0]?.unsubscribeUrl ?? '').replace(publicUrl, '');
    const look = await fetch(`${api.url}${path}`);
    expect([look.status, look.headers.get('content-security-policy')?.includes("default-src 'none'"), (await look.text()).includes('<form method="post">')]).toEqual([200, true, true]);
    const standing = async () => (await owner.client.get<ConsentsOfContact>(`/contacts/${five[0]?.id ?? ''}/consents`)).standing.find(({ purpose }) => purpose === 'email_marketing')?.state;
    expect(await standing()).toBe('given');
    expect((await fetch(`${api.url}${path.slice(0, -3)}abc`, { method: 'POST' })).status).toBe(404);
    // What proves one line proves no other, and nothing proves a line that somebody thought of.
    const [, token = ''] = /campaign\/(.+)$/.exec(path) ?? [];
    const [, other = ''] = /campaign\/(.+)$/.exec(sentTo('beata@example.com')[0]?.unsubscribeUrl ?? '') ?? [];
    for (const forged of [`${other.split('.')[0]}.${token.split('.')[1]}`, `${token.split('.')[0]}.`, token.split('.')[0], `${token}.${token.split('.')[1]}x`.replace(token.split('.')[1] ?? '', ''), `${token.split('.')[0]}.${'A'.repeat(token.split('.')[1]?.length ?? 0)}`]) expect([forged, (await fetch(`${api.url}/unsubscribe/campaign/${forged}`, { method: 'POST' })).status]).toEqual([forged, 404]);
    expect((await view(first.id)).figures.unsubscribed).toBe(0);
    const click = () => fetch(`${api.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' }, body: 'List-Unsubscribe=One-Click' });
    expect([(await click()).status, (await click()).status]).toEqual([200, 200]);
    const ledger = await owner.client.get<ConsentsOfContact>(`/contacts/${five[0]?.id ?? ''}/consents`);
    expect([await standing(), ledger.history.filter(({ source }) => source === 'unsubscribe').map(({ proof }) => proof.where)]).toEqual(['withdrawn', ['one click in the mail program']]);
    expect((await view(first.id)).figures.unsubscribed).toBe(1);
    const second = await draft(segmentId, { name: 'Winter' });
    await act(second.id, 'start');
    await done(second.id);
    await eventually(async () => expect((await view(second.id)).figures).toMatchObject({ skipped: 3, sent: 2 }));
    // The cap: two within seven days.
    const third = await draft(segmentId, { name: 'Third' });
    expect(await problem(act(third.id, 'start'))).toEqual([409, 'nobody-to-write-to']);
    expect((await owner.client.get<DryRun>(`/campaigns/${third.id}/trial`)).reasons).toContainEqual({ reason: 'cap', count: 2 });
  });

  it('hears answers as conversations of their own, suggests a lead, and takes "stop" for a no', async () => {
    const conversationOf = async (name: string) => (await people(first.id, 'sent')).find((one) => one.name === name)?.conversationId ?? '';
    const [beata, celina] = [await conversationOf('Beata'), await conversationOf('Celina')];
    const answer = (name: string, text: string) => {
      const letter = sentTo(`${name.toLowerCase()}@example.com`)[0];
      return tell([{ kind: 'message', externalId: `m${(told += 1)}`, at: new Date().toISOString(), from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { references: [`sent-${letter?.messageId ?? ''}`] }, text }]);
    };
    await tell([{ kind: 'message', externalId: `m${(told += 1)}`, at: new Date().toISOString(), automatic: 'auto-reply', from: { id: 'beata@example.com', name: 'Beata' }, thread: { references: [`sent-${sentTo('beata@example.com')[0]?.messageId ?? ''}`] }, text: 'Jestem na urlopie' }]);
    await answer('Beata', 'Poproszę o wycenę stołu');
    await eventually(async () => expect(await owner.client.get<ConversationView>(`/conversations/${beata}`)).toMatchObject({ state: 'open', matter: 'lead', matterBy: 'guess' }));
    const { lead: taken } = await owner.client.post<LeadChange>(`/conversations/${beata}/lead`, { worth: { amount: '900', currency: 'PLN' } });
    expect(taken.campaign).toEqual({ id: first.id, name: 'Autumn' });
    await owner.client.patch(`/leads/${taken.id}`, { stage: 'won' });
    await answer('Celina', 'STOP!');
    await eventually(async () => expect((await view(first.id)).figures).toMatchObject({ answered: 2, unsubscribed: 2, leads: 1, won: 1, worth: [{ amount: '900.00', currency: 'PLN' }] }));
    expect(await owner.client.get<ConversationView>(`/conversations/${celina}`)).toMatchObject({ state: 'resolved' });
    expect((await owner.client.get<ConsentsOfContact>(`/contacts/${five[2]?.id ?? ''}/consents`)).standing.find(({ purpose }) => purpose === 'email_marketing')?.state).toBe('withdrawn');
  });

  it('is told of bounces by its results and opens no conversation for them; such an address is not written to again', async () => {
    await owner.client.patch('/outreach-settings', { capCount: 50 });
    const frida = await customer('Frida', true);
    const segment = await kindOf([frida], 'bouncing');
    box.answers.send = () => Promise.reject(new ConnectorError('rejected', 'No such mailbox', { reason: 'unknown-recipient' }));
    const campaign = await draft(segment);
    const before = await listed();
    await act(campaign.id, 'start');
    await eventually(async () => expect((await view(campaign.id)).figures).toMatchObject({ bounced: 1, sent: 0 }));
    box.answers.send = (message) => Promise.resolve({ externalId: `sent-${message.messageId}` });
    expect(await listed()).toBe(before);
  });

  it('asks for a second person above the limit, who is not the first', async () => {
    await owner.client.patch('/outreach-settings', { approveAbove: 1 });
    const two = [await customer('Gaja', true), await customer('Hela', true)];
    const campaign = await draft(await kindOf(two, 'many'));
    expect((await act(campaign.id, 'start')).state).toBe('awaiting');
    expect(await problem(act(campaign.id, 'approve'))).toEqual([403, 'forbidden']);
    // Between the start and the yes of the second, somebody says no.
    await consents(two[1]?.id ?? '', false);
    expect((await act(campaign.id, 'approve', lead)).state).toBe('running');
    await done(campaign.id);
    await eventually(async () => expect((await view(campaign.id)).figures).toMatchObject({ sent: 1, skipped: 1 }));
    expect([sentTo('gaja@example.com').length, sentTo('hela@example.com').length]).toEqual([1, 0]);
    await owner.client.patch('/outreach-settings', { approveAbove: null });
  });

  it('holds its pace, waits in quiet hours, and stops for good', async () => {
    const several = [await customer('Iga', true), await customer('Jola', true), await customer('Kasia', true)];
    const segment = await kindOf(several, 'slow');
    const slow = await draft(segment, { perMinute: 1 });
    await act(slow.id, 'start');
    await eventually(async () => expect((await view(slow.id)).figures).toMatchObject({ sent: 1, waiting: 2 }));
    expect(await act(slow.id, 'pause')).toMatchObject({ state: 'paused' });
    expect(await act(slow.id, 'resume')).toMatchObject({ state: 'running' });
    expect(await act(slow.id, 'stop')).toMatchObject({ state: 'stopped', figures: { sent: 1, waiting: 2 } });
    expect(await problem(act(slow.id, 'resume'))).toEqual([409, 'campaign-state']);
    const hour = new Date().getUTCHours();
    const clock = (n: number) => `${String((n + 24) % 24).padStart(2, '0')}:00`;
    await owner.client.patch('/workspace', { timeZone: 'Etc/UTC' });
    const quiet = await draft(segment, { quiet: { ...silent, from: clock(hour - 1), until: clock(hour + 2) } });
    await act(quiet.id, 'start');
    await eventually(async () => expect((await view(quiet.id)).waitsUntil).not.toBeNull());
    expect((await view(quiet.id)).figures).toMatchObject({ sent: 0, waiting: 3 });
    // Other hours: those who wait are looked at anew.
    await owner.client.patch(`/campaigns/${quiet.id}`, { quiet: silent });
    await done(quiet.id);
    await eventually(async () => expect(several.map(({ address }) => sentTo(address).length).reduce((sum, n) => sum + n)).toBe(4));
  });

  it('sends one message to people who became one, and none to who goes out of reach before the last moment', async () => {
    const [lea, mia, nel] = [await customer('Lea', true), await customer('Mia', true), await customer('Nel', true)];
    const start = new Date(Date.now() + 2500).toISOString();
    const campaign = await draft(await kindOf([lea, mia, nel], 'merging'), { startAt: start });
    expect((await act(campaign.id, 'start')).figures.waiting).toBe(3);
    await owner.client.post(`/contacts/${lea.id}/merge`, { otherId: mia.id });
    await consents(nel.id, false);
    await done(campaign.id);
    await eventually(async () => expect((await view(campaign.id)).figures).toMatchObject({ sent: 1, skipped: 2 }));
    expect(sentTo(lea.address).length + sentTo(mia.address).length).toBe(1);
    expect([sentTo(nel.address).length, (await view(campaign.id)).reasons.map(({ reason }) => reason).sort()]).toEqual([0, ['merged', 'withdrawn']]);
    const [complaining] = await people(campaign.id, 'sent');
    expect((await owner.client.post<CampaignView>(`/campaigns/${campaign.id}/people/${complaining?.id ?? ''}/complaint`, {})).figures.complaints).toBe(1);
  });

  /** Rows of people who never wrote, so that a thousand take no thousand messages. */
  const crowd = async (kind: string, count: number, agreed: number) => {
    const [{ id: workspaceId }] = (await api.sql<{ id: string }>('SELECT workspace_id AS id FROM channels WHERE id = $1', [channel.id])) as [{ id: string }];
    const people = await api.sql<{ id: string }>(`INSERT INTO contacts (id, workspace_id, name, kinds_by_hand) SELECT gen_random_uuid(), $1, $2 || n, ARRAY[$2] FROM generate_series(1, $3) n RETURNING id`, [workspaceId, kind, count]);
    await api.sql(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle) SELECT gen_random_uuid(), $1, p.id, c.identity_scope, p.id || '@crowd.test', p.id || '@crowd.test' FROM contacts p, channels c WHERE c.id = $2 AND p.id = ANY($3::uuid[])`, [workspaceId, channel.id, people.map(({ id }) => id)]);
    await api.sql(`INSERT INTO consents (id, workspace_id, contact_id, act_id, purpose, given, source, at, proof) SELECT gen_random_uuid(), $1, id, gen_random_uuid(), 'email_marketing', true, 'form', now(), '{}' FROM unnest($2::uuid[]) id`, [workspaceId, people.slice(0, agreed).map(({ id }) => id)]);
    await owner.client.post('/kinds', { key: kind, name: { en: kind, pl: kind } });
    return (await owner.client.post<{ id: string }>('/segments', { name: kind, filter: { by: 'kind', is: 'any', of: [kind] }, sharing: 'workspace' })).id;
  };

  it('finds out by and by who of many may get it: nothing leaves before, and then each who agreed gets it once', async () => {
    const before = box.sent.length;
    const campaign = await draft(await crowd('thousand', 1200, 4));
    const started = await act(campaign.id, 'start');
    expect([started.state, started.startedById]).toEqual(['preparing', owner.memberId]);
    expect(await problem(act(campaign.id, 'start'))).toEqual([409, 'campaign-started']);
    expect(await problem(act(campaign.id, 'approve', lead))).toEqual([409, 'nothing-to-approve']);
    await done(campaign.id);
    await eventually(async () => expect((await view(campaign.id)).figures).toMatchObject({ audience: 1200, unjudged: 0, skipped: 1196, sent: 4 }));
    expect(box.sent.length - before).toBe(4);
  });

  it('waits for the second person only once everybody was looked at, and can be stopped before', async () => {
    await owner.client.patch('/outreach-settings', { approveAbove: 2 });
    const segment = await crowd('second', 700, 5);
    const campaign = await draft(segment);
    await act(campaign.id, 'start');
    await eventually(async () => expect(await view(campaign.id)).toMatchObject({ state: 'awaiting', figures: { audience: 700, waiting: 5, skipped: 695 } }));
    await act(campaign.id, 'stop');
    const stopped = await draft(segment, { name: 'Stopped at once' });
    await act(stopped.id, 'start');
    expect((await act(stopped.id, 'stop')).state).toBe('stopped');
    await new Promise((wait) => setTimeout(wait, 1500));
    expect(await view(stopped.id)).toMatchObject({ state: 'stopped', figures: { sent: 0, queued: 0 } });
    await owner.client.patch('/outreach-settings', { approveAbove: null });
  });

  it('is a draft again, with the reason, when of many nobody may get it', async () => {
    const segment = await crowd('nobody', 600, 0);
    const campaign = await draft(segment);
    expect((await act(campaign.id, 'start')).state).toBe('preparing');
    await eventually(async () => expect(await view(campaign.id)).toMatchObject({ state: 'draft', startedById: null, trouble: expect.stringContaining('Nobody in this segment'), figures: { audience: 0 } }));
    expect((await owner.client.patch<CampaignView>(`/campaigns/${campaign.id}`, { name: 'Again' })).trouble).toBeNull();
  });

  it('is nobody else’s', async () => {
    const stranger = await api.otherWorkspace();
    expect(await problem(stranger.client.get(`/campaigns/${first.id}`))).toEqual([404, 'not-found']);
    expect((await stranger.client.get<Page<CampaignView>>('/campaigns')).items).toEqual([]);
    expect(await problem(stranger.client.post(`/campaigns/${first.id}/stop`, {}))).toEqual([404, 'not-found']);
  });
});
