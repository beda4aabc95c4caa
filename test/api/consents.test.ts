import type { AuditEntry, ChannelView, ConnectorView, ConsentStarted, ConsentView, Page } from '@kontuar/contract';
import { ConnectorError } from '@kontuar/connectors/contract';
import { ChannelContexts } from '@kontuar/core';
import { NetworkStage } from '../support/network';

let stage: NetworkStage;
beforeAll(async () => { stage = await NetworkStage.open(); });
afterAll(() => stage.close());

const client = () => stage.owner.client;
const choice = (account: string, accessToken = `access of ${account}`) => ({ label: `Shop ${account}`, settings: { account, accessToken } });
const opens = (...choices: ReturnType<typeof choice>[]) => { stage.network.answers.exchange = () => Promise.resolve(choices); };
const add = (account: string, settings: object = {}) => client().post<ChannelView>('/channels', { connectorId: 'network', name: `Channel of ${account}`, settings: { account, clientId: 'app-1', accessToken: `old access of ${account}`, token: 'a token', ...settings } });
const get = (id: string) => client().get<ChannelView>(`/channels/${id}`);
const begin = (channelId?: string, settings: object = {}) => client().post<ConsentStarted>('/channel-consents', { connectorId: 'network', settings, ...(channelId === undefined ? {} : { channelId }) });
const back = (started: ConsentStarted, query: Record<string, string> = { code: 'code-1' }, slash = '') =>
  client().send<string>('GET', `//api/v1/channel-consents/callback${slash}?${new URLSearchParams({ state: new URL(started.url).searchParams.get('state') ?? '', ...query }).toString()}`);
const audit = async (channelId: string) => (await client().get<Page<AuditEntry>>('/audit?limit=100')).items.filter(({ subjectId }) => subjectId === channelId);

/** What the connector is given for this channel. */
async function accessToken(channelId: string): Promise<unknown> {
  return (await stage.api.app.get(ChannelContexts).open(channelId)).ctx.settings['accessToken'];
}

describe('renewing the access of a channel', () => {
  it('takes the new access of the same account, looks whether it works, closes the alarm, and writes down that it was done and by whom', async () => {
    const channel = await add('anna');
    stage.network.answers.health = () => Promise.resolve({ state: 'failed', steps: [{ id: 'token', label: 'Access', state: 'failed', detail: 'The access has ended.' }] });
    expect(await client().post<ChannelView>(`/channels/${channel.id}/check`, {})).toMatchObject({ state: 'failing', alarm: { detail: 'The access has ended.' } });
    stage.network.answers.health = () => Promise.resolve({ state: 'ok', steps: [] });
    opens(choice('else'), choice('anna', 'new access'));
    const started = await begin(channel.id);
    expect(new URL(started.url).searchParams.get('client')).toBe('app-1');
    expect((await back(started)).status).toBe(200);
    // Of all that one consent opened, only the channel's own account.
    expect(await client().get<ConsentView>(`/channel-consents/${started.id}`)).toMatchObject({ state: 'ready', channelId: channel.id, choices: [{ label: 'Shop anna' }] });
    const renewed = await client().patch<ChannelView>(`/channels/${channel.id}`, { consentId: started.id });
    expect(renewed).toMatchObject({ state: 'ok', alarm: null, health: { state: 'ok' }, settings: { account: 'anna', accessToken: true, token: true, clientId: 'app-1' } });
    expect(await accessToken(channel.id)).toBe('new access');
    expect(await audit(channel.id)).toContainEqual(expect.objectContaining({ action: 'channel.renewed', actorId: stage.owner.memberId, data: { connectorId: 'network' } }));
    expect(JSON.stringify(await audit(channel.id))).not.toContain('access of');
    expect(JSON.stringify(await audit(channel.id))).not.toContain('new access');
    expect(await client().refused('PATCH', `/channels/${channel.id}`, { consentId: started.id })).toMatchObject({ status: 409, code: 'consent-over' });
  });

  it('refuses the access of another account in plain words, and keeps what the channel had', async () => {
    const channel = await add('berta');
    opens(choice('clara'));
    const started = await begin(channel.id);
    const page = await back(started);
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('The access is for Shop clara, and this channel is another account’s.')]);
    expect(page.body).toContain('Zgoda dotyczy innego konta');
    expect(await client().get<ConsentView>(`/channel-consents/${started.id}`)).toMatchObject({ state: 'failed', choices: [], error: 'The access is for Shop clara, and this channel is another account’s. Sign in on the platform with the account of the channel, and allow it there.' });
    expect(await client().refused('PATCH', `/channels/${channel.id}`, { consentId: started.id })).toMatchObject({ status: 409, code: 'consent-over' });
    expect(await accessToken(channel.id)).toBe('old access of berta');
  });

  it('refuses it too where the channel became another account’s after the consent came back', async () => {
    const channel = await add('dora');
    opens(choice('dora', 'new'));
    const started = await begin(channel.id);
    await back(started);
    await client().patch(`/channels/${channel.id}`, { settings: { account: 'ewa', clientId: 'app-1', accessToken: 'access of ewa', token: true } });
    expect(await client().refused('PATCH', `/channels/${channel.id}`, { consentId: started.id })).toMatchObject({ status: 409, code: 'consent-other-account' });
    expect(await accessToken(channel.id)).toBe('access of ewa');
  });

  it('tries an access that does not tell whose it is, and keeps the old one when the new one does not work', async () => {
    const channel = await add('frida');
    stage.network.answers.exchange = () => Promise.resolve([{ label: 'A mailbox', settings: { accessToken: 'somebody’s access' } }]);
    stage.network.answers.health = () => Promise.resolve({ state: 'failed', steps: [{ id: 'login', label: 'Sign-in', state: 'failed', detail: 'The mailbox refused this access.' }] });
    const { connector } = stage.network;
    const whose = connector.consent?.whose;
    Object.assign(connector.consent ?? {}, { whose: undefined, fills: ['accessToken'] });
    try {
      const started = await begin(channel.id);
      await back(started);
      expect(await client().refused('PATCH', `/channels/${channel.id}`, { consentId: started.id })).toMatchObject({ status: 409, code: 'consent-unusable', detail: 'The new access does not work for this channel, which keeps the one that it had. The mailbox refused this access.' });
      expect(await accessToken(channel.id)).toBe('old access of frida');
      stage.network.answers.health = () => Promise.resolve({ state: 'ok', steps: [] });
      // It was only tried: the same consent still counts once.
      expect(await client().patch(`/channels/${channel.id}`, { consentId: started.id })).toMatchObject({ state: 'ok' });
      expect(await accessToken(channel.id)).toBe('somebody’s access');
    } finally {
      Object.assign(connector.consent ?? {}, { whose, fills: ['account', 'accessToken'] });
    }
  });

  it('gives a channel without an account the one that was chosen', async () => {
    const channel = await add('nobody yet');
    const { consent } = stage.network.connector;
    const whose = consent?.whose;
    Object.assign(consent ?? {}, { whose: ({ account }: { account?: string }) => (account === 'nobody yet' ? '' : account) });
    opens(choice('gerda'), choice('hanna'));
    const started = await begin(channel.id);
    await back(started);
    expect(await client().get<ConsentView>(`/channel-consents/${started.id}`)).toMatchObject({ choices: [{ label: 'Shop gerda' }, { label: 'Shop hanna' }] });
    expect(await client().patch(`/channels/${channel.id}`, { consentId: started.id, choice: 1 })).toMatchObject({ settings: { account: 'hanna' } });
    Object.assign(consent ?? {}, { whose });
  });

  it('takes a consent only for what it was begun for', async () => {
    const [ida, julia] = [await add('ida'), await add('julia')];
    opens(choice('ida'), choice('julia'));
    const forIda = await begin(ida.id);
    await back(forIda);
    expect(await client().refused('PATCH', `/channels/${julia.id}`, { consentId: forIda.id })).toMatchObject({ status: 400, code: 'consent-elsewhere' });
    expect(await client().refused('POST', '/channels', { connectorId: 'network', name: 'New', settings: {}, consentId: forIda.id })).toMatchObject({ status: 400, code: 'consent-elsewhere' });
    const forNew = await begin(undefined, { clientId: 'app-1' });
    await back(forNew);
    expect(await client().refused('PATCH', `/channels/${ida.id}`, { consentId: forNew.id })).toMatchObject({ status: 400, code: 'consent-elsewhere' });
    expect(await accessToken(ida.id)).toBe('old access of ida');
  });

  it('begins only for a channel that is there, of that platform, and has what must be known before', async () => {
    const bare = await add('karla', { clientId: '' });
    expect(await client().refused('POST', '/channel-consents', { connectorId: 'network', channelId: bare.id })).toMatchObject({ code: 'consent-settings', errors: [{ path: 'settings.clientId' }] });
    expect(await client().refused('POST', '/channel-consents', { connectorId: 'network', channelId: '0198c000-0000-7000-8000-000000000000' })).toMatchObject({ status: 404 });
    const stranger = await stage.api.otherWorkspace();
    expect(await stranger.client.refused('POST', '/channel-consents', { connectorId: 'network', channelId: bare.id })).toMatchObject({ status: 404 });
  });

  it('belongs to the member who began it, like every consent', async () => {
    const channel = await add('laura');
    opens(choice('laura'));
    const started = await begin(channel.id);
    await back(started);
    const admin = await stage.api.invite(stage.owner, 'admin');
    expect(await admin.client.refused('PATCH', `/channels/${channel.id}`, { consentId: started.id })).toMatchObject({ status: 404 });
  });

  it('renews once, whoever else changes settings at the same moment', async () => {
    const channel = await add('maria');
    opens(choice('maria', 'new access of maria'));
    const started = await begin(channel.id);
    await back(started);
    const change = { settings: { account: 'maria', clientId: 'app-2', accessToken: true, token: true } };
    const answers = await Promise.all([
      client().send('PATCH', `/channels/${channel.id}`, { consentId: started.id }), client().send('PATCH', `/channels/${channel.id}`, { consentId: started.id }), client().send('PATCH', `/channels/${channel.id}`, change),
    ]);
    expect(answers.slice(0, 2).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await get(channel.id)).toMatchObject({ settings: { clientId: 'app-2', accessToken: true } });
    expect(await accessToken(channel.id)).toBe('new access of maria');
  });
});

describe('the way back from the platform', () => {
  it('answers with and without a slash at the end', async () => {
    opens(choice('nina'));
    expect((await back(await begin(undefined, { clientId: 'app-1' }), { code: 'code-1' }, '/')).status).toBe(200);
  });

  it('says in both languages that somebody refused', async () => {
    const started = await begin(undefined, { clientId: 'app-1' });
    const page = await back(started, { error: 'access_denied' });
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('The consent was refused on the platform.')]);
    expect(page.body).toContain('Na platformie odmówiono zgody.');
    expect(await client().get<ConsentView>(`/channel-consents/${started.id}`)).toMatchObject({ state: 'failed', error: 'The consent was refused on the platform.' });
  });

  it('runs nothing that the platform’s answer brought along', async () => {
    stage.network.answers.exchange = () => Promise.reject(new ConnectorError('rejected', '<script>alert(1)</script>'));
    const page = await back(await begin(undefined, { clientId: 'app-1' }));
    expect(page.body).not.toContain('<script>');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'sha256-/);
  });

  it('is told with each connector, with what the platform asks of it', async () => {
    const { items } = await client().get<Page<ConnectorView>>('/connectors');
    expect(items.find(({ id }) => id === 'network')?.consent).toEqual({ needs: ['clientId'], fills: ['account', 'accessToken'], redirectUrl: `${stage.api.url}/api/v1/channel-consents/callback`, redirectRules: ['https-or-local'], redirectBreaks: [] });
  });
});
