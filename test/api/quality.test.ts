import type { Calibration, CalibrationList, ChannelView, ConversationChange, ConversationView, MessagePage, NoticeView, Page, Posted, QualityFiguresView, ReadingQueue, Review, ReviewHints, ReviewRow, Scorecard, Supervised, Supervision, Whisper } from '@kontuar/contract';
import type { Inbound } from '@kontuar/connectors/contract';
import { openAgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const network = fakeNetwork('talk', { startConversation: true });
let api: TestApi;
let owner: Person;
let [lead, other, agent, colleague] = [] as unknown as [Person, Person, Person, Person];
let channel: ChannelView;

beforeAll(async () => {
  api = await startTestApi({ connectors: [network.connector as never], worker: true });
  owner = await api.signUp('Dom Lipowy');
  [lead, other, agent, colleague] = await Promise.all([api.invite(owner, 'supervisor'), api.invite(owner, 'supervisor'), api.invite(owner, 'agent'), api.invite(owner, 'agent')]) as [Person, Person, Person, Person];
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'talk', name: 'Talk', settings: { account: 'talk', token: 'secret' } });
});
afterAll(() => api.stop());

let told = 0;
async function write(name: string, text: string): Promise<string> {
  const inbounds: Inbound[] = [{ kind: 'message', externalId: `m${(told += 1)}`, at: new Date().toISOString(), from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { key: name }, text }];
  const answer = await fetch(`${api.url}/hooks/talk/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${told}`, inbounds }]) });
  expect(answer.status).toBe(200);
  const externalId = `m${told}`;
  return eventually(async () => {
    const [row] = await api.sql<{ id: string }>('SELECT conversation_id AS id FROM messages WHERE external_id = $1', [externalId]);
    expect(row).toBeDefined();
    return row?.id as string;
  });
}
const say = (id: string, text: string, by = agent) => by.client.post<Posted>(`/conversations/${id}/messages`, { clientId: `c-${(told += 1)}`, text, sendNow: true });
const resolve = (id: string, by = agent) => by.client.patch<ConversationChange>(`/conversations/${id}`, { state: 'resolved' });
const thread = async (id: string, by = owner) => (await by.client.get<MessagePage>(`/conversations/${id}/messages?limit=100`)).items;
const notices = async (by: Person) => (await by.client.get<Page<NoticeView>>('/notices?limit=100')).items;
const allScores = (review: Review, score: number, except: Record<string, number | null> = {}) => review.scorecard.qualities.map(({ key }) => ({ quality: key, score: key in except ? except[key] : score, note: '' }));
/** A finished conversation that somebody answered. */
async function finished(name: string, by = agent, { asked = 'Is the oak table in stock?', answered = 'Dear Anna, it is.' } = {}): Promise<string> {
  const id = await write(name, asked);
  await say(id, answered, by);
  await resolve(id, by);
  return id;
}
async function given(conversationId: string, score = 4, by = lead): Promise<Review> {
  const draft = await by.client.post<Review>('/quality/reviews', { conversationId });
  await by.client.patch(`/quality/reviews/${draft.id}`, { scores: allScores(draft, score), comment: 'Kind and clear' });
  return by.client.post<Review>(`/quality/reviews/${draft.id}/give`);
}

describe('the queue', () => {
  it('finds what is worth reading, says why, shares it out among members and gives it to one reviewer alone', async () => {
    const bad = await finished('Beata', agent, { asked: 'This is the worst shop ever! I am furious, terrible, awful service!' });
    const handed = await write('Hanna', 'Where is my parcel?');
    for (const to of [agent, colleague, agent]) await lead.client.post(`/conversations/${handed}/assign`, { assigneeId: to.memberId });
    await say(handed, 'On its way', colleague);
    await resolve(handed, colleague);
    await finished('Own', lead);
    const queue = await lead.client.get<ReadingQueue>('/quality/queue?limit=20');
    const why = (id: string) => queue.items.find(({ conversation }) => conversation.id === id)?.why.map(({ reason }) => reason);
    expect(why(bad)).toContain('mood-end');
    expect(why(handed)).toContain('ping-pong');
    expect(queue.items.find(({ conversation }) => conversation.id === handed)?.agentId).toBe(colleague.memberId);
    expect(queue.items.map(({ agentId }) => agentId)).not.toContain(lead.memberId);

    const [mine, theirs] = await Promise.all([lead, other].map((by) => by.client.post<{ items: Review[] }>('/quality/queue/take', { count: 1 })));
    expect(mine?.items[0]?.conversation?.id).not.toBe(theirs?.items[0]?.conversation?.id);
    // What is begun stays in hand, and is not begun twice.
    expect((await lead.client.post<{ items: Review[] }>('/quality/queue/take', { count: 1 })).items[0]?.id).toBe(mine?.items[0]?.id);
    const taken = [...(mine?.items ?? []), ...(theirs?.items ?? [])].map(({ conversation }) => conversation?.id);
    expect((await lead.client.get<ReadingQueue>('/quality/queue')).items.filter(({ conversation }) => taken.includes(conversation.id))).toEqual([]);
    for (const [by, review] of [[lead, mine], [other, theirs]] as const) await by.client.delete(`/quality/reviews/${review?.items[0]?.id}`);
    await lead.client.post('/quality/queue/skip', { conversationId: bad }).catch(() => undefined);
    expect((await lead.client.get<ReadingQueue>('/quality/queue')).items.map(({ conversation }) => conversation.id)).not.toContain(bad);
    await lead.client.send('POST', '/quality/queue/skip', { conversationId: bad, back: true });
    expect((await lead.client.get<ReadingQueue>('/quality/queue')).items.map(({ conversation }) => conversation.id)).toContain(bad);
  });
});

describe('a review', () => {
  it('is its reviewer’s alone until it is given whole; then the member reads, answers and is told', async () => {
    const id = await finished('Anna', agent, { asked: 'Is it in stock? Can I pay by card?', answered: 'Dear Anna, it is in stock.' });
    const draft = await lead.client.post<Review>('/quality/reviews', { conversationId: id });
    expect(draft).toMatchObject({ state: 'draft', agentId: agent.memberId, scores: [], why: [{ reason: 'asked', value: null }] });
    expect(draft.scorecard.qualities.map(({ key }) => key)).toEqual(['professional', 'attentive', 'empathetic', 'effective', 'fast', 'friendly', 'lasting']);
    expect((await other.client.refused('POST', '/quality/reviews', { conversationId: id })).code).toBe('reviewed-already');
    for (const by of [agent, other, owner]) expect((await by.client.refused('GET', `/quality/reviews/${draft.id}`)).code).toBe('not-found');
    const hints = await lead.client.get<ReviewHints>(`/quality/reviews/${draft.id}/hints`);
    expect(hints.items.find(({ hint }) => hint === 'question-open')).toMatchObject({ automatic: true, quality: 'attentive', words: expect.stringContaining('card') as string });

    await lead.client.patch(`/quality/reviews/${draft.id}`, { scores: allScores(draft, 4).slice(1) });
    expect(await lead.client.refused('POST', `/quality/reviews/${draft.id}/give`)).toMatchObject({ code: 'scores-missing', qualities: ['professional'] });
    expect((await lead.client.refused('PATCH', `/quality/reviews/${draft.id}`, { scores: [{ quality: 'tall', score: 3 }] })).code).toBe('unknown-quality');
    await lead.client.patch(`/quality/reviews/${draft.id}`, { scores: allScores(draft, 4, { attentive: 2, lasting: null }), comment: 'One question was missed' });
    expect(await lead.client.post<Review>(`/quality/reviews/${draft.id}/give`)).toMatchObject({ state: 'given', mean: 3.67 });
    expect((await lead.client.refused('PATCH', `/quality/reviews/${draft.id}`, { comment: 'Other' })).code).toBe('review-given');
    await eventually(async () => expect(await notices(agent)).toContainEqual(expect.objectContaining({ kind: 'quality', what: 'review-given', subjectId: draft.id, aboutName: 'Anna' })));

    expect((await agent.client.get<Page<ReviewRow>>('/quality/reviews?whose=mine')).items.map((row) => row.id)).toEqual([draft.id]);
    expect((await colleague.client.get<Page<ReviewRow>>('/quality/reviews')).items).toEqual([]);
    expect((await colleague.client.refused('GET', `/quality/reviews/${draft.id}`)).code).toBe('not-found');
    expect((await lead.client.refused('POST', `/quality/reviews/${draft.id}/answer`, { text: 'I say so' })).code).toBe('not-found');
    expect(await agent.client.post<Review>(`/quality/reviews/${draft.id}/answer`, { text: 'You are right' })).toMatchObject({ state: 'answered', answer: 'You are right' });
    await eventually(async () => expect((await notices(lead)).map(({ what }) => what)).toContain('review-answered'));
  });

  it('carries notes on messages that only coach and agent read, whatever the role of others', async () => {
    const id = await finished('Nina');
    const message = (await thread(id)).find(({ direction }) => direction === 'out');
    const draft = await lead.client.post<Review>('/quality/reviews', { conversationId: id });
    const foreign = (await thread(await finished('Foreign'))).find(({ direction }) => direction === 'out');
    expect((await lead.client.refused('POST', `/quality/reviews/${draft.id}/notes`, { messageId: foreign?.id, text: 'Here' })).code).toBe('not-found');
    const withNote = await lead.client.post<Review>(`/quality/reviews/${draft.id}/notes`, { messageId: message?.id, text: 'Say the delivery day at once', quality: 'effective' });
    const note = withNote.notes[0];
    await lead.client.patch(`/quality/reviews/${draft.id}`, { scores: allScores(draft, 5) });
    expect((await agent.client.refused('POST', `/quality/reviews/notes/${note?.id}/answer`, { text: 'Early' })).code).toBe('not-found');
    await lead.client.post(`/quality/reviews/${draft.id}/give`);
    expect((await agent.client.get<Review>(`/quality/reviews/${draft.id}`)).notes).toMatchObject([{ text: 'Say the delivery day at once', messageId: message?.id, quality: 'effective' }]);
    for (const by of [other, owner]) {
      expect((await by.client.get<Review>(`/quality/reviews/${draft.id}`)).notes).toEqual([]);
      for (const [method, path, body] of [['PATCH', '', { text: 'Mine' }], ['DELETE', '', undefined], ['POST', '/answer', { text: 'Mine' }]] as const) expect((await by.client.refused(method, `/quality/reviews/notes/${note?.id}${path}`, body)).code).toBe('not-found');
    }
    expect((await agent.client.post<Review>(`/quality/reviews/notes/${note?.id}/answer`, { text: 'I will' })).notes[0]).toMatchObject({ answer: 'I will' });
    // Nowhere else either: not in the thread, the feed, the audit or the bell of anybody.
    for (const path of [`/conversations/${id}/messages`, '/events?after=0&limit=500', '/audit?limit=100', '/notices?limit=100', '/search?q=delivery', '/quality/reviews?limit=100']) expect(JSON.stringify((await owner.client.send('GET', path)).body)).not.toContain('Say the delivery day');
  });

  it('is looked at again by somebody who has not seen it, and counts as the second look says', async () => {
    const first = await given(await finished('Zofia', colleague), 1);
    const mean = async () => (await lead.client.get<QualityFiguresView>(`/quality/figures?agentId=${colleague.memberId}`)).total;
    expect(await mean()).toMatchObject({ mean: 1, reviews: 1 });
    expect((await other.client.refused('POST', `/quality/reviews/${first.id}/second`)).code).toBe('not-contested');
    expect(await colleague.client.post<Review>(`/quality/reviews/${first.id}/contest`, { text: 'The parcel was not ours' })).toMatchObject({ state: 'contested' });
    expect(await mean()).toMatchObject({ mean: null, reviews: 0 });
    await eventually(async () => expect((await notices(other)).map(({ what }) => what)).toContain('review-contested'));
    const seenByOther = await other.client.get<Review>(`/quality/reviews/${first.id}`);
    expect(seenByOther).toMatchObject({ blind: true, scores: [], mean: null, comment: '', contest: '' });
    expect((await lead.client.refused('POST', `/quality/reviews/${first.id}/second`)).code).toBe('forbidden');
    expect((await other.client.get<Page<ReviewRow>>('/quality/reviews?whose=waiting')).items.map(({ id }) => id)).toEqual([first.id]);
    const second = await other.client.post<Review>(`/quality/reviews/${first.id}/second`);
    expect((await owner.client.refused('POST', `/quality/reviews/${first.id}/second`)).code).toBe('reviewed-already');
    await other.client.patch(`/quality/reviews/${second.id}`, { scores: allScores(second, 4) });
    expect((await other.client.get<Review>(`/quality/reviews/${first.id}`)).blind).toBe(true);
    await other.client.post(`/quality/reviews/${second.id}/give`);
    expect(await other.client.get<Review>(`/quality/reviews/${first.id}`)).toMatchObject({ state: 'settled', blind: false, mean: 1, secondId: second.id });
    expect(await mean()).toMatchObject({ mean: 4, reviews: 1 });
    expect((await colleague.client.refused('POST', `/quality/reviews/${second.id}/contest`, { text: 'Again' })).code).toBe('second-look-done');
  });

  it('keeps the scorecard that it was made with, and a team has its own', async () => {
    const { items } = await lead.client.get<{ items: Scorecard[] }>('/quality/scorecards');
    const everybody = items.find(({ teamId }) => teamId === null) as Scorecard;
    const draft = await lead.client.post<Review>('/quality/reviews', { conversationId: await finished('Iga') });
    const short = everybody.qualities.slice(0, 2).map((quality) => ({ ...quality, weight: quality.key === 'professional' ? 3 : 1 }));
    const changed = await lead.client.patch<Scorecard>(`/quality/scorecards/${everybody.id}`, { version: everybody.version, qualities: short });
    expect((await lead.client.refused('PATCH', `/quality/scorecards/${everybody.id}`, { version: everybody.version, name: 'Late' })).code).toBe('changed-meanwhile');
    expect((await lead.client.refused('PATCH', `/quality/scorecards/${everybody.id}`, { version: changed.version, archived: true })).code).toBe('scorecard-needed');
    expect((await lead.client.get<Review>(`/quality/reviews/${draft.id}`)).scorecard.qualities).toHaveLength(7);
    const next = await lead.client.post<Review>('/quality/reviews', { conversationId: await finished('Ida') });
    await lead.client.patch(`/quality/reviews/${next.id}`, { scores: [{ quality: 'professional', score: 5 }, { quality: 'attentive', score: 1 }] });
    expect(await lead.client.post<Review>(`/quality/reviews/${next.id}/give`)).toMatchObject({ mean: 4 });
    await lead.client.patch(`/quality/scorecards/${everybody.id}`, { version: changed.version, qualities: everybody.qualities });

    const team = await owner.client.post<{ id: string }>('/teams', { name: 'Claims', memberIds: [agent.memberId] });
    const own = await lead.client.post<Scorecard>('/quality/scorecards', { name: 'Claims', teamId: team.id, qualities: everybody.qualities.slice(0, 1) });
    expect((await lead.client.refused('POST', '/quality/scorecards', { name: 'Twice', teamId: team.id, qualities: everybody.qualities })).code).toBe('scorecard-exists');
    expect((await lead.client.post<Review>('/quality/reviews', { conversationId: await finished('Ewa') })).scorecard).toMatchObject({ id: own.id, version: 1 });
    // A team that is gone takes nothing along: what was measured by its card stays readable, and everybody's card holds again.
    await owner.client.delete(`/teams/${team.id}`);
    expect((await lead.client.get<{ items: Scorecard[] }>('/quality/scorecards')).items.find(({ id }) => id === own.id)).toMatchObject({ archived: true });
    expect((await lead.client.post<Review>('/quality/reviews', { conversationId: await finished('Ela') })).scorecard.id).toBe(everybody.id);
    expect((await lead.client.refused('POST', '/quality/scorecards', { name: 'Nobody', teamId: lead.memberId, qualities: everybody.qualities })).code).toBe('unknown-team');
  });

  it('shows a member their own figures and nobody else’s, and their team only where it hides everybody in it', async () => {
    const of = (by: Person, query = '') => by.client.get<QualityFiguresView>(`/quality/figures${query}`);
    expect((await of(lead)).rows.map(({ key }) => key)).toEqual(expect.arrayContaining([agent.memberId, colleague.memberId]));
    const own = await of(agent);
    expect(own.rows.map(({ key }) => key)).toEqual([agent.memberId]);
    expect(own.total).toBeNull();
    expect((await agent.client.refused('GET', `/quality/figures?agentId=${colleague.memberId}`)).code).toBe('forbidden');
    expect((await of(lead, `?by=month&agentId=${agent.memberId}`)).rows.reduce((sum, { reviews }) => sum + reviews, 0)).toBe((await of(lead, `?agentId=${agent.memberId}`)).total?.reviews);
  });
});

describe('a calibration', () => {
  it('is blind until both are in, shows the gap then, and counts for nobody', async () => {
    const id = await finished('Karol');
    const before = (await lead.client.get<QualityFiguresView>('/quality/figures')).total?.reviews;
    expect((await lead.client.refused('POST', '/quality/calibrations', { conversationId: id, memberIds: [lead.memberId, colleague.memberId] })).code).toBe('no-reviewer');
    const round = await lead.client.post<Calibration>('/quality/calibrations', { conversationId: id, memberIds: [lead.memberId, other.memberId] });
    await eventually(async () => expect((await notices(other)).map(({ what }) => what)).toContain('calibration-asked'));
    expect((await owner.client.refused('POST', `/quality/calibrations/${round.id}/review`)).code).toBe('not-found');
    const part = async (by: Person, scores: (review: Review) => object[]) => {
      const review = await by.client.post<Review>(`/quality/calibrations/${round.id}/review`);
      await by.client.patch(`/quality/reviews/${review.id}`, { scores: scores(review) });
      return by.client.post<Review>(`/quality/reviews/${review.id}/give`);
    };
    const one = await part(lead, (review) => allScores(review, 4));
    expect(await other.client.get<Calibration>(`/quality/calibrations/${round.id}`)).toMatchObject({ result: null });
    expect((await other.client.refused('GET', `/quality/reviews/${one.id}`)).code).toBe('not-found');
    await part(other, (review) => allScores(review, 4, { fast: 1, lasting: null }));
    const { result } = await lead.client.get<Calibration>(`/quality/calibrations/${round.id}`);
    expect(result?.qualities.map(({ key, gap }) => [key, gap])).toEqual(expect.arrayContaining([['fast', 3], ['friendly', 0], ['lasting', null]]));
    expect(result).toMatchObject({ same: 5 / 6, nearly: 5 / 6 });
    expect((await lead.client.get<CalibrationList>('/quality/calibrations')).rounds).toBe(1);
    expect((await other.client.get<Review>(`/quality/reviews/${one.id}`)).scores).toHaveLength(7);
    expect((await lead.client.get<QualityFiguresView>('/quality/figures')).total?.reviews).toBe(before);
    expect((await agent.client.get<Page<ReviewRow>>('/quality/reviews')).items.map((row) => row.kind)).not.toContain('calibration');
  });
});

describe('leading from beside a conversation', () => {
  const look = (by: Person, id: string) => by.client.get<Supervision>(`/conversations/${id}/supervision`);

  it('hears what is being written while it listens, shows itself as the workspace wants, and stands in the audit', async () => {
    const id = await write('Lena', 'Hello?');
    await lead.client.post(`/conversations/${id}/assign`, { assigneeId: agent.memberId });
    const { socket, close } = await openAgentSocket(api.url, lead.client.cookie);
    const heard: Supervised[] = [];
    socket.on('supervised', (event) => { heard.push(event); });
    expect((await lead.client.post<Supervision>(`/conversations/${id}/listen`)).listening).toBe(true);
    expect((await look(agent, id)).listeners.map(({ memberId }) => memberId)).toEqual([lead.memberId]);
    const draft = (text: string, isNote = false) => agent.client.put(`/conversations/${id}/draft`, { text, private: isNote, attachmentIds: [], sinceSeq: 0 });
    await draft('Dear Lena, we');
    await eventually(() => Promise.resolve(expect(heard.map(({ draft: each }) => each?.text)).toContain('Dear Lena, we')));
    expect((await look(lead, id)).drafts).toMatchObject([{ memberId: agent.memberId, text: 'Dear Lena, we' }]);
    expect((await look(other, id)).drafts).toEqual([]);
    await draft('she is difficult', true);
    expect((await look(lead, id)).drafts).toEqual([]);
    await lead.client.patch('/quality/settings', { listenersShown: false, draftsHeard: false });
    await draft('Dear Lena, now hidden');
    expect((await look(agent, id)).listeners).toEqual([]);
    // Nor as somebody who has it open.
    const shown: string[][] = [];
    const { socket: watching, close: stopWatching } = await openAgentSocket(api.url, agent.client.cookie);
    watching.on('watchers', ({ watchers }) => { shown.push(watchers.map(({ memberId }) => memberId)); });
    await watching.emitWithAck('open', { conversationId: id });
    await socket.emitWithAck('open', { conversationId: id });
    await eventually(() => Promise.resolve(expect(shown.at(-1)).toEqual([agent.memberId])));
    expect((await look(lead, id)).drafts).toEqual([]);
    expect(shown.flat()).not.toContain(lead.memberId);
    stopWatching();
    await lead.client.patch('/quality/settings', { listenersShown: true, draftsHeard: true });
    await lead.client.delete(`/conversations/${id}/listen`);
    expect((await look(lead, id)).listening).toBe(false);
    close();
    const audit = JSON.stringify((await owner.client.send('GET', '/audit?limit=100')).body);
    expect(audit).toContain('listening.began');
    expect(audit).toContain('listening.ended');
    expect(JSON.stringify(heard)).not.toMatch(/difficult|now hidden/);
  });

  it('whispers to who leads, at once and to nobody else, and no customer, quote, export or search can come upon it', async () => {
    const id = await write('Wanda', 'Can I have it cheaper?');
    await say(id, 'Let me see');
    const { socket, close } = await openAgentSocket(api.url, agent.client.cookie);
    const heard: Supervised[] = [];
    socket.on('supervised', (event) => { heard.push(event); });
    const whisper = await lead.client.post<Whisper>(`/conversations/${id}/whispers`, { text: 'SECRETHINT ten percent at most' });
    await eventually(() => Promise.resolve(expect(heard).toContainEqual({ conversationId: id })));
    expect((await look(agent, id)).whispers).toMatchObject([{ id: whisper.id, text: 'SECRETHINT ten percent at most', fromId: lead.memberId }]);
    for (const by of [colleague, other, owner]) expect((await look(by, id)).whispers).toEqual([]);
    expect((await colleague.client.refused('POST', `/whispers/${whisper.id}/seen`)).code).toBe('not-found');
    await say(id, 'Ten percent, because it is you', agent);
    await resolve(id);
    await agent.client.post(`/whispers/${whisper.id}/seen`);
    expect((await look(agent, id)).whispers).toEqual([]);
    expect((await look(lead, id)).whispers[0]?.seenAt).not.toBeNull();
    close();
    await eventually(() => Promise.resolve(expect(JSON.stringify(network.sent)).toContain('because it is you')));
    expect(JSON.stringify(network.sent)).not.toContain('SECRETHINT');
    for (const path of [`/conversations/${id}/messages?limit=100`, `/conversations/${id}`, '/search?q=SECRETHINT', '/events?after=0&limit=500', '/audit?limit=100', '/notices?limit=100']) expect(JSON.stringify((await owner.client.send('GET', path)).body)).not.toContain('SECRETHINT');
    // By construction: it stands in one column of one table, which nothing that leaves the house reads.
    const columns = await api.sql<{ table: string; column: string }>(`SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'ARRAY', 'bytea')`);
    const places: string[] = [];
    for (const { table, column } of columns) if ((await api.sql(`SELECT 1 FROM "${table}" WHERE position('SECRETHINT' IN "${column}"::text) > 0 LIMIT 1`)).length > 0) places.push(`${table}.${column}`);
    expect(places).toEqual(['whispers.text']);
  });

  it('takes over in one step, keeps the other’s draft, lets them answer no more, and hands back', async () => {
    const id = await write('Teresa', 'I want to speak to your boss!');
    await say(id, 'One moment');
    await agent.client.put(`/conversations/${id}/draft`, { text: 'What I was writing', private: false, attachmentIds: [], sinceSeq: 0 });
    expect((await lead.client.refused('POST', `/conversations/${id}/take-over`, { version: 0 })).code).toBe('conversation-moved');
    const { version } = await lead.client.get<ConversationView>(`/conversations/${id}`);
    // Another word in between is nobody who was faster.
    await say(id, 'I will ask');
    const outcomes = await Promise.all([lead, other].map((by) => by.client.send<ConversationChange>('POST', `/conversations/${id}/take-over`, { version })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const winner = outcomes[0]?.status === 200 ? lead : other;
    expect((await lead.client.get<ConversationView>(`/conversations/${id}`)).assigneeId).toBe(winner.memberId);
    expect((await look(agent, id)).takenOver).toMatchObject({ byId: winner.memberId, fromId: agent.memberId });
    expect(await agent.client.refused('POST', `/conversations/${id}/messages`, { clientId: 'late', text: 'Too late', sendNow: true })).toMatchObject({ code: 'taken-over', byId: winner.memberId });
    expect((await agent.client.send('POST', `/conversations/${id}/messages`, { clientId: 'note', text: 'For the team', private: true })).status).toBe(201);
    await eventually(async () => expect((await notices(agent)).map(({ what }) => what)).toContain('taken-over'));
    await say(id, 'This is the boss', winner);
    await winner.client.post(`/conversations/${id}/hand-back`);
    expect((await look(agent, id)).takenOver).toBeNull();
    expect((await lead.client.get<ConversationView>(`/conversations/${id}`)).assigneeId).toBe(agent.memberId);
    await say(id, 'Here I am again');
    expect((await winner.client.refused('POST', `/conversations/${id}/hand-back`)).code).toBe('nothing-to-hand-back');
    // Giving it to somebody else ends it as well.
    await lead.client.post(`/conversations/${id}/take-over`);
    await lead.client.post(`/conversations/${id}/assign`, { assigneeId: colleague.memberId });
    await say(id, 'Still here');
    expect(JSON.stringify((await owner.client.send('GET', '/audit?limit=100')).body)).toContain('conversation.taken-over');
  });
});
