import type { ChannelView, ConnectorView, DeliveryView, HealthView, Me, Page, Team } from '@kontuar/contract';
import { ConnectorError } from '@kontuar/connectors/contract';
import { ChannelContexts, ChannelWatch, clearAlarm, raiseAlarm } from '@kontuar/core';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { fakePlatform, type FakeSettings } from '../support/fake-connector';

const platform = fakePlatform();
let api: TestApi;
let owner: Person;
beforeAll(async () => {
  api = await startTestApi({ connectors: [platform.connector], env: { KONTUAR_PUBLIC_URL: 'http://inbox.example.com' } });
  owner = await api.signUp();
});
beforeEach(() => {
  platform.calls = [];
  platform.health = { state: 'ok', steps: [{ id: 'token', label: 'Token', state: 'ok' }] };
  delete platform.connectError;
});
afterAll(() => api.stop());

let made = 0;
const create = (given: object = {}) => {
  made += 1;
  return owner.client.post<ChannelView>('/channels', { connectorId: 'fake', name: `Channel ${made}`, settings: { account: `shop-${made}`, token: 'sesame' }, ...given });
};

describe('a connector', () => {
  it('describes its form, with secrets marked', async () => {
    const { items } = await owner.client.get<Page<ConnectorView>>('/connectors');
    expect(items).toMatchObject([{ id: 'fake', label: 'Fake', receives: ['webhook'], icon: null }]);
    expect(items[0]?.settingsSchema['properties']).toMatchObject({ account: { type: 'string', title: 'Account' }, token: { secret: true } });
  });
});

describe('a new channel', () => {
  it('is connected and checked, and never shows a secret again', async () => {
    const channel = await create({ settings: { account: 'shop', token: 'sesame', auth: { user: 'me', password: 'hush' } } });
    expect(channel).toMatchObject({ state: 'ok', settings: { account: 'shop', token: true, auth: { user: 'me', password: true } }, webhookUrl: `http://inbox.example.com/hooks/fake/${channel.id}` });
    expect(platform.calls).toEqual(['connect', 'check']);
    expect(platform.context?.settings).toEqual({ account: 'shop', token: 'sesame', auth: { user: 'me', password: 'hush' } });
    const [row] = await api.sql<{ settings: object; secrets: string }>('SELECT settings, secrets FROM channels WHERE id = $1', [channel.id]);
    expect(row?.settings).toEqual({ account: 'shop', auth: { user: 'me' } });
    expect(row?.secrets).not.toMatch(/sesame|hush/);
    const everything = JSON.stringify([await owner.client.get('/channels'), await owner.client.get(`/channels/${channel.id}`), await api.sql('SELECT * FROM events')]);
    expect(everything).not.toMatch(/sesame|hush/);
  });

  it('is kept with its fault when the platform refuses it', async () => {
    platform.connectError = new ConnectorError('unauthorized', 'The token is not valid any more.');
    const channel = await create();
    expect(channel).toMatchObject({ state: 'failing', alarm: { code: 'failing', detail: 'The token is not valid any more.' }, health: { state: 'failed' } });
    delete platform.connectError;
    expect(await owner.client.post(`/channels/${channel.id}/check`)).toMatchObject({ state: 'ok', alarm: null });
  });

  it('is refused with the fields named when the settings do not fit', async () => {
    const refusal = await owner.client.refused('POST', '/channels', { connectorId: 'fake', name: 'x', settings: { token: 'no' } });
    expect(refusal).toMatchObject({ status: 400, code: 'invalid' });
    expect(refusal.errors?.map((error) => error.path)).toEqual(['settings.account', 'settings.token']);
    expect(await owner.client.refused('POST', '/channels', { connectorId: 'pigeon', name: 'x' })).toMatchObject({ status: 400, code: 'unknown-connector' });
    expect(await owner.client.refused('POST', '/channels', { connectorId: 'fake', name: 'x', settings: { account: 'a', token: 'long enough' }, teamIds: ['00000000-0000-4000-8000-000000000000'] })).toMatchObject({ status: 400, code: 'unknown-team' });
  });

  it('can be tried before it exists, and nothing is kept', async () => {
    const before = await api.sql('SELECT count(*) FROM channels');
    platform.health = { state: 'failed', steps: [{ id: 'token', label: 'Token', state: 'failed', detail: 'Wrong token' }] };
    expect(await owner.client.post<HealthView>('/channels/try', { connectorId: 'fake', settings: { account: 'a', token: 'guess' } })).toEqual(platform.health);
    expect(platform.calls).toEqual(['check']);
    expect(await api.sql('SELECT count(*) FROM channels')).toEqual(before);
  });
});

describe('a channel that changes', () => {
  it('keeps secrets that are left out or come back masked, and takes new ones', async () => {
    const channel = await create({ settings: { account: 'shop', greeting: 'Hi', token: 'sesame', auth: { user: 'me', password: 'hush' } } });
    await owner.client.patch(`/channels/${channel.id}`, { settings: { account: 'shop', token: true, auth: { user: 'you' } } });
    expect(platform.context?.settings).toEqual({ account: 'shop', token: 'sesame', auth: { user: 'you', password: 'hush' } });
    await owner.client.patch(`/channels/${channel.id}`, { settings: { account: 'shop', token: 'open up' } });
    expect(platform.context?.settings).toEqual({ account: 'shop', token: 'open up' });
    expect(await owner.client.patch<ChannelView>(`/channels/${channel.id}`, { name: 'Renamed' })).toMatchObject({ name: 'Renamed', settings: { account: 'shop', token: true } });
  });

  it('begins anew with another account', async () => {
    const channel = await create();
    await api.sql(`UPDATE channels SET cursor = '7' WHERE id = $1`, [channel.id]);
    await owner.client.patch(`/channels/${channel.id}`, { settings: { account: channel.settings['account'], greeting: 'Hello' } });
    expect(await api.sql('SELECT cursor FROM channels WHERE id = $1', [channel.id])).toEqual([{ cursor: 7 }]);
    await owner.client.patch(`/channels/${channel.id}`, { settings: { account: 'another' } });
    expect(await api.sql('SELECT cursor, identity_scope FROM channels WHERE id = $1', [channel.id])).toEqual([{ cursor: null, identity_scope: 'fake:another' }]);
  });

  it('rests while it is paused', async () => {
    const channel = await create();
    platform.calls = [];
    expect(await owner.client.patch<ChannelView>(`/channels/${channel.id}`, { paused: true })).toMatchObject({ state: 'paused' });
    expect(platform.calls).toEqual([]);
    expect(await owner.client.patch<ChannelView>(`/channels/${channel.id}`, { paused: false })).toMatchObject({ state: 'ok' });
    expect(platform.calls).toEqual(['connect', 'check']);
  });

  it('is gone for everybody once it is removed, with its secrets, and says goodbye to the platform', async () => {
    const channel = await create();
    platform.calls = [];
    expect((await owner.client.send('DELETE', `/channels/${channel.id}`)).status).toBe(204);
    expect(platform.calls).toEqual(['disconnect']);
    expect(await owner.client.refused('GET', `/channels/${channel.id}`)).toMatchObject({ status: 404 });
    expect(await owner.client.refused('PATCH', `/channels/${channel.id}`, { name: 'x' })).toMatchObject({ status: 404 });
    expect(await api.sql('SELECT secrets FROM channels WHERE id = $1', [channel.id])).toEqual([{ secrets: null }]);
  });
});

describe('who reads a channel', () => {
  it('is everybody, or the teams and members that it names', async () => {
    const [inTeam, named, other] = [await api.invite(owner, 'agent'), await api.invite(owner, 'agent'), await api.invite(owner, 'brand_analyst')];
    const team = await owner.client.post<Team>('/teams', { name: 'VIP', memberIds: [inTeam.memberId] });
    const [open, closed] = [await create(), await create({ access: 'restricted', teamIds: [team.id], memberIds: [named.memberId] })];
    const seen = async (person: Person) => (await person.client.get<Page<ChannelView>>('/channels')).items.map((item) => item.id).filter((id) => id === open.id || id === closed.id);
    expect(await seen(inTeam)).toEqual([open.id, closed.id]);
    expect(await seen(named)).toEqual([open.id, closed.id]);
    expect(await seen(other)).toEqual([open.id]);
    expect(await other.client.refused('GET', `/channels/${closed.id}`)).toMatchObject({ status: 404 });
    await owner.client.patch(`/channels/${closed.id}`, { teamIds: [], memberIds: [other.memberId] });
    expect(await seen(inTeam)).toEqual([open.id]);
    expect(await seen(other)).toEqual([open.id, closed.id]);
  });

  it('sees no settings unless they manage channels', async () => {
    const agent = await api.invite(owner, 'agent');
    const channel = await create();
    const view = await agent.client.get<ChannelView>(`/channels/${channel.id}`);
    expect(view).toMatchObject({ name: channel.name, state: 'ok' });
    expect(view).not.toHaveProperty('settings');
    expect(view).not.toHaveProperty('webhookUrl');
  });
});

describe('deliveries', () => {
  it('are listed newest first by state, and replayed with the fault forgotten', async () => {
    const channel = await create();
    for (const [i, state] of ['done', 'dead', 'dead', 'ignored'].entries()) {
      await api.sql(`INSERT INTO deliveries (id, workspace_id, channel_id, dedupe_key, content_type, body, state, attempts, error) VALUES (gen_random_uuid(), $1, $2, $3, 'application/json', 'hello', $4, 8, 'it broke')`, [owner.workspaceId, channel.id, `key-${i}`, state]);
    }
    const first = await owner.client.get<Page<DeliveryView>>(`/channels/${channel.id}/deliveries?limit=3`);
    expect(first.items.map((item) => item.state)).toEqual(['ignored', 'dead', 'dead']);
    expect(first.items[0]).toMatchObject({ sizeBytes: 5, contentType: 'application/json', error: 'it broke' });
    expect((await owner.client.get<Page<DeliveryView>>(`/channels/${channel.id}/deliveries?cursor=${first.nextCursor}`)).items.map((item) => item.state)).toEqual(['done']);

    const dead = await owner.client.get<Page<DeliveryView>>(`/channels/${channel.id}/deliveries?state=dead`);
    await api.database.inWorkspace(owner.workspaceId, (tx) => raiseAlarm(tx, channel.id, { code: 'dead-letters', detail: 'it broke' }));
    for (const [i, item] of dead.items.entries()) {
      expect(await owner.client.post<DeliveryView>(`/deliveries/${item.id}/replay`)).toMatchObject({ state: 'received', attempts: 0, error: null });
      expect((await owner.client.get<ChannelView>(`/channels/${channel.id}`)).alarm === null).toBe(i === 1);
    }
    expect(await owner.client.refused('POST', `/deliveries/${dead.items[0]?.id}/replay`)).toMatchObject({ status: 409, code: 'already-waiting' });
  });
});

describe('the secrets of a channel', () => {
  it('are refreshed by one of many, and the others find what it kept', async () => {
    const channel = await create();
    const contexts = api.app.get(ChannelContexts);
    let refreshes = 0;
    const refresh = async () => {
      const { ctx } = await contexts.open(channel.id);
      return ctx.secrets.update(async (current) => {
        if ((current as FakeSettings).token === 'fresh token') return {};
        refreshes += 1;
        await new Promise((resolve) => setTimeout(resolve, 30));
        return { token: 'fresh token' };
      });
    };
    const settings = await Promise.all(Array.from({ length: 8 }, refresh));
    expect(refreshes).toBe(1);
    expect(new Set(settings.map((given) => (given as FakeSettings).token))).toEqual(new Set(['fresh token']));
    expect((await contexts.open(channel.id)).ctx.settings).toMatchObject({ token: 'fresh token' });
  });

  it('stay as they are when the refresh fails', async () => {
    const channel = await create();
    const { ctx } = await api.app.get(ChannelContexts).open(channel.id);
    await expect(ctx.secrets.update(() => Promise.reject(new ConnectorError('unavailable', 'try later')))).rejects.toThrow('try later');
    expect((await api.app.get(ChannelContexts).open(channel.id)).ctx.settings).toMatchObject({ token: 'sesame' });
  });
});

describe('alarms', () => {
  it('keep the moment they began, and a lesser one does not cover a graver', async () => {
    const channel = await create();
    const state = async () => (await owner.client.get<ChannelView>(`/channels/${channel.id}`)).alarm;
    await api.database.inWorkspace(owner.workspaceId, async (tx) => {
      expect(await raiseAlarm(tx, channel.id, { code: 'unauthorized', detail: 'Reconnect' }, new Date('2026-11-01T10:00:00Z'))).toBe(true);
      expect(await raiseAlarm(tx, channel.id, { code: 'unauthorized', detail: 'Reconnect it' }, new Date('2026-11-01T11:00:00Z'))).toBe(false);
      expect(await raiseAlarm(tx, channel.id, { code: 'silent', detail: 'Nothing came' })).toBe(false);
    });
    expect(await state()).toEqual({ code: 'unauthorized', detail: 'Reconnect it', since: '2026-11-01T10:00:00.000Z' });
    await api.database.inWorkspace(owner.workspaceId, async (tx) => {
      expect(await clearAlarm(tx, channel.id, ['silent'])).toBe(false);
      expect(await clearAlarm(tx, channel.id, ['unauthorized'])).toBe(true);
    });
    expect(await state()).toBeNull();
  });

  it('ring for a channel that went silent, and stop when it is heard again', async () => {
    const channel = await create();
    const state = async () => (await owner.client.get<ChannelView>(`/channels/${channel.id}`)).state;
    await api.sql(`UPDATE channels SET watch_from = now() - interval '20 days', last_inbound_at = now() - interval '2 days' WHERE id = $1`, [channel.id]);
    await api.sql(
      `INSERT INTO channel_hours (workspace_id, channel_id, hour) SELECT $1, $2, h FROM generate_series(date_trunc('hour', now() - interval '20 days'), now() - interval '2 days', interval '1 hour') h`, [owner.workspaceId, channel.id]);
    await api.app.get(ChannelWatch).sweep();
    expect(await state()).toBe('silent');
    await api.sql('UPDATE channels SET last_inbound_at = now() WHERE id = $1', [channel.id]);
    await api.app.get(ChannelWatch).sweep();
    expect(await state()).toBe('ok');
    expect(await api.sql(`SELECT 1 FROM channel_hours WHERE channel_id = $1 AND hour = date_trunc('hour', now())`, [channel.id])).toHaveLength(1);
  });

  it('warn before access ends', async () => {
    const channel = await create();
    platform.health = { state: 'ok', steps: [], expiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString() };
    expect(await owner.client.post(`/channels/${channel.id}/check`)).toMatchObject({ state: 'warning', alarm: { code: 'expiring' } });
    platform.health = { state: 'ok', steps: [], expiresAt: new Date(Date.now() + 60 * 86_400_000).toISOString() };
    expect(await owner.client.post(`/channels/${channel.id}/check`)).toMatchObject({ state: 'ok', alarm: null });
  });
});

it('tells members whose sight changes with a channel', async () => {
  const agent = await api.invite(owner, 'agent');
  const version = async () => (await api.sql<{ version: number }>('SELECT version FROM memberships WHERE id = $1', [agent.memberId]))[0]?.version ?? 0;
  const before = await version();
  await create({ access: 'restricted' });
  expect(await version()).toBe(before + 1);
  expect((await agent.client.get<Me>('/auth/me')).member.role).toBe('agent');
});

it('changes many channels at once with few connections', async () => {
  const channels = await Promise.all(Array.from({ length: 10 }, () => create()));
  const answers = await Promise.all(channels.map((channel) => owner.client.send('PATCH', `/channels/${channel.id}`, { settings: { account: 'busy', token: 'new token' } })));
  expect(answers.map((answer) => answer.status)).toEqual(channels.map(() => 200));
});
