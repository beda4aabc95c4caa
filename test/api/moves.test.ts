import type { ConversationView, LinkView, MergeCandidate, MergePreview, MessageView, MovedMessages, MoveView, Posted, WatchList } from '@kontuar/contract';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { NetworkStage } from '../support/network';

describe.each(backends)('conversations that become one and come apart, with the queue on $backend', ({ redis, anyQueue }) => {
  let stage: NetworkStage;
  beforeAll(async () => { stage = await NetworkStage.open({ redis }); });
  afterAll(() => stage.close());

  const client = () => stage.owner.client;
  const get = (conversation: { id: string }) => client().get<ConversationView>(`/conversations/${conversation.id}`);
  const merge = (into: { id: string }, ...from: { id: string }[]) => client().post<MovedMessages>('/conversations/merge', { ids: from.map(({ id }) => id), intoId: into.id });
  const undo = (token: string) => client().post(`/undo/${token}`, {});
  const answer = async (conversation: { id: string }, text: string, more: object = {}) => (await client().post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: text, text, sendNow: true, ...more })).message;
  const words = async (conversation: { id: string }) => (await stage.thread(conversation)).filter((line) => line.kind !== 'event').map((line) => line.text);
  const dense = (lines: readonly MessageView[]) => { expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index + 1)); };
  const sent = (text: string) => eventually(() => {
    const found = stage.network.sent.find((message) => message.text === text);
    expect(found).toBeDefined();
    return found as NonNullable<typeof found>;
  });
  let people = 0;
  /** Somebody with what they wrote, in private. */
  const writes = async (...texts: string[]): Promise<ConversationView & { name: string }> => {
    const name = `Person ${++people} of ${redis ? 'Redis' : 'PostgreSQL'}`;
    for (const text of texts) await stage.tell(stage.privately(name, text));
    return { ...(await stage.conversation(name)), name };
  };
  const says = (who: { name: string }, text: string) => stage.tell(stage.privately(who.name, text));

  it('stands in one thread in the order of time, and everything that waited, counted or was found goes along', async () => {
    const [a, b] = [await writes('A 1'), await writes('B 1')];
    await says(a, 'A 2');
    await answer(b, 'Ours in B');
    await says(b, 'B 2');
    await client().patch(`/conversations/${a.id}`, { priority: 'urgent', subject: 'Mug' });
    await client().post(`/conversations/${b.id}/assign`, { assigneeId: null });
    const { conversation, moved, undoToken } = await merge(b, a);
    expect(moved).toBe(2);
    expect(conversation).toMatchObject({ id: b.id, priority: 'urgent', subject: 'Mug', state: 'open', mergedInto: null, waitingSince: a.waitingSince, preview: { text: 'B 2' } });
    expect(await words(b)).toEqual(['A 1', 'B 1', 'A 2', 'Ours in B', 'B 2'].sort((one, other) => ['A 1', 'B 1', 'A 2', 'Ours in B', 'B 2'].indexOf(one) - ['A 1', 'B 1', 'A 2', 'Ours in B', 'B 2'].indexOf(other)));
    dense(await stage.thread(b));
    // What leads to the one that went up leads to where it goes on.
    expect(await get(a)).toMatchObject({ id: b.id });
    expect(await words(a)).toEqual(await words(b));
    expect((await client().get<{ items: ConversationView[] }>(`/conversations?q=%23${a.number}`)).items.map(({ id }) => id)).toEqual([b.id]);
    expect(await stage.conversations(a.name)).toEqual([]);
    expect(await client().refused('PATCH', `/conversations/${a.id}`, { state: 'resolved' })).toMatchObject({ status: 409, code: 'conversation-merged', mergedInto: { id: b.id, number: b.number } });
    // The same once more is the same.
    expect(await merge(b, a)).toMatchObject({ undoToken, moved: 0 });

    await undo(undoToken);
    expect(await words(a)).toEqual(['A 1', 'A 2']);
    expect(await words(b)).toEqual(['B 1', 'Ours in B', 'B 2']);
    for (const one of [a, b]) dense(await stage.thread(one));
    expect(await get(a)).toMatchObject({ id: a.id, state: 'open', waitingSince: a.waitingSince, mergedInto: null, priority: 'urgent' });
    expect(await get(b)).toMatchObject({ priority: 'normal', subject: null });
    expect(await client().refused('POST', `/undo/${undoToken}`, {})).toMatchObject({ status: 409, code: 'already-undone' });
  });

  it('takes in what the merged thread says next, answers it there, and gives all of it back', async () => {
    const [a, b] = [await writes('A first'), await writes('B first')];
    const { undoToken } = await merge(b, a);
    await says(a, 'A again');
    expect((await words(b)).at(-1)).toBe('A again');
    expect(await get(b)).toMatchObject({ answersTo: { address: a.name }, preview: { text: 'A again' } });
    await answer(b, 'To A, who spoke last');
    expect(await sent('To A, who spoke last')).toMatchObject({ to: { id: a.name }, threadKey: `dm:${a.name}` });
    const [toB] = (await stage.thread(b)).filter((line) => line.text === 'B first');
    await answer(b, 'To B, whom it answers', { replyToId: toB?.id });
    expect(await sent('To B, whom it answers')).toMatchObject({ to: { id: b.name }, threadKey: `dm:${b.name}` });
    await client().post(`/conversations/${b.id}/messages`, { clientId: 'note in b', text: 'A note', private: true });
    // Redelivered, edited, reacted to and read: wherever it stands.
    await says(a, 'A first');
    await stage.tell({ kind: 'edit', externalId: `${a.name}: A again`, at: new Date().toISOString(), text: 'A again, in other words' });
    await stage.tell({ kind: 'receipt', threadKey: `dm:${a.name}`, at: new Date(Date.now() + 1000).toISOString(), status: 'read' });
    await stage.message(b, (line) => line.text === 'To A, who spoke last', { status: 'read' });
    await stage.message(b, (line) => line.text === 'To B, whom it answers', { status: 'sent' });
    expect(await words(b)).toEqual(['A first', 'B first', 'A again, in other words', 'To A, who spoke last', 'To B, whom it answers', 'A note']);
    await undo(undoToken);
    expect(await words(a)).toEqual(['A first', 'A again, in other words', 'To A, who spoke last']);
    expect(await words(b)).toEqual(['B first', 'To B, whom it answers', 'A note']);
    await says(a, 'A at home');
    expect((await words(a)).at(-1)).toBe('A at home');
  });

  anyQueue('is split from a message on: the thread goes on in the newer part, and one that is taken back is whole again', async () => {
    const a = await writes('One matter', 'Another matter', 'More of it');
    const line = (await stage.thread(a)).find((each) => each.text === 'Another matter');
    const { conversation: part, undoToken } = await client().post<MovedMessages>(`/conversations/${a.id}/split`, { messageId: line?.id });
    expect(part).toMatchObject({ contact: { id: a.contact.id }, state: 'open', answersTo: { address: a.name } });
    expect(part.waitingSince).not.toBeNull();
    expect(await words(a)).toEqual(['One matter']);
    expect(await words(part)).toEqual(['Another matter', 'More of it']);
    await says(a, 'And more');
    expect((await words(part)).at(-1)).toBe('And more');
    await answer(part, 'About the other matter');
    expect(await sent('About the other matter')).toMatchObject({ to: { id: a.name }, threadKey: `dm:${a.name}` });
    await answer(a, 'About the one matter');
    expect(await sent('About the one matter')).toMatchObject({ threadKey: `dm:${a.name}` });
    await undo(undoToken);
    expect(await words(a)).toEqual(['One matter', 'Another matter', 'More of it', 'And more', 'About the other matter', 'About the one matter']);
    dense(await stage.thread(a));
    expect(await get(part)).toMatchObject({ id: a.id });
    expect(await client().refused('POST', `/conversations/${a.id}/split`, { messageId: (await stage.thread(a))[0]?.id })).toMatchObject({ code: 'nothing-left' });
  });

  anyQueue('moves single messages, and a message sent again under its client id is still the same', async () => {
    const [a, b] = [await writes('A one', 'A two', 'A three'), await writes('B one')];
    const ours = await answer(a, 'Ours');
    await stage.message(a, (line) => line.id === ours.id, { status: 'sent' });
    const ids = (await stage.thread(a)).filter((line) => line.text === 'A two' || line.text === 'Ours').map((line) => line.id);
    const { undoToken } = await client().post<MovedMessages>(`/conversations/${a.id}/move`, { messageIds: ids, toId: b.id });
    expect(await words(a)).toEqual(['A one', 'A three']);
    expect(await words(b)).toEqual(expect.arrayContaining(['A two', 'B one', 'Ours']));
    expect((await client().post<Posted>(`/conversations/${a.id}/messages`, { clientId: 'Ours', text: 'Ours', sendNow: true })).message.id).toBe(ours.id);
    // The thread goes on where it was.
    await says(a, 'A four');
    expect(await words(a)).toEqual(['A one', 'A three', 'A four']);
    await undo(undoToken);
    expect(await words(a)).toEqual(['A one', 'A two', 'A three', 'Ours', 'A four']);
    const [two] = (await stage.thread(a)).filter((line) => line.text === 'A two');
    const own = await client().post<MovedMessages>(`/conversations/${a.id}/move`, { messageIds: [two?.id] });
    expect(await words(own.conversation)).toEqual(['A two']);
    await answer(own.conversation, 'To the moved one');
    expect(await sent('To the moved one')).toMatchObject({ to: { id: a.name }, threadKey: `dm:${a.name}` });
    expect((await client().get<{ items: MoveView[] }>(`/conversations/${a.id}/moves`)).items.map(({ kind, obstacle }) => [kind, obstacle?.code ?? null])).toEqual([['move', null], ['move', 'already-undone']]);
  });

  anyQueue('says what a merge will do, with whom, and why it cannot be taken back while a later one stands', async () => {
    const [a, b, c] = [await writes('A'), await writes('B'), await writes('C')];
    await client().patch(`/conversations/${a.id}`, { priority: 'high' });
    expect(await client().get<MergePreview>(`/conversations/${a.id}/merge-preview?intoId=${b.id}`)).toMatchObject({ messages: 1, changes: ['priority'], otherPerson: true, otherChannel: false, losingSight: [], obstacle: null });
    const first = await merge(b, a);
    const second = await merge(c, b);
    expect(await words(c)).toEqual(['A', 'B', 'C']);
    expect(await get(a)).toMatchObject({ id: c.id });
    await says(a, 'A through two');
    expect((await words(c)).at(-1)).toBe('A through two');
    expect(await client().refused('POST', `/undo/${first.undoToken}`, {})).toMatchObject({ status: 409, code: 'merged-further' });
    await undo(second.undoToken);
    expect(await words(b)).toEqual(['A', 'B', 'A through two']);
    await undo(first.undoToken);
    expect([await words(a), await words(b), await words(c)]).toEqual([['A', 'A through two'], ['B'], ['C']]);
    const { items } = await client().get<{ items: MergeCandidate[] }>(`/conversations/${a.id}/merge-candidates?q=${encodeURIComponent(b.name)}`);
    expect(items.map(({ conversation, why }) => [conversation.id, why])).toEqual([[b.id, 'found']]);
  });

  anyQueue('has one winner when two people merge the same at once, and nothing twice', async () => {
    const [a, b, c] = [await writes('A'), await writes('B'), await writes('C')];
    const results = await Promise.allSettled([merge(b, a), merge(c, a), merge(a, b)]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    const all = await stage.api.sql<{ text: string }>(`SELECT text FROM messages WHERE conversation_id = ANY($1::uuid[]) AND kind = 'message' ORDER BY text`, [[a.id, b.id, c.id]]);
    expect(all.map(({ text }) => text)).toEqual(['A', 'B', 'C']);
  });

  anyQueue('is merged by nobody who may not see both, and shows nobody what they may not see', async () => {
    const [a, b] = [await writes('Secret'), await writes('Open')];
    const agent = await stage.api.invite(stage.owner, 'agent');
    const closed = await client().post<{ id: string }>('/channels', { connectorId: stage.network.connector.id, name: 'Closed', settings: { account: `closed-${people}`, token: 'secret' } });
    await client().patch(`/channels/${closed.id}`, { access: 'restricted' });
    await stage.api.sql('UPDATE conversations SET channel_id = $2 WHERE id = $1', [a.id, closed.id]);
    expect(await agent.client.refused('POST', '/conversations/merge', { ids: [a.id], intoId: b.id })).toMatchObject({ status: 404 });
    expect(await client().refused('POST', '/conversations/merge', { ids: [a.id], intoId: b.id })).toMatchObject({ status: 409, code: 'wider-audience' });
    expect(await client().get<MergePreview>(`/conversations/${a.id}/merge-preview?intoId=${b.id}`)).toMatchObject({ obstacle: { code: 'wider-audience' } });
    // The other way round nobody sees more than before, and the preview says who sees less.
    expect(await client().get<MergePreview>(`/conversations/${b.id}/merge-preview?intoId=${a.id}`)).toMatchObject({ obstacle: null, losingSight: [agent.memberId] });
  });

  anyQueue('is linked both ways, once, and the link follows a merge', async () => {
    const [a, b, c] = [await writes('A'), await writes('B'), await writes('C')];
    const { undoToken } = await client().post<{ undoToken: string }>(`/conversations/${a.id}/links`, { otherId: b.id, kind: 'caused-by' });
    const links = async (one: { id: string }) => (await client().get<{ items: LinkView[] }>(`/conversations/${one.id}/links`)).items.map(({ kind, conversation }) => [kind, conversation.id]);
    expect([await links(a), await links(b)]).toEqual([[['caused-by', b.id]], [['cause-of', a.id]]]);
    const other = await client().post<{ undoToken: string }>(`/conversations/${b.id}/links`, { otherId: a.id, kind: 'duplicate-of' });
    expect([await links(a), await links(b)]).toEqual([[['has-duplicate', b.id]], [['duplicate-of', a.id]]]);
    const merged = await merge(c, b);
    expect([await links(a), await links(c)]).toEqual([[['has-duplicate', c.id]], [['duplicate-of', a.id]]]);
    await undo(merged.undoToken);
    await undo(other.undoToken);
    expect(await links(a)).toEqual([]);
    await undo(undoToken);
    expect(await links(a)).toEqual([['caused-by', b.id]]);
  });

  anyQueue('is watched after a merge by all who watched, and after its undo by those who watched before or came of their own since', async () => {
    const [a, b] = [await writes('Watched A'), await writes('Watched B')];
    const [ola, jan, ewa] = [await stage.api.invite(stage.owner, 'agent', { name: 'Ola' }), await stage.api.invite(stage.owner, 'agent', { name: 'Jan' }), await stage.api.invite(stage.owner, 'agent', { name: 'Ewa' })];
    const watch = (person: typeof ola, conversation: { id: string }, watching = true) => person.client.put<WatchList>(`/conversations/${conversation.id}/watch`, { watching });
    const watchers = async (conversation: { id: string }) => (await client().get<WatchList>(`/conversations/${conversation.id}/watch`)).members.map(({ memberId }) => memberId).sort();
    const ids = (...people: { memberId: string }[]) => people.map(({ memberId }) => memberId).sort();
    for (const person of [ola, jan, ewa]) await watch(person, a);
    await watch(jan, b);
    const { undoToken } = await merge(b, a);
    expect(await watchers(b)).toEqual(ids(ola, jan, ewa));
    // Ewa says no, then yes: hers by now.
    await watch(ewa, b, false);
    await watch(ewa, b);
    await undo(undoToken);
    expect([await watchers(a), await watchers(b)]).toEqual([ids(ola, jan, ewa), ids(jan, ewa)]);
  });
});
