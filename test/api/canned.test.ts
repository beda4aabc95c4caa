import type { AttachmentView, Canned, ConversationView, Held, Label, MacroResult, MessagePage, Page, Posted, Team } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
let channelId: string;
beforeAll(async () => {
  api = await startTestApi({ worker: true, connectors: [fakePlatform().connector] });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
  channelId = await build.buildChannel({ connectorId: 'fake' });
});
afterAll(() => api.stop());

let made = 0;
const write = (input: object): Promise<Canned> => owner.client.post<Canned>('/canned', { shortcut: `s${(made += 1)}`, title: 'x', text: 'x', ...input });
const shown = async (person: Person): Promise<string[]> => (await person.client.get<Page<Canned>>('/canned')).items.map(({ id }) => id);
async function upload(person: Person, name: string, content: string): Promise<AttachmentView> {
  const form = new FormData();
  form.append('file', new Blob([content], { type: 'text/plain' }), name);
  return person.client.post<AttachmentView>('/uploads', form);
}

describe('a canned answer of a team', () => {
  it('is seen by its members and by who keeps the list, and is nobody else’s to use', async () => {
    const team = await owner.client.post<Team>('/teams', { name: 'Claims', memberIds: [] });
    const answer = await write({ teamId: team.id });
    expect(await shown(agent)).not.toContain(answer.id);
    expect(await shown(owner)).toContain(answer.id);
    expect(await agent.client.refused('POST', `/canned/${answer.id}/used`)).toMatchObject({ status: 404 });
    const conversation = await build.buildConversation({ channelId });
    expect(await agent.client.refused('POST', `/conversations/${conversation.id}/macros`, { cannedId: answer.id })).toMatchObject({ status: 404 });
    await owner.client.patch(`/teams/${team.id}`, { memberIds: [agent.memberId] });
    expect(await shown(agent)).toContain(answer.id);
  });

  it('may have a shortcut that everybody’s has too, and stays for everybody under another when the team goes', async () => {
    const team = await owner.client.post<Team>('/teams', { name: 'Returns', memberIds: [agent.memberId] });
    await write({ shortcut: 'zwrot', text: 'everybody' });
    const own = await write({ shortcut: 'zwrot', text: 'ours', teamId: team.id });
    expect(await owner.client.refused('POST', '/canned', { shortcut: 'zwrot', title: 'x', text: 'again', teamId: team.id })).toMatchObject({ status: 409, code: 'shortcut-exists' });
    await owner.client.delete(`/teams/${team.id}`);
    const left = (await agent.client.get<Page<Canned>>('/canned')).items.filter(({ text }) => text === 'everybody' || text === 'ours');
    expect(left.map(({ id, teamId, shortcut }) => ({ ours: id === own.id, teamId, same: shortcut === 'zwrot' }))).toEqual([{ ours: false, teamId: null, same: true }, { ours: true, teamId: null, same: false }]);
  });

  it('names a team that exists', async () => {
    expect(await owner.client.refused('POST', '/canned', { shortcut: 'nowhere', title: 'x', text: 'x', teamId: owner.memberId })).toMatchObject({ status: 400, code: 'unknown-team' });
  });
});

describe('folders', () => {
  it('are kept as a tidy path', async () => {
    expect(await write({ folder: ' Delivery / Courier//' })).toMatchObject({ folder: 'Delivery/Courier' });
  });
});

describe('files of a canned answer', () => {
  it('go with each answer as copies, which outlive the original', async () => {
    const files = [await upload(owner, 'regulamin.txt', 'first'), await upload(owner, 'formularz.txt', 'second')];
    const answer = await write({ attachmentIds: [files[1]?.id, files[0]?.id] });
    expect(answer.attachments.map(({ name }) => name)).toEqual(['formularz.txt', 'regulamin.txt']);
    const copies = await agent.client.post<AttachmentView[]>(`/canned/${answer.id}/files`);
    expect(copies.map(({ name }) => name)).toEqual(['formularz.txt', 'regulamin.txt']);
    expect(copies.map(({ id }) => id)).not.toEqual(answer.attachments.map(({ id }) => id));
    await owner.client.patch(`/canned/${answer.id}`, { attachmentIds: [] });
    const conversation = await build.buildConversation({ channelId });
    const { message } = await agent.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'with-files', text: 'Here', attachmentIds: copies.map(({ id }) => id) });
    expect(message.attachments.map(({ name }) => name)).toEqual(['formularz.txt', 'regulamin.txt']);
    const content = await fetch(`${api.url}${message.attachments[0]?.url ?? ''}`);
    expect(await content.text()).toBe('second');
  });

  it('are taken from nobody else', async () => {
    const file = await upload(agent, 'mine.txt', 'x');
    expect(await owner.client.refused('POST', '/canned', { shortcut: 'thief', title: 'x', text: 'x', attachmentIds: [file.id] })).toMatchObject({ status: 404 });
  });

  it('come back when its removal is taken back', async () => {
    const file = await upload(owner, 'cennik.txt', 'x');
    const answer = await write({ attachmentIds: [file.id] });
    await owner.client.delete(`/canned/${answer.id}`);
    expect((await write({ attachmentIds: [file.id] })).attachments).toMatchObject([{ id: file.id, name: 'cennik.txt' }]);
  });
});

describe('a macro', () => {
  it('needs a text or something to do', async () => {
    expect(await owner.client.refused('POST', '/canned', { shortcut: 'nothing', title: 'x', text: ' ' })).toMatchObject({ status: 400 });
    const acts = await write({ text: '', actions: [{ kind: 'state', state: 'resolved' }] });
    expect(await owner.client.refused('PATCH', `/canned/${acts.id}`, { actions: [] })).toMatchObject({ status: 400, code: 'empty-answer' });
  });

  it('does everything in one step that one undo takes back', async () => {
    const [old, fresh] = [await owner.client.post<Label>('/labels', { name: 'Old' }), await owner.client.post<Label>('/labels', { name: 'Fresh' })];
    const macro = await write({
      text: '', actions: [
        { kind: 'assign', assigneeId: 'me' }, { kind: 'priority', priority: 'high' }, { kind: 'matter', matter: 'claim' },
        { kind: 'label', add: [fresh.id], remove: [old.id] }, { kind: 'note', text: 'Sent to the workshop' }, { kind: 'snooze', hours: 24 },
      ],
    });
    const { id } = await build.buildConversation({ channelId, labelIds: [old.id] });
    const before = await agent.client.get<ConversationView>(`/conversations/${id}`);
    const { conversation, undoToken, skipped } = await agent.client.post<MacroResult>(`/conversations/${id}/macros`, { cannedId: macro.id });
    expect(skipped).toEqual([]);
    expect(conversation).toMatchObject({ assigneeId: agent.memberId, priority: 'high', matter: 'claim', labelIds: [fresh.id], state: 'snoozed', preview: { kind: 'note', text: 'Sent to the workshop' } });
    expect(Date.parse(conversation.snoozedUntil ?? '') - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    await agent.client.post(`/undo/${undoToken ?? ''}`);
    const { assigneeId, priority, matter, labelIds, state } = before;
    expect(await agent.client.get(`/conversations/${id}`)).toMatchObject({ assigneeId, priority, matter, labelIds, state });
  });

  it('goes with a reply, all or nothing', async () => {
    const macro = await write({ actions: [{ kind: 'priority', priority: 'low' }, { kind: 'state', state: 'resolved' }] });
    const { id } = await build.buildConversation({ channelId });
    expect(await agent.client.refused('POST', `/conversations/${id}/messages`, { clientId: 'gone', text: 'Hello', macroId: agent.memberId })).toMatchObject({ status: 404, code: 'not-found' });
    expect((await agent.client.get<MessagePage>(`/conversations/${id}/messages`)).items.filter(({ direction }) => direction === 'out')).toEqual([]);
    const { conversation } = await agent.client.post<Posted>(`/conversations/${id}/messages`, { clientId: 'with', text: 'Hello', macroId: macro.id });
    expect(conversation).toMatchObject({ state: 'resolved', priority: 'low', assigneeId: agent.memberId });
    // The client id again is the same message, and acts no second time.
    await owner.client.patch(`/conversations/${id}`, { priority: 'urgent' });
    expect((await agent.client.post<Posted>(`/conversations/${id}/messages`, { clientId: 'with', text: 'Hello', macroId: macro.id })).conversation.priority).toBe('urgent');
  });

  it('is taken back together with the answer that it went with', async () => {
    const macro = await write({ actions: [{ kind: 'priority', priority: 'low' }, { kind: 'state', state: 'resolved' }] });
    // A paused channel, on which it waits for as long as we look.
    const paused = await build.buildChannel({ connectorId: 'fake' });
    await owner.client.patch(`/channels/${paused}`, { paused: true });
    const { id } = await build.buildConversation({ channelId: paused });
    const { message, conversation } = await agent.client.post<Posted>(`/conversations/${id}/messages`, { clientId: 'with-back', text: 'Hello', macroId: macro.id });
    expect(conversation).toMatchObject({ state: 'resolved', priority: 'low' });
    await agent.client.delete(`/messages/${message.id}`);
    expect(await agent.client.get<ConversationView>(`/conversations/${id}`)).toMatchObject({ state: 'open', priority: 'normal' });
  });

  it('goes with an answer for later: the rest at once, the state when it leaves', async () => {
    const macro = await write({ actions: [{ kind: 'priority', priority: 'low' }, { kind: 'state', state: 'resolved' }] });
    const { id } = await build.buildConversation({ channelId });
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const held = await agent.client.post<Held>(`/conversations/${id}/messages`, { clientId: 'later', text: 'Hello', macroId: macro.id, sendAt });
    expect(held).toMatchObject({ planned: { state: 'scheduled', then: 'resolve' }, conversation: { state: 'open', priority: 'low' } });
  });

  it('leaves out what is gone or not allowed, and says so', async () => {
    const label = await owner.client.post<Label>('/labels', { name: 'Short-lived' });
    const macro = await write({ text: '', actions: [{ kind: 'label', add: [label.id] }, { kind: 'assign', teamId: agent.memberId }, { kind: 'priority', priority: 'urgent' }] });
    await owner.client.delete(`/labels/${label.id}`);
    const { id } = await build.buildConversation({ channelId });
    const result = await agent.client.post<MacroResult>(`/conversations/${id}/macros`, { cannedId: macro.id });
    expect(result).toMatchObject({ skipped: [{ kind: 'label', reason: 'gone' }, { kind: 'assign', reason: 'gone' }], conversation: { priority: 'urgent', labelIds: [], teamId: null } });
    const analyst = await api.invite(owner, 'brand_analyst');
    expect(await analyst.client.post<MacroResult>(`/conversations/${id}/macros`, { cannedId: macro.id })).toMatchObject({ skipped: [{ reason: 'not-allowed' }, { reason: 'not-allowed' }, { reason: 'not-allowed' }], undoToken: null });
  });
});
