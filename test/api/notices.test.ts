import type { ConversationView, Member, MentionView, MovedMessages, NoticesEvent, NoticeSettings, NoticeView, Page, Posted, Team, WatchList } from '@kontuar/contract';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import type { Person } from '../support/app';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { NetworkStage } from '../support/network';
import { startPushService, type PlayedDevice } from '../support/push/push-service';

describe.each(backends)('what members are told, with the queue on $backend', ({ redis, anyQueue }) => {
  let stage: NetworkStage;
  let ola: Person;
  let jan: Person;
  let push: Awaited<ReturnType<typeof startPushService>>;
  let pushKey = '';
  let said = 0;
  beforeAll(async () => {
    stage = await NetworkStage.open({ redis });
    ola = await stage.api.invite(stage.owner, 'agent', { name: 'Ola Wrona' });
    jan = await stage.api.invite(stage.owner, 'agent', { name: 'Jan Lis' });
    pushKey = (await ola.client.get<NoticeSettings>('/me/notices')).pushKey;
    push = await startPushService(() => pushKey);
  });
  afterAll(async () => {
    expect(push.faults).toEqual([]);
    await push.close();
    await stage.api.stop();
  });

  const subscribe = async (person: Person): Promise<PlayedDevice> => {
    const device = push.browser();
    await person.client.put('/me/devices', device.subscription);
    return device;
  };
  const write = async (who: string, text: string, assigneeId?: string): Promise<ConversationView> => {
    await stage.tell(stage.privately(who, text));
    const { items } = await stage.owner.client.get<Page<ConversationView>>(`/conversations?q=${encodeURIComponent(who)}`);
    const [conversation] = items;
    if (conversation === undefined) throw new Error('nothing came in');
    // Who is told what was looked at before anybody has it: on a busy machine the one who gets it now would else be told of the first words, too.
    await eventually(async () => { expect(await stage.api.sql('SELECT 1 FROM feeds f JOIN notice_positions p ON p.workspace_id = f.workspace_id WHERE p.seq >= (SELECT max(e.seq) FROM events e WHERE e.conversation_id = $1) AND NOT EXISTS (SELECT 1 FROM events e WHERE e.conversation_id = $1 AND e.seq IS NULL)', [conversation.id])).toHaveLength(1); });
    return assigneeId === undefined ? conversation : (await stage.owner.client.post<{ conversation: ConversationView }>(`/conversations/${conversation.id}/assign`, { assigneeId })).conversation;
  };
  const note = (by: Person, conversation: { id: string }, text: string, more: object = {}) =>
    by.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `n-${(said += 1)}`, text, private: true, ...more });
  const told = async (person: Person, unread = true) => (await person.client.get<Page<NoticeView>>(`/notices?unread=${unread}`)).items;
  const toldOf = (person: Person, conversation: { id: string }, count = 1): Promise<NoticeView[]> => eventually(async () => {
    const items = (await told(person)).filter((notice) => notice.conversationId === conversation.id);
    expect(items.length).toBeGreaterThanOrEqual(count);
    return items;
  });
  const mentions = async (person: Person, state = 'open') => (await person.client.get<Page<MentionView>>(`/mentions?state=${state}`)).items;
  const mentionsOf = async (person: Person, conversation: { id: string }, state = 'open') => (await mentions(person, state)).filter((mention) => mention.conversation.id === conversation.id);
  /** Long enough for everything that is not to come. */
  const settle = () => new Promise((over) => { setTimeout(over, 1500); });
  const choose = (person: Person, patch: object) => person.client.patch<NoticeSettings>('/me/notices', patch);

  it('tells of an assignment, and of every message after it in one line that counts', async () => {
    const conversation = await write('Marta Zima', 'Where is my table?', ola.memberId);
    await toldOf(ola, conversation);
    await stage.tell(stage.privately('Marta Zima', 'Hello?'), stage.privately('Marta Zima', 'Is anybody there?'));
    await stage.tell(stage.privately('Marta Zima', 'Please'));
    const items = await eventually(async () => {
      const now = await toldOf(ola, conversation, 2);
      expect(now.find(({ kind }) => kind === 'message')?.count).toBe(3);
      return now;
    });
    expect(items.find(({ kind }) => kind === 'message')).toMatchObject({ what: 'message', aboutName: 'Marta Zima', text: 'Please', byName: '' });
    expect(items.find(({ kind }) => kind === 'assigned')).toMatchObject({ what: 'assigned', byName: 'Olga Owner', aboutName: 'Marta Zima' });
    expect(await told(jan)).toEqual([]);
    expect(await told(stage.owner)).toEqual([]);
  });

  anyQueue('says in one line what two conversations said that became one, and in two again when they come apart, unless it was read as one', async () => {
    const kinds = async (conversation: ConversationView) => (await toldOf(ola, conversation)).map(({ kind }) => kind);
    const [one, two] = [await write('Dwa Pierwszy', 'First', ola.memberId), await write('Dwa Drugi', 'Second', ola.memberId)];
    expect([await kinds(one), await kinds(two)]).toEqual([['assigned'], ['assigned']]);
    const both = async () => (await ola.client.get<Page<NoticeView>>('/notices?unread=true')).items.filter(({ conversationId }) => conversationId === one.id || conversationId === two.id).map(({ conversationId, kind }) => `${conversationId === one.id ? 'one' : 'two'} ${kind}`).sort();
    const merge = async () => (await stage.owner.client.post<MovedMessages>('/conversations/merge', { ids: [two.id], intoId: one.id })).undoToken;
    const first = await merge();
    expect(await both()).toEqual(['one assigned']);
    await stage.owner.client.post(`/undo/${first}`, {});
    expect(await both()).toEqual(['one assigned', 'two assigned']);
    const second = await merge();
    await ola.client.post('/notices/read', { ids: (await toldOf(ola, one)).map(({ id }) => id) });
    await stage.owner.client.post(`/undo/${second}`, {});
    expect(await both()).toEqual([]);
  });

  anyQueue('pushes to each device of a member what nobody looked at, encrypted and signed, once for a conversation in a while', async () => {
    await ola.client.post('/notices/read', { upTo: new Date().toISOString() });
    const [laptop, phone] = [await subscribe(ola), await subscribe(ola)];
    const conversation = await write('Piotr Kot', 'A broken lamp', ola.memberId);
    const [arrived] = await laptop.until(1);
    await phone.until(1);
    expect(arrived?.payload).toMatchObject({ title: 'Olga Owner gave you a conversation: Piotr Kot', url: `/inbox/all/${conversation.id}`, lang: 'en', tag: `about:${conversation.id}` });
    expect(arrived?.payload.open).toContain(`about:${conversation.id}`);
    await stage.tell(stage.privately('Piotr Kot', 'And a second one'));
    await toldOf(ola, conversation, 2);
    await new Promise((over) => { setTimeout(over, 8000); });
    expect([laptop.arrived.length, phone.arrived.length]).toEqual([1, 1]);
    // The five minutes go by.
    await stage.api.sql(`UPDATE notice_ways SET done_at = done_at - interval '5 minutes' WHERE done_at IS NOT NULL`);
    await stage.api.sql(`UPDATE notice_ways SET due_at = now() WHERE done_at IS NULL`);
    expect((await laptop.until(2)).at(-1)?.payload).toMatchObject({ title: 'Piotr Kot', body: 'And a second one' });
    await ola.client.post('/notices/read', { upTo: new Date().toISOString() });
  }, 60_000);

  it('takes back everywhere what was seen in one place, and pushes nothing that was seen in time', async () => {
    // What the stories before left unread is not pushed to this device.
    await ola.client.post('/notices/read', { upTo: new Date().toISOString() });
    const device = await subscribe(ola);
    const [first, second] = [await openAgentSocket(stage.api.url, ola.client.cookie), await openAgentSocket(stage.api.url, ola.client.cookie)];
    const heard = (socket: AgentSocket) => {
      const events: NoticesEvent[] = [];
      socket.socket.on('notices', (event) => { events.push(event); });
      return events;
    };
    const [one, two] = [heard(first), heard(second)];
    const conversation = await write('Ewa Sroka', 'Seen at once', ola.memberId);
    await eventually(() => { expect([one.at(-1)?.newest?.conversationId, two.at(-1)?.newest?.conversationId]).toEqual([conversation.id, conversation.id]); });
    const unread = two.at(-1)?.unread ?? 0;
    await ola.client.put(`/conversations/${conversation.id}/read`, { seq: conversation.lastSeq + 5 });
    await eventually(() => { expect(two.at(-1)).toMatchObject({ unread: unread - 1, newest: null }); });
    expect(two.at(-1)?.read).toHaveLength(1);
    expect((await ola.client.get<{ unread: number }>('/notices/count')).unread).toBe(unread - 1);
    await new Promise((over) => { setTimeout(over, 7500); });
    expect(device.asked).toBe(0);
    first.close();
    second.close();
  }, 30_000);

  anyQueue('lets a device go that its push service does not know any more, and tries again where it is only busy', async () => {
    const [gone, unknown, flooded, busy] = [await subscribe(jan), await subscribe(jan), await subscribe(jan), await subscribe(jan)];
    for (const [device, status] of [[gone, 410], [unknown, 404], [flooded, 429], [busy, 503]] as const) device.answer(status);
    const tried = await jan.client.post<{ taken: boolean }>('/me/devices/try');
    expect(tried).toEqual({ taken: false });
    expect((await jan.client.get<NoticeSettings>('/me/notices')).devices).toHaveLength(2);
    await write('Adam Wilk', 'For Jan', jan.memberId);
    await eventually(() => { expect([busy.asked, flooded.asked]).toEqual([2, 2]); }, 15_000);
    // The failure is written down after the push service answered.
    await eventually(async () => { expect(await stage.api.sql(`SELECT 1 FROM notice_ways WHERE member_id = $1 AND way = 'push' AND done_at IS NULL AND attempts > 0 AND lease_until IS NULL`, [jan.memberId])).not.toEqual([]); });
    busy.answer(201);
    flooded.answer(201);
    await stage.api.sql(`UPDATE notice_ways SET due_at = now() WHERE done_at IS NULL AND lease_until IS NULL`);
    expect((await busy.until(1))[0]?.payload.title).toContain('Adam Wilk');
    expect((await flooded.until(1))[0]?.payload.title).toContain('Adam Wilk');
    expect([gone.asked, unknown.asked]).toEqual([1, 1]);
  }, 40_000);

  anyQueue('says neither a name nor a word where that was chosen, and speaks the language of the member', async () => {
    const device = await subscribe(jan);
    await choose(jan, { push: { withoutText: true } });
    await jan.client.patch('/me', { locale: 'pl' });
    const conversation = await write('Secret Agent', 'Very private', jan.memberId);
    const [arrived] = await device.until(1);
    expect(arrived?.payload).toMatchObject({ title: 'Kontuar', body: '1 nowe powiadomienie', lang: 'pl' });
    expect(JSON.stringify(arrived?.payload)).not.toMatch(/Secret|private/);
    await choose(jan, { push: { withoutText: false } });
    await jan.client.post('/notices/read', { conversationId: conversation.id });
  }, 30_000);

  anyQueue('holds pushes through a quiet time and gives one summary at its end, without what was read meanwhile', async () => {
    await jan.client.post('/notices/read', { upTo: new Date().toISOString() });
    const device = await subscribe(jan);
    const settings = await choose(jan, { pausedUntil: new Date(Date.now() + 3_600_000).toISOString() });
    expect(settings).toMatchObject({ quiet: true });
    const [first, second, third] = [await write('Q One', 'One', jan.memberId), await write('Q Two', 'Two', jan.memberId), await write('Q Three', 'Three', jan.memberId)];
    await note(stage.owner, first, '@Jan Lis please look', { mentions: [jan.memberId] });
    await toldOf(jan, first, 2);
    await toldOf(jan, third);
    await jan.client.post('/notices/read', { conversationId: second.id });
    await settle();
    expect(device.asked).toBe(0);
    await choose(jan, { pausedUntil: null });
    const [summary] = await device.until(1);
    expect(summary?.payload).toMatchObject({ title: 'Podczas twojej nieobecności', body: '1 wzmianka, 2 inne powiadomienia', url: '/inbox' });
    await settle();
    expect(device.arrived).toHaveLength(1);
  }, 40_000);

  anyQueue('ends the pushes of a browser with its session', async () => {
    const guest = stage.api.guest();
    await guest.post('/auth/login', { email: ola.email, password: ola.password });
    const device = push.browser();
    await guest.put('/me/devices', device.subscription);
    await guest.post('/auth/logout');
    await ola.client.post('/me/devices/try');
    expect(device.asked).toBe(0);
    expect(await ola.client.refused('PUT', '/me/devices', { ...device.subscription, endpoint: 'ftp://push.example/x' })).toMatchObject({ status: 400, code: 'push-address' });
    const token = (await stage.owner.client.post<{ token: string }>('/tokens', { name: 'x', scopes: ['write'] })).token;
    expect((await stage.owner.client.withToken(token).send('PUT', '/me/devices', device.subscription)).status).toBe(403);
  });

  anyQueue('makes work of a mention until it is done, whoever opens or answers it', async () => {
    const conversation = await write('Irena Dzik', 'Which oil?');
    const { message } = await note(jan, conversation, '@Ola Wrona do you know?', { mentions: [ola.memberId] });
    const [mention] = await mentionsOf(ola, conversation);
    expect(mention).toMatchObject({ id: message.id, note: { text: '@Ola Wrona do you know?', authorName: 'Jan Lis' }, via: 'person', state: 'open', seen: false });
    const before = (await ola.client.get<{ views: { mentions: number } }>('/conversations/counts')).views.mentions;
    await ola.client.put(`/conversations/${conversation.id}/read`, { seq: 50 });
    expect((await mentionsOf(ola, conversation))[0]).toMatchObject({ seen: true, state: 'open' });
    await ola.client.patch(`/mentions/${message.id}`, { state: 'snoozed', until: new Date(Date.now() + 2500).toISOString() });
    expect(await mentionsOf(ola, conversation)).toEqual([]);
    expect((await ola.client.get<{ views: { mentions: number } }>('/conversations/counts')).views.mentions).toBe(before - 1);
    await eventually(async () => { expect(await mentionsOf(ola, conversation)).toHaveLength(1); });
    await toldOf(ola, conversation).then((items) => { expect(items.map(({ kind }) => kind)).toContain('mention'); });
    await note(ola, conversation, 'Linseed, I think.');
    expect(await mentionsOf(ola, conversation)).toEqual([]);
    expect((await mentionsOf(ola, conversation, 'done'))[0]).toMatchObject({ doneBy: ola.memberId });
    await ola.client.patch(`/mentions/${message.id}`, { state: 'open' });
    expect(await mentionsOf(ola, conversation)).toHaveLength(1);
    expect((await jan.client.send('PATCH', `/mentions/${message.id}`, { state: 'done' })).status).toBe(404);
    await ola.client.patch(`/mentions/${message.id}`, { state: 'done' });
  });

  anyQueue('asks a team once: whoever is first settles it for all, unless each of them was asked', async () => {
    const team = await stage.owner.client.post<Team>('/teams', { name: `Oil experts ${said}`, kind: 'group', memberIds: [ola.memberId, jan.memberId, stage.owner.memberId] });
    const conversation = await write('Zofia Bóbr', 'Is it safe?');
    const first = await note(stage.owner, conversation, '@Oil experts', { mentionGroups: [{ teamId: team.id, each: false }] });
    expect([(await mentionsOf(ola, conversation)).length, (await mentionsOf(jan, conversation)).length, (await mentionsOf(stage.owner, conversation)).length]).toEqual([1, 1, 0]);
    await jan.client.patch(`/mentions/${first.message.id}`, { state: 'done' });
    expect(await mentionsOf(ola, conversation)).toEqual([]);
    expect((await mentionsOf(ola, conversation, 'done'))[0]).toMatchObject({ doneBy: jan.memberId, via: 'team', teamId: team.id });
    await note(stage.owner, conversation, '@Oil experts!', { mentionGroups: [{ teamId: team.id, each: true }] });
    await note(jan, conversation, 'Read it');
    expect([(await mentionsOf(ola, conversation)).length, (await mentionsOf(jan, conversation)).length]).toEqual([1, 0]);
    expect(await stage.owner.client.refused('POST', `/conversations/${conversation.id}/assign`, { teamId: team.id })).toMatchObject({ status: 404 });
  });

  anyQueue('tells nobody of what they may not read, neither by name, nor by team, nor as a watcher whose right is gone', async () => {
    const conversation = await write('Closed Case', 'Between us');
    await ola.client.put(`/conversations/${conversation.id}/watch`, { watching: true });
    await stage.owner.client.patch(`/channels/${stage.channel.id}`, { access: 'restricted', memberIds: [jan.memberId] });
    await ola.client.post('/notices/read', { upTo: new Date().toISOString() });
    const { message } = await note(stage.owner, conversation, '@Ola Wrona and @Jan Lis', { mentions: [ola.memberId, jan.memberId] });
    expect(message.mentions).toEqual([jan.memberId]);
    expect(message.extra).toMatchObject({ unreached: [ola.memberId] });
    await stage.tell(stage.privately('Closed Case', 'Still between us'));
    await toldOf(jan, conversation);
    await settle();
    expect((await told(ola)).filter((notice) => notice.conversationId === conversation.id)).toEqual([]);
    expect(await mentionsOf(ola, conversation)).toEqual([]);
    expect((await stage.owner.client.get<WatchList>(`/conversations/${conversation.id}/watch`)).members.map(({ memberId }) => memberId)).not.toContain(ola.memberId);
    expect(await stage.owner.client.refused('PUT', `/conversations/${conversation.id}/watch`, { watching: true, memberId: ola.memberId })).toMatchObject({ status: 409, code: 'cannot-read' });
    await stage.owner.client.patch(`/channels/${stage.channel.id}`, { access: 'everyone' });
    expect((await ola.client.get<WatchList>(`/conversations/${conversation.id}/watch`)).watching).toBe(true);
  });

  anyQueue('tells watchers what happens, and never brings back who said no', async () => {
    const conversation = await write('Lech Żuk', 'A long story', jan.memberId);
    await ola.client.put(`/conversations/${conversation.id}/watch`, { watching: true });
    await stage.tell(stage.privately('Lech Żuk', 'Chapter two'));
    expect((await toldOf(ola, conversation))[0]).toMatchObject({ kind: 'watched', what: 'message' });
    await ola.client.post('/notices/read', { conversationId: conversation.id });
    await jan.client.patch(`/conversations/${conversation.id}`, { state: 'resolved' });
    expect((await toldOf(ola, conversation))[0]).toMatchObject({ kind: 'watched', what: 'moved', byName: 'Jan Lis' });
    expect(await ola.client.put<WatchList>(`/conversations/${conversation.id}/watch`, { watching: false })).toMatchObject({ watching: false });
    await note(jan, conversation, '@Ola Wrona come back', { mentions: [ola.memberId] });
    expect((await jan.client.get<WatchList>(`/conversations/${conversation.id}/watch`)).members).toEqual([]);
    const { items } = await ola.client.post<Page<ConversationView>>('/conversations/find', { filter: { by: 'watchedByMe', is: true } });
    expect(items.map(({ id }) => id)).not.toContain(conversation.id);
  });

  anyQueue('knows one truth about who works: said by hand, or by the hours, seen by everybody, sick only by those who plan', async () => {
    const shown = async (reader: Person, of: Person) => (await reader.client.get<Page<Member>>('/members')).items.find(({ id }) => id === of.memberId);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await ola.client.patch('/me/shift', { absence: { state: 'sick', until }, substituteId: jan.memberId });
    expect(await shown(jan, ola)).toMatchObject({ presence: 'off', duty: { state: 'off', until, substituteId: jan.memberId } });
    expect(await shown(stage.owner, ola)).toMatchObject({ duty: { state: 'sick' } });
    expect((await ola.client.get<NoticeSettings>('/me/notices'))).toMatchObject({ quiet: true, quietUntil: until });
    await ola.client.put('/me/presence', { presence: 'on' });
    expect(await shown(jan, ola)).toMatchObject({ presence: 'on', duty: { state: 'on', until: null } });
    expect(await ola.client.refused('PATCH', '/me/shift', { substituteId: ola.memberId })).toMatchObject({ code: 'own-substitute' });
    // Hours that ended an hour ago, for whoever reads the clock there.
    const wall = new Date(Date.now() - 2 * 3_600_000);
    const clock = (at: Date) => at.toISOString().slice(11, 16);
    await stage.owner.client.patch(`/members/${ola.memberId}/shift`, { hours: { timeZone: 'UTC', week: [{ day: wall.getUTCDay(), from: clock(wall), to: clock(new Date(wall.getTime() + 3_600_000)) }] } });
    expect(await shown(jan, ola)).toMatchObject({ presence: 'off', duty: { state: 'off' } });
    // A change that comes to its time. Whether she is there as well depends on her screens of the stories before, which may have gone.
    await stage.api.sql(`UPDATE memberships SET hours = NULL, duty_until = now() WHERE id = $1`, [ola.memberId]);
    await eventually(async () => { expect(await shown(jan, ola)).toMatchObject({ duty: { state: 'on' } }); });
  });
});
