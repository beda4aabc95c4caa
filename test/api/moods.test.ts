import type { FeedPage, MessageView, Posted } from '@kontuar/contract';
import { eventually } from '../support/eventually';
import { NetworkStage } from '../support/network';

describe('the mood of customers', () => {
  let stage: NetworkStage;
  beforeAll(async () => { stage = await NetworkStage.open({ redis: false }); });
  afterAll(() => stage.close());

  const client = () => stage.owner.client;
  const said = async (name: string, text: string) => (await stage.thread(await stage.conversation(name))).find((message) => message.text === text) as MessageView;
  const tell = async (name: string, text: string, more: object = {}) => {
    await stage.tell({ ...stage.privately(name, text), ...more });
    return said(name, text);
  };

  it('stands on each message of theirs and on the row of its conversation from the start, with what spoke for it', async () => {
    const message = await tell('Anna', 'Fatalna obsługa, jestem bardzo rozczarowana!');
    expect(message).toMatchObject({ language: 'pl', mood: { label: 'negative', correctedBy: null } });
    expect(message.mood?.words).toEqual(expect.arrayContaining(['rozczarowana']));
    expect(message.mood?.confidence).toBeGreaterThan(0.7);
    const conversation = await stage.conversation('Anna');
    expect(conversation).toMatchObject({ language: 'pl', mood: { label: 'negative', score: message.mood?.score } });
    expect(await stage.api.sql('SELECT language FROM contacts WHERE name = $1', ['Anna'])).toEqual([{ language: 'pl' }]);
    expect(await stage.api.sql('SELECT round(mood_score::numeric, 2)::float AS score FROM conversations WHERE id = $1', [conversation.id])).toEqual([{ score: message.mood?.score }]);
  });

  it('stays upset through a bare number, and passes when we answered', async () => {
    await tell('Bruno', 'This is a disgrace, worst shop ever');
    await tell('Bruno', 'Order 55-12');
    const conversation = await stage.conversation('Bruno');
    expect(conversation.mood?.label).toBe('negative');
    await client().post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'b-1', text: 'We are sorry and will refund you', sendNow: true });
    await tell('Bruno', 'My account number is 12-34');
    expect((await stage.conversation('Bruno')).mood?.label).toBe('neutral');
    await tell('Bruno', 'Thank you so much!');
    expect((await stage.conversation('Bruno')).mood?.label).toBe('positive');
  });

  it('is none of machines and none of ours', async () => {
    await tell('Celina', 'Kiedy otwieracie?');
    expect((await tell('Celina', 'Terrible: this mailbox is full', { automatic: 'auto-reply' })).mood).toBeNull();
    const conversation = await stage.conversation('Celina');
    expect(conversation.mood?.label).toBe('neutral');
    const { message } = await client().post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'c-1', text: 'Fatalnie, ale otwieramy jutro', sendNow: true });
    expect(message.mood).toBeNull();
    expect(await client().refused('PUT', `/messages/${message.id}/mood`, { label: 'negative' })).toMatchObject({ status: 409, code: 'no-mood' });
  });

  it('is read again when the customer changes the words', async () => {
    const message = await tell('Dorota', 'Kiedy otwieracie?');
    await stage.tell({ kind: 'edit', externalId: 'Dorota: Kiedy otwieracie?', at: new Date().toISOString(), text: 'Oszuści, oddajcie pieniądze!' });
    await stage.message({ id: message.conversationId }, ({ id }) => id === message.id, { text: 'Oszuści, oddajcie pieniądze!', mood: { label: 'negative' } });
    expect((await stage.conversation('Dorota')).mood?.label).toBe('negative');
  });

  it('is corrected by a person: at once for everybody, in the record, and learnt for messages that say something alike', async () => {
    const text = 'Zgłaszam awarię i wadliwy licznik na klatce';
    const message = await tell('Edyta', text);
    expect(message.mood?.label).toBe('negative');
    const { lastSeq } = await client().get<FeedPage>('/events?after=999999999&limit=1');
    const corrected = await client().put<Posted>(`/messages/${message.id}/mood`, { label: 'neutral' });
    expect(corrected).toMatchObject({ message: { mood: { label: 'neutral', confidence: 1, correctedBy: stage.owner.memberId } }, conversation: { mood: { label: 'neutral' } } });
    await eventually(async () => {
      const told = (await client().get<FeedPage>(`/events?after=${lastSeq}&limit=100`)).items.map(({ type }) => type);
      expect(told).toEqual(expect.arrayContaining(['message.updated', 'conversation.updated']));
    });
    const [recorded] = await stage.api.sql<{ data: object; actor_id: string }>(`SELECT data, actor_id FROM events WHERE message_id = $1 AND data->>'what' = 'mood'`, [message.id]);
    expect(recorded).toEqual({ data: { seq: message.seq, what: 'mood', from: 'negative', to: 'neutral' }, actor_id: stage.owner.memberId });

    expect((await tell('Felicja', 'Dzień dobry, zgłaszam awarię i wadliwy licznik na klatce')).mood?.label).toBe('neutral');
    expect((await tell('Felicja', 'Wasza obsługa to skandal')).mood?.label).toBe('negative');
    expect(JSON.stringify(await stage.api.sql('SELECT learnt FROM mood_lessons'))).not.toMatch(/licznik|awari/);

    // The same again teaches nothing more.
    const [before] = await stage.api.sql<{ version: number }>('SELECT version FROM mood_lessons');
    await client().put<Posted>(`/messages/${message.id}/mood`, { label: 'neutral' });
    expect(await stage.api.sql('SELECT version FROM mood_lessons')).toEqual([before]);
  });

  it('is corrected by many at once without losing one of the lessons', async () => {
    const messages = [];
    for (let n = 0; n < 6; n++) messages.push(await tell(`Grzegorz ${n}`, `Sprawa numer ${'abcdef'[n]} leży odłogiem`));
    const [before] = await stage.api.sql<{ version: number }>('SELECT version FROM mood_lessons');
    await Promise.all(messages.map((message) => client().put(`/messages/${message.id}/mood`, { label: 'negative' })));
    expect(await stage.api.sql('SELECT version FROM mood_lessons')).toEqual([{ version: (before?.version ?? 0) + 6 }]);
    expect((await tell('Hanna', 'Moja sprawa też leży odłogiem')).mood?.label).toBe('negative');
  });

  it('is one of three, of a message that is there', async () => {
    const message = await tell('Irena', 'Dzień dobry');
    expect(await client().refused('PUT', `/messages/${message.id}/mood`, { label: 'unsure' })).toMatchObject({ status: 400 });
    expect(await client().refused('PUT', '/messages/0198a000-0000-7000-8000-000000000000/mood', { label: 'negative' })).toMatchObject({ status: 404 });
  });

  it('believes stars', async () => {
    expect((await tell('Jadwiga', 'Zamówienie odebrane w poniedziałek', { rating: { stars: 1, of: 5 } })).mood?.label).toBe('negative');
  });
});
