import type { ConversationChange, MessagePage, MessageView, Posted } from '@kontuar/contract';
import { openAgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

describe('a note that was written', () => {
  let api: TestApi;
  let owner: Person;
  let ola: Person;
  let jan: Person;
  let build: Factories;
  let channelId: string;

  beforeAll(async () => {
    api = await startTestApi({ connectors: [fakePlatform().connector], worker: true });
    owner = await api.signUp();
    ola = await api.invite(owner, 'agent', { name: 'Ola' });
    jan = await api.invite(owner, 'brand_analyst', { name: 'Jan' });
    build = factories(api.sql, owner.workspaceId);
    channelId = await build.buildChannel({ connectorId: 'fake' });
  });
  afterAll(() => api.stop());

  const noted = async (by: Person, text: string, more: object = {}) => {
    const conversation = await build.buildConversation({ channelId });
    const { message } = await by.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `n-${text}`, text, private: true, ...more });
    return { id: message.id, conversation };
  };
  const read = async (note: { id: string; conversation: { id: string } }): Promise<MessageView | undefined> => (await owner.client.get<MessagePage>(`/conversations/${note.conversation.id}/messages`)).items.find(({ id }) => id === note.id);
  const named = async (note: { id: string }) => (await api.sql<{ member_id: string }>('SELECT member_id FROM note_mentions WHERE message_id = $1 ORDER BY member_id', [note.id])).map((row) => row.member_id);

  it('is changed by its writer alone, live for the others, with what it said in the audit', async () => {
    const note = await noted(ola, 'call her back');
    const line = await openAgentSocket(api.url, jan.client.cookie);
    const { conversation } = await ola.client.patch<ConversationChange>(`/notes/${note.id}`, { text: 'call them back' });
    expect(conversation).toMatchObject({ preview: { text: 'call them back', kind: 'note' } });
    await line.until('message.updated', (event) => event.message.id === note.id && event.message.text === 'call them back');
    line.close();
    expect(await read(note)).toMatchObject({ text: 'call them back', kind: 'note', editedAt: expect.any(String) as string });
    for (const other of [owner, jan]) expect(await other.client.refused('PATCH', `/notes/${note.id}`, { text: 'mine' })).toMatchObject({ status: 403 });
    const { items } = await owner.client.get<{ items: { action: string; data: { revision?: number }; copy?: string }[] }>(`/audit?conversationId=${note.conversation.id}`);
    expect(JSON.stringify(items)).toContain('message-act.note-edit');
    expect(JSON.stringify(items)).toContain('call her back');
  });

  it('tells whom it names now, and asks nothing more of whom it named by mistake', async () => {
    const note = await noted(ola, '@Jan please', { mentions: [jan.memberId] });
    expect(await named(note)).toEqual([jan.memberId]);
    await ola.client.patch(`/notes/${note.id}`, { text: '@owner please', mentions: [owner.memberId] });
    expect(await named(note)).toEqual([owner.memberId]);
    expect((await read(note))?.mentions).toEqual([owner.memberId]);
    // Saying the same again is no edit, and tells nobody.
    const told = () => api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM events WHERE message_id = $1`, [note.id]);
    const before = await told();
    await ola.client.patch(`/notes/${note.id}`, { text: '@owner please', mentions: [owner.memberId] });
    expect(await told()).toEqual(before);
  });

  it('is deleted by its writer or by who leads, leaves a line, and comes back', async () => {
    const note = await noted(ola, 'not for long');
    expect(await jan.client.refused('DELETE', `/notes/${note.id}`)).toMatchObject({ status: 403 });
    const { conversation } = await ola.client.send<ConversationChange>('DELETE', `/notes/${note.id}`).then(({ body }) => body);
    expect(conversation.preview?.text ?? '').not.toContain('not for long');
    expect(await read(note)).toMatchObject({ text: '', deletedAt: expect.any(String) as string });
    expect(await ola.client.refused('PATCH', `/notes/${note.id}`, { text: 'again' })).toMatchObject({ status: 409, code: 'already-deleted' });
    expect((await ola.client.send('DELETE', `/notes/${note.id}`)).status).toBe(200);
    await ola.client.post(`/notes/${note.id}/restore`);
    expect(await read(note)).toMatchObject({ text: 'not for long', deletedAt: null });
    expect((await owner.client.send('DELETE', `/notes/${note.id}`)).status).toBe(200);
    expect(await read(note)).toMatchObject({ text: '' });
  });

  it('is no way to change what a customer reads', async () => {
    const conversation = await build.buildConversation({ channelId });
    const { message } = await ola.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'answer', text: 'Dear Anna' });
    for (const [method, path] of [['PATCH', ''], ['DELETE', ''], ['POST', '/restore']] as const) {
      expect(await ola.client.refused(method, `/notes/${message.id}${path}`, method === 'PATCH' ? { text: 'x' } : undefined)).toMatchObject({ status: 409, code: 'not-a-note' });
    }
  });
});
