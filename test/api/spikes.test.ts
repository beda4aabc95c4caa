import { createHmac } from 'node:crypto';
import type { ConversationView, CrisisRoom, CrisisView, ListeningSourceMade, MessagePage, NoticeView, Page, SpikeAlerts, StatementDesk, StatementMade, StatementRound } from '@kontuar/contract';
import { eventually } from '../support/eventually';
import { NetworkStage, post } from '../support/network';

describe('when unusually much comes in', () => {
  let stage: NetworkStage;
  beforeAll(async () => {
    stage = await NetworkStage.open();
    // Three weeks of a quiet page: two an hour, whatever the hour.
    await stage.api.sql(`INSERT INTO spike_hours (workspace_id, channel_id, hour, count) SELECT workspace_id, id, h, 2 FROM channels, generate_series(date_trunc('hour', now()) - interval '21 days', date_trunc('hour', now()) - interval '1 hour', interval '1 hour') AS h`);
    await stage.api.sql(`INSERT INTO spike_positions (workspace_id, folded_to) SELECT id, date_trunc('hour', now()) FROM workspaces`);
  });
  afterAll(() => stage.close());

  const alerts = () => stage.owner.client.get<SpikeAlerts>('/spikes');

  it('says so within a minute, once, with the post and the words that caused it, three who show it and whoever leads at that hour', async () => {
    const supervisor = await stage.api.invite(stage.owner, 'supervisor');
    await stage.api.sql(`UPDATE memberships SET duty = 'on' WHERE id = $1`, [supervisor.memberId]);
    await stage.tell(...Array.from({ length: 6 }, (_, index) => stage.comment(`Ala${index}`, `Jaki jest termin dostawy kubka ${index}?`)));
    expect((await alerts()).items).toEqual([]);
    const began = Date.now();
    await stage.tell(...Array.from({ length: 20 }, (_, index) => stage.comment(`Klient${index}`, `Strona nie działa, błąd płatności ${index}`)));
    const [alert] = await eventually(async () => {
      const { items } = await alerts();
      expect(items).toHaveLength(1);
      return items;
    }, 40_000);
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(alert).toMatchObject({ windowMinutes: 5, severity: 'critical', calmAt: null, takenBy: null, told: [supervisor.memberId], cause: { post: { title: post.text } } });
    expect(alert?.count).toBeGreaterThanOrEqual(20);
    expect(alert?.cause.words).toEqual(expect.arrayContaining(['strona', 'płatności']));
    expect(new Set(alert?.samples.map(({ authorName }) => authorName)).size).toBe(3);
    await eventually(async () => { expect((await supervisor.client.get<Page<NoticeView>>('/notices?limit=50')).items.map(({ what }) => what)).toContain('spike'); }, 20_000);

    expect(await supervisor.client.post(`/spikes/${alert?.id}/take`, { memberId: stage.owner.memberId })).toMatchObject({ takenBy: stage.owner.memberId });
    await eventually(async () => { expect((await stage.owner.client.get<Page<NoticeView>>('/notices?limit=50')).items.map(({ what }) => what)).toContain('spike'); }, 20_000);
    expect((await supervisor.client.send('POST', `/spikes/${alert?.id}/take`, { memberId: alert?.id })).status).toBe(404);
    expect(await supervisor.client.post(`/spikes/${alert?.id}/take`, { memberId: null })).toMatchObject({ takenBy: null, takenAt: null });
    expect(await supervisor.client.post(`/spikes/${alert?.id}/take`)).toMatchObject({ takenBy: supervisor.memberId });
    expect(await supervisor.client.post(`/spikes/${alert?.id}/judgement`, { useful: false })).toMatchObject({ useful: false });
    await supervisor.client.post(`/spikes/${alert?.id}/judgement`, { useful: false });
    expect(await stage.api.sql('SELECT threshold FROM spike_channels')).toEqual([{ threshold: 7 }]);
    // Said otherwise, and taken back: as if nothing had been said.
    for (const [useful, threshold] of [[true, 5.75], [null, 6], [false, 7]] as const) {
      expect(await supervisor.client.post(`/spikes/${alert?.id}/judgement`, { useful })).toMatchObject({ useful });
      expect(await stage.api.sql('SELECT threshold FROM spike_channels')).toEqual([{ threshold }]);
    }
    const calm = () => supervisor.client.post(`/spikes/${alert?.id}/calm`);
    expect(await calm()).toMatchObject({ calmAt: expect.any(String) as string });
    expect((await supervisor.client.send('DELETE', `/spikes/${alert?.id}/calm`)).body).toMatchObject({ calmAt: null });
    expect(await calm()).toMatchObject({ calmAt: expect.any(String) as string });
    expect(await alerts()).toMatchObject({ judged: 1, useful: 0 });
  }, 90_000);

  it('is answered with one statement to those whom somebody left in the list: in their turn, each once, not held by the crisis that it is about, and stopped as far as it has not left', async () => {
    const { client } = stage.owner;
    const [alert] = (await alerts()).items;
    const about = `/statements?alertId=${alert?.id}`;
    const waiting = async () => (await client.get<StatementDesk>(about)).items;
    const before = await waiting();
    expect(before).toHaveLength(26);
    expect(before[0]).toMatchObject({ authorName: 'Ala0', text: 'Jaki jest termin dostawy kubka 0?', post: post.text });
    const crisis = await client.post<CrisisView>('/crises', { reason: 'Payments fail', channelIds: [stage.channel.id] });
    const four = before.filter(({ authorName }) => /^Klient[0-3]$/.test(authorName));
    await stage.tell(stage.comment('Klient3', 'I co z tym?'));
    const say = { clientId: 'round-1', alertId: alert?.id, text: 'Dzień dobry, {name}. Naprawiamy płatności.', everySeconds: 60, items: four.map(({ conversationId, messageId }) => ({ conversationId, messageId })) };
    const [made, again] = await Promise.all([client.send<StatementMade>('POST', '/statements', say), client.send<StatementMade>('POST', '/statements', say)]);
    // Whoever came second is told to look, or goes on with what was begun: never a second answer.
    expect([made.status, again.status].sort()[0]).toBe(200);
    const { round, refused } = await client.post<StatementMade>('/statements', say);
    expect(refused).toEqual([{ conversationId: four[3]?.conversationId, reason: 'They wrote again after you read it.' }]);
    expect(round).toMatchObject({ text: say.text, counts: { left: 0, waiting: 3, dropped: 0 }, stoppedAt: null });
    expect(await stage.api.sql(`SELECT count(*)::int AS n FROM planned_answers WHERE client_id LIKE 'statement:%'`)).toEqual([{ n: 3 }]);
    expect((await waiting()).map(({ authorName }) => authorName).filter((name) => /^Klient[0-3]$/.test(name))).toEqual(['Klient3']);
    // Another statement finds them answered already.
    expect((await client.post<StatementMade>('/statements', { ...say, clientId: 'round-2', items: say.items.slice(0, 1) })).refused).toEqual([{ conversationId: four[0]?.conversationId, reason: 'Somebody answers this already, or nobody waits for an answer any more.' }]);

    await stage.api.sql(`UPDATE planned_answers SET due_at = now() WHERE client_id LIKE 'statement:%' AND conversation_id = $1`, [four[0]?.conversationId]);
    const answerTo = async (place: number) => (await client.get<MessagePage>(`/conversations/${four[place]?.conversationId}/messages`)).items.filter(({ direction }) => direction === 'out').map(({ text, visibility, status }) => [text, visibility, status]);
    await eventually(async () => { expect(await answerTo(0)).toEqual([['Dzień dobry, Klient0. Naprawiamy płatności.', 'public', 'sent']]); });
    // Also where the network has not said yet whether it took it.
    await stage.api.sql(`UPDATE messages SET status = 'unknown' WHERE conversation_id = $1 AND direction = 'out'`, [four[0]?.conversationId]);
    await stage.api.sql('UPDATE conversations SET waiting_since = now() WHERE id = $1', [four[0]?.conversationId]);
    expect((await waiting()).map(({ authorName }) => authorName)).not.toContain('Klient0');
    // The second is faster than we are.
    await stage.tell(stage.comment('Klient1', 'Już działa, dzięki za nic'));
    const stopped = await client.post<StatementRound>(`/statements/${round.id}/stop`, {});
    expect(stopped).toMatchObject({ counts: { left: 1, waiting: 0, dropped: 2 }, stoppedAt: expect.any(String) as string });
    expect(await client.post<StatementRound>(`/statements/${round.id}/stop`, {})).toEqual(stopped);
    // What a network refused has not been said, and whoever waits for it is on the list again.
    await stage.api.sql(`UPDATE messages SET status = 'failed' WHERE conversation_id = $1 AND direction = 'out'`, [four[0]?.conversationId]);
    const after = await client.get<StatementDesk>(about);
    expect([after.rounds.find(({ id }) => id === round.id)?.counts, after.items.map(({ authorName }) => authorName)]).toEqual([{ left: 0, waiting: 0, dropped: 3 }, expect.arrayContaining(['Klient0'])]);
    expect(await answerTo(2)).toEqual([]);
    expect((await client.get<ConversationView>(`/conversations/${four[2]?.conversationId}`)).plan).toBeNull();
    expect(await client.send('POST', '/statements', say)).toMatchObject({ status: 409 });
    expect((await client.get<CrisisRoom>(`/crises/${crisis.id}`)).entries).toContainEqual(expect.objectContaining({ kind: 'released', held: { act: 'send', count: 3 } }));
    expect((await client.get<StatementDesk>(`/statements?crisisId=${crisis.id}`)).items.map(({ authorName }) => authorName)).toEqual(expect.arrayContaining(['Klient2', 'Klient3']));
    const stranger = await stage.api.otherWorkspace();
    expect(await stranger.client.send('GET', about)).toMatchObject({ status: 404 });
    expect(await stranger.client.send('POST', `/statements/${round.id}/stop`, {})).toMatchObject({ status: 404 });
    await client.post(`/crises/${crisis.id}/end`, {});
  });

  it('hears a storm about a monitor that is on no channel of ours: what was shared most, where it can be read, told once and hushed by its alert', async () => {
    const { client } = stage.owner;
    const monitor = await client.post<{ id: string }>('/listening/monitors', { name: 'Lipowy', query: 'lipowy' });
    const door = await client.post<ListeningSourceMade>('/listening/sources', { kind: 'push', name: 'Forum watch' });
    await stage.api.sql(`INSERT INTO storm_hours (workspace_id, kind, key, hour, count) SELECT id, 'monitor', $1, h, 1 FROM workspaces, generate_series(date_trunc('hour', now()) - interval '21 days', date_trunc('hour', now()) - interval '1 hour', interval '1 hour') AS h`, [monitor.id]);
    const posts = Array.from({ length: 16 }, (_, index) => ({ id: `p${index}`, platform: 'forum', text: index % 2 === 0 ? `Stół lipowy pękł po tygodniu, numer ${index}` : 'Lipowy kłamie, nikt nie odbiera telefonu od piątku, omijajcie ten sklep', author: { handle: `osoba${index}`, name: `Osoba ${index}` }, url: `https://forum.example/${index}`, language: 'pl' }));
    const body = JSON.stringify({ posts });
    const seconds = Math.floor(Date.now() / 1000);
    const taken = await fetch(`${stage.api.url}/hooks/listening/${door.source.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-kontuar-signature': `t=${seconds},v1=${createHmac('sha256', door.secret ?? '').update(`${seconds}.${body}`).digest('hex')}` }, body });
    expect(taken.status).toBe(200);
    const alert = await eventually(async () => {
      const found = (await alerts()).items.find(({ kind }) => kind === 'monitor');
      expect(found).toBeDefined();
      return found;
    }, 50_000);
    expect(alert).toMatchObject({ kind: 'monitor', key: monitor.id, name: 'Lipowy', channelId: null, count: 16, calmAt: null, cause: { post: { url: expect.stringContaining('https://forum.example/') as string } } });
    expect(alert?.samples.every(({ messageId, url }) => messageId === null && url !== null)).toBe(true);
    await client.put(`/spikes/${alert?.id}/mute`, { hours: 1 });
    expect((await alerts()).muted).toEqual([{ kind: 'monitor', key: monitor.id, until: expect.any(String) as string }]);
    expect(await client.post(`/spikes/${alert?.id}/judgement`, { useful: false })).toMatchObject({ useful: false });
    expect(await stage.api.sql(`SELECT threshold FROM storm_settings`)).toEqual([{ threshold: 7 }]);
  }, 90_000);
});
