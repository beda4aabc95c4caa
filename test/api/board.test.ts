import { v7 } from 'uuid';
import type { BoardCount, BoardDay, BoardMoved, BoardMoveInput, BoardNews, BoardPreview, BoardView, ConversationChange, ConversationView, MessageView, Page, Team } from '@kontuar/contract';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { factories, type BuiltConversation, type Factories } from '../support/factories';

let api: TestApi;
let owner: Person;
let lead: Person;
let zofia: Person;
let iga: Person;
let analyst: Person;
let team: Team;
let build: Factories;
let open: string;
const sockets: AgentSocket[] = [];

const move = (by: Person, input: Omit<BoardMoveInput, 'force'> & { force?: boolean }) => by.client.post<BoardMoved>('/board/moves', input);
const these = (ids: readonly string[], assigneeId?: string | null): BoardMoveInput['what'] => ({ kind: 'these', conversations: ids.map((id) => ({ id, ...(assigneeId === undefined ? {} : { assigneeId }) })) });
const to = (person: Person): BoardMoveInput['to'] => ({ kind: 'member', memberId: person.memberId });
const ownerOf = async (id: string) => (await owner.client.get<ConversationView>(`/conversations/${id}`)).assigneeId;
const waiting = async (minutes: number, traits: Parameters<Factories['buildConversation']>[0] = {}): Promise<BuiltConversation> => {
  const conversation = await build.buildConversation({ channelId: open, ...traits });
  await api.sql(`UPDATE conversations SET waiting_since = now() - make_interval(mins => $2) WHERE id = $1`, [conversation.id, minutes]);
  return conversation;
};
const clearOff = () => api.sql(`UPDATE conversations SET state = 'resolved', assignee_id = NULL, waiting_since = NULL WHERE workspace_id = $1`, [owner.workspaceId]);

beforeAll(async () => {
  api = await startTestApi({ worker: true });
  owner = await api.signUp();
  lead = await api.invite(owner, 'supervisor', { name: 'Hanna Bielik' });
  zofia = await api.invite(owner, 'agent', { name: 'Zofia Mazur' });
  iga = await api.invite(owner, 'agent', { name: 'Iga Szulc' });
  analyst = await api.invite(owner, 'brand_analyst');
  team = await owner.client.post<Team>('/teams', { name: 'Claims', memberIds: [iga.memberId] });
  build = factories(api.sql, owner.workspaceId);
  open = await build.buildChannel();
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await api.stop();
});
afterEach(async () => {
  await clearOff();
});

describe('the board', () => {
  it('counts the day as customers live it: who writes three times waits once, and the gap is who waits', async () => {
    const [twice, answered, settled] = [await build.buildConversation({ channelId: open }), await build.buildConversation({ channelId: open }), await build.buildConversation({ channelId: open })];
    for (const text of ['Hello', 'Are you there?', 'Well?']) await build.buildMessage({ conversation: twice, text });
    await build.buildMessage({ conversation: answered });
    await build.buildMessage({ conversation: answered, direction: 'out' });
    await build.buildMessage({ conversation: settled });
    await lead.client.patch(`/conversations/${settled.id}`, { state: 'resolved' });
    await api.sql('UPDATE conversations SET waiting_since = now() WHERE id = $1', [twice.id]);
    const day = await owner.client.get<BoardDay>('/board/day');
    expect([day.cameIn.at(-1), day.answered.at(-1), day.carried, day.usual]).toEqual([3, 2, 0, null]);
  });

  it('shows nobody’s work and everybody’s, longest waiting first, with what each carries', async () => {
    const [old, fresh, mine, theirs] = [await waiting(40), await waiting(2), await waiting(9, { assigneeId: zofia.memberId }), await build.buildConversation({ channelId: open, assigneeId: zofia.memberId })];
    const board = await lead.client.get<BoardView>('/board');
    const column = (key: string) => board.columns.find((each) => each.key === key)?.rows.items.map(({ id }) => id);
    expect(column('unassigned')).toEqual([old.id, fresh.id]);
    expect(column(zofia.memberId)).toEqual([mine.id, theirs.id]);
    expect(column(iga.memberId)).toEqual([]);
    expect(board.columns.map(({ key }) => key)).not.toContain(analyst.memberId);
    // What waits for the customer weighs half.
    expect(board.figures.members[zofia.memberId]).toEqual({ open: 2, waiting: 1, load: 1.5, capacity: null });
    expect(board.figures).toMatchObject({ unassigned: { open: 2, waiting: 2 }, waiting: 3, channels: { [open]: { open: 4, waiting: 3 } } });
    expect(Date.now() - Date.parse(board.figures.longestAt ?? '')).toBeGreaterThan(39 * 60_000);
  });

  it('goes by teams and by channels as well, and on from the first rows by the column’s own list', async () => {
    const contact = await build.buildContact();
    for (let at = 0; at < 14; at += 1) await waiting(60 - at, { teamId: team.id, contact });
    const byTeam = (await lead.client.get<BoardView>('/board?by=teams')).columns.find(({ key }) => key === team.id)?.rows;
    expect(byTeam?.items).toHaveLength(12);
    const rest = await lead.client.get<Page<ConversationView>>(`/conversations?teamId=${team.id}&view=all&sort=waiting&limit=50&cursor=${encodeURIComponent(byTeam?.nextCursor ?? '')}`);
    expect(new Set([...(byTeam?.items ?? []), ...rest.items].map(({ id }) => id)).size).toBe(14);
    expect((await lead.client.get<BoardView>('/board?by=channels')).columns.find(({ key }) => key === open)?.rows.items).toHaveLength(12);
  });

  it('tells who looks what moved, soon, and nobody who stopped looking', async () => {
    const socket = await openAgentSocket(api.url, lead.client.cookie);
    sockets.push(socket);
    const news: BoardNews[] = [];
    socket.socket.on('board.counted', (each) => news.push(each));
    const begun = await new Promise<BoardCount>((resolve, reject) => { socket.socket.emit('board.join', {}, (answer) => (answer.ok ? resolve(answer) : reject(new Error(answer.code)))); });
    const conversation = await waiting(1);
    const since = performance.now();
    await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: zofia.memberId });
    await eventually(() => { expect(news.some(({ changed }) => changed.members?.[zofia.memberId]?.open === 1)).toBe(true); });
    expect(performance.now() - since).toBeLessThan(10_000);
    news.filter(({ round }) => round > begun.round).forEach(({ round }, at) => expect(round).toBe(begun.round + at + 1));
    await new Promise((done) => { socket.socket.emit('board.leave', {}, done); });
    const heard = news.length;
    await move(owner, { what: these([conversation.id]), to: { kind: 'queue' } });
    await socket.until('conversation.updated', (event) => event.conversation.id === conversation.id && event.conversation.assigneeId === null);
    expect(news).toHaveLength(heard);
  });

  it('shows promises that end within the hour, the late ones, and what will be late at this pace', async () => {
    const due = async (minutes: number) => {
      const { id } = await waiting(5);
      await api.sql(`UPDATE conversations SET due_at = now() + make_interval(mins => $2), due_kind = 'first_reply', due_since = now() - interval '1 hour' WHERE id = $1`, [id, minutes]);
      return id;
    };
    const [late, soon, , later] = [await due(-6), await due(7), await due(90), await due(40)];
    const { figures: { horizon, forecast } } = await lead.client.get<BoardCount>('/board/figures');
    expect(horizon.pins.map(({ conversationId }) => conversationId)).toEqual([late, soon, later]);
    expect(horizon).toMatchObject({ total: 3, late: 1, nobodys: 3 });
    expect(forecast).toEqual({ minutes: 15, due: 1, breaks: 1 });
  });
});

describe('a move', () => {
  it('takes a selection to somebody with a note and a notice, and is taken back as one act', async () => {
    const [one, two] = [await waiting(5, { assigneeId: zofia.memberId }), await waiting(6)];
    const result = await move(lead, { what: these([one.id, two.id]), to: to(iga), note: 'They know the customer' });
    expect(result).toMatchObject({ moved: 2, refused: [] });
    expect(result.loads).toEqual(expect.arrayContaining([{ memberId: iga.memberId, before: 0, after: 2, capacity: null }, { memberId: zofia.memberId, before: 1, after: 0, capacity: null }]));
    const { items } = await iga.client.get<Page<MessageView>>(`/conversations/${one.id}/messages`);
    expect(items.find(({ kind }) => kind === 'note')).toMatchObject({ text: 'They know the customer', author: { name: 'Hanna Bielik' } });
    const handed = await api.sql<{ conversation_id: string }>(`SELECT conversation_id FROM events WHERE type = 'notification' AND data->>'kind' = 'handed-over' AND data->'memberIds' ? $1`, [iga.memberId]);
    expect(handed.map((row) => row.conversation_id).sort()).toEqual([one.id, two.id].sort());
    expect(await lead.client.post(`/undo/${result.undoToken}`, {})).toMatchObject({ restored: 2 });
    expect([await ownerOf(one.id), await ownerOf(two.id)]).toEqual([zofia.memberId, null]);
  });

  it('takes everything of somebody, also what sleeps, to a team or the queue', async () => {
    const mine = [await waiting(5, { assigneeId: zofia.memberId }), await build.buildConversation({ channelId: open, assigneeId: zofia.memberId, state: 'snoozed' })];
    expect(await move(lead, { what: { kind: 'member', memberId: zofia.memberId }, to: { kind: 'team', teamId: team.id } })).toMatchObject({ moved: 2 });
    expect(await owner.client.get<ConversationView>(`/conversations/${mine[1]?.id}`)).toMatchObject({ assigneeId: null, teamId: team.id, state: 'snoozed' });
    await move(lead, { what: these([mine[0]?.id ?? '']), to: to(zofia) });
    expect(await move(lead, { what: { kind: 'filter', filter: { by: 'assignee', is: 'any', of: [zofia.memberId] } }, to: { kind: 'queue' } })).toMatchObject({ moved: 1 });
  });

  it('takes all that one person has in one act, however much it is, and gives it back', async () => {
    const first = await build.buildConversation({ channelId: open, assigneeId: zofia.memberId });
    await api.sql(`INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, assignee_id) SELECT gen_random_uuid(), $1, 900000 + n, $2, $3, $4, 'open', $5 FROM generate_series(1, 520) n`,
      [owner.workspaceId, open, first.contactId, first.identityId, zofia.memberId]);
    const left = async () => (await api.sql<{ n: number }>('SELECT count(*)::int AS n FROM conversations WHERE assignee_id = $1', [zofia.memberId]))[0]?.n;
    const done = await move(lead, { what: { kind: 'member', memberId: zofia.memberId }, to: { kind: 'queue' } });
    expect([done.moved, done.conversations.length, await left()]).toEqual([521, 500, 0]);
    expect(await lead.client.post(`/undo/${done.undoToken}`, {})).toMatchObject({ restored: 521 });
    expect(await left()).toBe(521);
  });

  it('is refused where the new owner could not see it, with the reason, for as many as that is so', async () => {
    const closed = await build.buildChannel({ access: 'restricted', memberIds: [zofia.memberId] });
    const [seen, hidden, theirTeams] = [await waiting(1), await waiting(1, { channelId: closed, assigneeId: zofia.memberId }), await waiting(1, { channelId: closed, teamId: team.id })];
    const what = these([seen.id, hidden.id, theirTeams.id]);
    const preview = await lead.client.post<BoardPreview>('/board/moves/preview', { what });
    expect(preview.targets.find(({ memberId }) => memberId === iga.memberId)).toMatchObject({ before: 0, after: 2, refused: [{ conversationId: hidden.id, reason: 'no-access' }] });
    expect(preview.targets.map(({ memberId }) => memberId)).not.toContain(analyst.memberId);
    expect(await move(lead, { what, to: to(iga) })).toMatchObject({ moved: 2, refused: [{ conversationId: hidden.id, reason: 'no-access' }] });
    expect(await ownerOf(hidden.id)).toBe(zofia.memberId);
    expect(await move(lead, { what: these([seen.id]), to: to(analyst) })).toMatchObject({ moved: 0, undoToken: null, refused: [{ conversationId: seen.id, reason: 'cannot-answer' }] });
    // What is theirs already does not make the channel theirs.
    await api.sql('UPDATE conversations SET assignee_id = $2 WHERE id = $1', [hidden.id, iga.memberId]);
    expect(await move(lead, { what: these([hidden.id]), to: { kind: 'spread', memberIds: [iga.memberId] } })).toMatchObject({ moved: 0 });
  });

  it('has one winner when two move the same, and the other is told who has it', async () => {
    const { id } = await waiting(1);
    const results = await Promise.all([move(lead, { what: these([id], null), to: to(zofia) }), move(owner, { what: these([id], null), to: to(iga) })]);
    const [won, lost] = results[0].moved === 1 ? results : [results[1], results[0]];
    const winner = await ownerOf(id);
    expect(won).toMatchObject({ moved: 1, conversations: [{ assigneeId: winner }] });
    expect(lost).toMatchObject({ moved: 0, undoToken: null, refused: [{ conversationId: id, reason: 'moved', assigneeId: winner }] });
  });

  it('spreads by load to those on shift, and shows it beforehand', async () => {
    for (const person of [zofia, iga]) await api.sql('UPDATE memberships SET here = true WHERE id = $1', [person.memberId]);
    await waiting(1, { assigneeId: zofia.memberId });
    const ids = await Promise.all(Array.from({ length: 10 }, async (_, at) => (await waiting(at + 1)).id));
    const preview = await lead.client.post<BoardPreview>('/board/moves/preview', { what: these(ids), to: { kind: 'spread' } });
    expect(preview.plan?.loads.map(({ before, after }) => [before, after]).sort()).toEqual([[0, 5], [1, 6]]);
    const result = await move(lead, { what: these(ids), to: { kind: 'spread' } });
    expect(result).toMatchObject({ moved: 10, refused: [] });
    await api.sql(`UPDATE memberships SET duty = 'sick' WHERE id = $1`, [iga.memberId]);
    expect((await move(lead, { what: { kind: 'member', memberId: iga.memberId }, to: { kind: 'spread' } })).conversations.every(({ assigneeId }) => assigneeId === zofia.memberId)).toBe(true);
    await api.sql(`UPDATE memberships SET duty = 'on' WHERE id = $1`, [iga.memberId]);
  });

  it('says of what is gone or settled that it is, and knows no other workspace', async () => {
    const stranger = await api.otherWorkspace();
    const [settled, theirs] = [await build.buildConversation({ channelId: open, state: 'resolved' }), await waiting(1)];
    expect(await move(lead, { what: these([settled.id, v7()]), to: to(zofia) })).toMatchObject({ moved: 0, refused: [{ reason: 'not-open' }, { reason: 'not-open' }] });
    expect(await move(stranger, { what: these([theirs.id]), to: { kind: 'queue' } })).toMatchObject({ moved: 0, refused: [{ reason: 'not-open' }] });
    expect(await stranger.client.refused('POST', '/board/moves', { what: these([theirs.id]), to: to(zofia) })).toMatchObject({ status: 404 });
    expect(await lead.client.refused('POST', '/board/moves', { what: these([theirs.id]), to: { kind: 'team', teamId: v7() } })).toMatchObject({ status: 404 });
  });

  it('leaves nothing lost or doubled when many move at random at once', async () => {
    const people = [zofia, iga, await api.invite(owner, 'agent', { name: 'James Okafor' })];
    for (const person of people) await api.sql('UPDATE memberships SET here = true WHERE id = $1', [person.memberId]);
    const ids = await Promise.all(Array.from({ length: 24 }, async () => (await waiting(1)).id));
    let state = 7;
    const below = (most: number) => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return Math.floor((state / 2 ** 32) * most); };
    const some = () => ids.filter(() => below(4) === 0);
    const ways = [() => to(people[below(3)] as Person), () => ({ kind: 'queue' }) as const, () => ({ kind: 'spread' }) as const, () => ({ kind: 'team', teamId: team.id }) as const];
    const acts = Array.from({ length: 60 }, () => ({ by: below(2) === 0 ? lead : owner, what: these([...some(), ids[below(24)] ?? '']), to: (ways[[0, 0, 0, 1, 2, 2, 3][below(7)] ?? 0] as () => BoardMoveInput['to'])() }));
    const statuses = new Set<number>();
    await Promise.all(Array.from({ length: 6 }, async () => {
      for (let act = acts.pop(); act !== undefined; act = acts.pop()) statuses.add((await act.by.client.send('POST', '/board/moves', { what: act.what, to: act.to })).status);
    }));
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const rows = await api.sql<{ id: string; assignee_id: string | null; state: string }>('SELECT id, assignee_id, state FROM conversations WHERE id = ANY($1)', [ids]);
    expect(rows.filter((row) => row.state === 'open')).toHaveLength(24);
    // Each line of a thread goes on where the one before ended: nobody ever had what somebody else had.
    for (const id of ids) {
      const lines = await api.sql<{ event_data: { from: { assigneeId: string | null }; to: { assigneeId: string | null } } }>(`SELECT event_data FROM messages WHERE conversation_id = $1 AND event_type = 'assigned' ORDER BY seq`, [id]);
      let has: string | null = null;
      for (const { event_data: line } of lines) {
        expect(line.from.assigneeId).toBe(has);
        has = line.to.assigneeId;
      }
      expect(rows.find((row) => row.id === id)?.assignee_id).toBe(has);
    }
  }, 60_000);
});

describe('taking a conversation', () => {
  it('goes to the first of those who saw the same, and refuses nobody for what was read, labelled or written since', async () => {
    const conversation = await waiting(5);
    const take = (by: Person, version: number) => by.client.send<ConversationChange>('POST', `/conversations/${conversation.id}/assign`, { assigneeId: by.memberId, version });
    const { version } = await zofia.client.get<ConversationView>(`/conversations/${conversation.id}`);
    await iga.client.put(`/conversations/${conversation.id}/read`, { seq: 100 });
    await lead.client.patch(`/conversations/${conversation.id}`, { priority: 'high' });
    await lead.client.post(`/conversations/${conversation.id}/messages`, { clientId: v7(), text: 'Their oak table came without legs', private: true });
    expect((await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).version).toBeGreaterThan(version);
    const answers = await Promise.all([zofia, iga].map((by) => take(by, version)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'conversation-moved' });
    const winner = answers[0]?.status === 200 ? zofia : iga;
    expect(await ownerOf(conversation.id)).toBe(winner.memberId);
    // Given to a team is changed hands, too; whoever saw that takes it.
    await lead.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: null, teamId: team.id });
    const { version: seen } = await iga.client.get<ConversationView>(`/conversations/${conversation.id}`);
    expect((await take(zofia, seen - 1)).status).toBe(409);
    expect((await take(iga, seen)).status).toBe(200);
  });
});
