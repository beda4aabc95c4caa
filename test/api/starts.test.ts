import type { ChannelView, ConversationChange, MessagePage, Posted } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';

describe('conversations that an agent begins', () => {
  let api: TestApi;
  let owner: Person;
  const channel = (connectorId: string) => owner.client.post<ChannelView>('/channels', { connectorId, name: connectorId, settings: {} });

  beforeAll(async () => {
    api = await startTestApi();
    owner = await api.signUp();
  });
  afterAll(() => api.stop());

  it('logs a call with what the customer said, and the answer that was given', async () => {
    const { id: channelId } = await channel('phone');
    const { conversation } = await owner.client.post<ConversationChange>('/conversations', { channelId, contactName: 'Halina Nowak', to: '+48 600 100 200', text: 'The lamp flickers.', inbound: true, matter: 'report' });
    expect(conversation).toMatchObject({ contact: { name: 'Halina Nowak' }, matter: 'report', assigneeId: owner.memberId, preview: { kind: 'inbound', text: 'The lamp flickers.' } });
    await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'said', text: 'Asked her to bring it.' });
    const { items } = await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages`);
    expect(items.map((message) => [message.seq, message.direction, message.status, message.text])).toEqual([[1, 'in', 'received', 'The lamp flickers.'], [2, 'out', 'logged', 'Asked her to bring it.']]);
  });

  it('knows the caller again, however the number is written', async () => {
    const { id: channelId } = await channel('phone');
    const first = await owner.client.post<ConversationChange>('/conversations', { channelId, to: '+48 600-300-400', contactName: 'Jan', text: 'One' });
    const second = await owner.client.post<ConversationChange>('/conversations', { channelId, to: '+48600300400', text: 'Two' });
    expect(second.conversation.contact).toEqual(first.conversation.contact);
    expect(second.conversation.id).not.toBe(first.conversation.id);
  });

  it('makes one conversation of a double click', async () => {
    const { id: channelId } = await channel('counter');
    const visit = { channelId, contactName: 'A visitor', text: 'Looked at chairs', clientId: 'visit-1' };
    const first = await owner.client.post<ConversationChange>('/conversations', visit);
    const again = await owner.client.post<ConversationChange>('/conversations', visit);
    expect(again.conversation.id).toBe(first.conversation.id);
  });

  it('refuses to write first where the platform does, and an address that is none', async () => {
    const telegram = await owner.client.post<ChannelView>('/channels', { connectorId: 'telegram', name: 'Bot', settings: { token: '700000001:AAF-simulated_token_of_35_characters', apiRoot: 'http://127.0.0.1:9' } });
    expect(await owner.client.refused('POST', '/conversations', { channelId: telegram.id, to: '12', text: 'Hello' })).toMatchObject({ status: 409, code: 'cannot-write-first' });
    const stranger = await api.otherWorkspace();
    expect(await stranger.client.refused('POST', '/conversations', { channelId: telegram.id, to: '12', text: 'Hello' })).toMatchObject({ status: 404 });
  });
});
