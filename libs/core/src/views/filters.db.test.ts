import { Client } from 'pg';
import { attributes, dayOf, filter as filterSchema, type ConversationSort, matchFilter, type Attribute, type ConversationView, type Filter, type Verdict } from '@kontuar/contract';
import { openDatabase, Secrets, type Database } from '@kontuar/platform';
import { factories, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { findConversationViews } from '../conversations/conversations.queries';
import { entities } from '../entities';
import { compileFilter, type FilterContext } from './compile';
import { COUNTED_UP_TO, countByFilter, findByFilter, idsByFilter } from './views.queries';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, me, other, team, otherTeam, label, secondLabel, foreign] = [id(1), id(3), id(4), id(5), id(6), id(7), id(8), id(99)];
const now = new Date();
const secrets = new Secrets('a secret of the tests, long enough to be one');
const minutes = (n: number) => new Date(now.getTime() - n * 60_000);

let made: TestDatabase;
let client: Client;
let database: Database;
let build: Factories;
let channels: string[];
let views: ConversationView[];
const all: string[] = [];

const actor = (channelIds: MemberActor['channelIds'] = 'all', teamIds: string[] = [team]): MemberActor => ({ kind: 'member', workspaceId: workspace, memberId: me, userId: id(10), name: 'A', role: 'agent', teamIds, channelIds });
const kinds: Record<string, string[]> = { mail: ['post'], messaging: ['talk'] };
const contextOf = (as = actor()): FilterContext => ({ actor: as, now, timeZone: 'Europe/Warsaw', connectorsOf: (kind) => kinds[kind] ?? [] });
const matching = (filter: Filter, as = actor()) => database.lookInWorkspace(workspace, async (tx) => (await idsByFilter(tx, contextOf(as), filterSchema.parse(filter), { limit: 1000 })) ?? []);
const numbersOf = (ids: readonly string[]) => ids.map((each) => all.indexOf(each)).sort((a, b) => a - b);
const numbers = async (filter: Filter, as?: MemberActor) => numbersOf(await matching(filter, as));
const verdicts = (filter: Filter): [string, Verdict][] => views.map((view) => [view.id, matchFilter(filter, view, { memberId: me, teamIds: [team], now, timeZone: 'Europe/Warsaw', channelKind: (connector) => Object.keys(kinds).find((kind) => kinds[kind]?.includes(connector)) })]);

/** How far the case is that a conversation shows. */
const shownCases: Record<number, { clock: string; state: string; answer: string; dueAt: string }> = {
  0: { clock: 'running', state: 'open', answer: 'none', dueAt: minutes(-3 * 1440).toISOString() },
  3: { clock: 'running', state: 'open', answer: 'chat', dueAt: minutes(60).toISOString() },
  6: { clock: 'stopped', state: 'closed', answer: 'delivered', dueAt: minutes(-60).toISOString() },
  7: { clock: 'running', state: 'open', answer: 'failed', dueAt: minutes(-1440).toISOString() },
};

/** Leads by conversation; one may be about several. The withdrawn one is none. */
const leads: [n: number, stage: string, state: string, nextAt: Date | null, withdrawn?: boolean][] = [
  [1, 'won', 'won', minutes(5000)], [1, 'new', 'open', minutes(30)], [2, 'offer', 'open', minutes(-2 * 1440)], [4, 'new', 'open', null], [6, 'lost', 'lost', minutes(40)], [8, 'offer', 'open', minutes(10), true],
];

/** What stands in fields of the workspace's own, by conversation. */
const fields: Record<number, Record<string, unknown>> = {
  0: { order: 'A-17', total: 17.5, size: 'small', gifts: ['bow', 'card'], express: true, delivery: dayOf(now, 'Europe/Warsaw') },
  1: { order: 'Łódź 5', total: 200, size: 'large', gifts: ['card'], express: false, delivery: dayOf(minutes(3 * 1440), 'Europe/Warsaw') },
  2: { order: 'a-170', total: 0, size: 'Small', delivery: dayOf(minutes(-5 * 1440), 'Europe/Warsaw') },
  5: { total: -3, order: '100%_' },
};

beforeAll(async () => {
  made = await createTestDatabase();
  client = new Client({ connectionString: made.url });
  await client.connect();
  database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'filters-test' });
  await client.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop'), ($2, 'Elsewhere')`, [workspace, foreign]);
  await client.query(`INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'a@example.com', 'A', ''), ($2, 'b@example.com', 'B', '')`, [id(10), id(11)]);
  await client.query(`INSERT INTO memberships (id, workspace_id, user_id, role, presence) VALUES ($1, $3, $4, 'agent', 'on'), ($2, $3, $5, 'agent', 'off')`, [me, other, workspace, id(10), id(11)]);
  await client.query(`INSERT INTO teams (id, workspace_id, name) VALUES ($1, $3, 'Returns'), ($2, $3, 'Claims')`, [team, otherTeam, workspace]);
  await client.query(`INSERT INTO team_members (workspace_id, team_id, member_id) VALUES ($1, $2, $3)`, [workspace, team, me]);
  await client.query(`INSERT INTO labels (id, workspace_id, name) VALUES ($1, $3, 'One'), ($2, $3, 'Two')`, [label, secondLabel, workspace]);
  const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];
  build = factories(sql, workspace);
  await client.query(`INSERT INTO attribute_definitions (id, workspace_id, subject, key, kind, name, options, position) VALUES ($1, $2, 'conversation', 'size', 'one', '{"en": "Size", "pl": "Rozmiar"}', '[{"value": "large"}, {"value": "small"}]', 1)`, [id(50), workspace]);
  channels = [await build.buildChannel({ connectorId: 'post' }), await build.buildChannel({ connectorId: 'talk' })];
  for (let n = 0; n < 12; n += 1) {
    const contact = await build.buildContact({ name: n === 3 ? 'Łucja Nowak' : `Customer ${n}` });
    const conversation = await build.buildConversation({
      contact, channelId: channels[n % 2] ?? '', state: (['open', 'pending', 'snoozed', 'resolved'] as const)[n % 4]!, ...(n % 3 === 0 ? { assigneeId: me } : n % 3 === 1 ? { assigneeId: other } : {}),
      ...(n < 4 ? { teamId: team } : n < 6 ? { teamId: otherTeam } : {}), labelIds: n === 0 ? [label, secondLabel] : n < 5 ? [label] : [], lastMessageAt: minutes(n * 60), subject: n === 7 ? 'Zażółć gęślą' : undefined,
    } as never);
    all.push(conversation.id);
    await build.buildMessage({ conversation, text: n === 2 ? 'Kiedy przyjedzie kurier?' : 'Hello', createdAt: minutes(n * 60) });
    await client.query(
      `UPDATE conversations SET waiting_since = $2, priority = $3, matter = $4, read_seq = CASE WHEN $5 THEN last_seq ELSE 0 END, preview_failed = $6, closed_as_thanks = $7, has_public = $8, last_inbound_at = $9, first_reply_at = $10,
         snoozed_until = CASE WHEN state = 'snoozed' THEN $11::timestamptz END, created_at = $12, rating = $13, resolved_at = CASE WHEN state = 'resolved' THEN $9::timestamptz END WHERE id = $1`,
      [conversation.id, n % 2 === 0 && n % 4 !== 3 ? minutes(n * 30) : null, n % 4, n === 1 ? 'claim' : n === 2 ? 'praise' : null, n % 2 === 0, n === 5, n === 7, n > 8, minutes(n * 60), n > 5 ? minutes(1) : null, minutes(-60 * n), minutes(n * 1440), n === 9 ? { stars: 2, of: 5 } : null],
    );
    if (n === 1 || n === 2) await client.query('UPDATE conversations SET matter_by = $2, matter_confidence = 0.8 WHERE id = $1', [conversation.id, n === 1 ? 'guess' : 'member']);
    if (n === 4 || n === 8) await client.query(`UPDATE conversations SET language = 'pl', mood = $2, mood_score = $3 WHERE id = $1`, [conversation.id, { label: n === 4 ? 'negative' : 'positive', score: n === 4 ? -0.8 : 0.6, confidence: 0.9 }, n === 4 ? -0.8 : 0.6]);
    const shown = shownCases[n];
    if (shown !== undefined) await client.query('UPDATE conversations SET case_summary = $2, case_due_at = $3, case_id = $4 WHERE id = $1', [conversation.id, JSON.stringify({ id: id(70 + n), code: `R-${n}`, matter: 'claim', subject: '', receivedOn: '2026-11-09', dueOn: '2026-11-23', timeZone: 'Europe/Warsaw', decision: null, conversations: 1, version: 1, ...shown }), shown.clock === 'running' ? shown.dueAt : null, id(70 + n)]);
    if (n === 1 || n === 4) await client.query('UPDATE conversations SET due_at = $2, due_kind = $3, due_since = $4 WHERE id = $1', [conversation.id, minutes(n === 1 ? -30 : 20), n === 1 ? 'first_reply' : 'resolution', minutes(60)]);
    if (n === 2 || n === 3 || n === 5) await client.query(`UPDATE conversations SET asides = $2 WHERE id = $1`, [conversation.id, { version: 1, ours: n === 2 ? 1 : 0, theirs: n === 3 ? 2 : 0, done: n === 2 ? 1 : 0 }]);
    if (n === 1) await client.query(`UPDATE contacts SET kinds = '{strategic,loyal}', language = 'pl', company = 'Hurtownia Meblex', attributes = '{"tier": "gold"}' WHERE id = $1`, [contact.id]);
    if (n in fields) await client.query('UPDATE conversations SET attributes = $2 WHERE id = $1', [conversation.id, JSON.stringify(fields[n])]);
    if (n === 1 || n === 2 || n === 5) await client.query(`INSERT INTO report_facts (workspace_id, conversation_id, kind, seq, at, ms, channel_id, member_id) VALUES ($1, $2, 'first', 1, '2026-11-15T12:00:00Z', $3, $4, $5)`, [workspace, conversation.id, n * 400_000, conversation.channelId, n === 5 ? other : me]);
    if (n === 4) await client.query(`INSERT INTO messages (conversation_id, seq, id, workspace_id, channel_id, kind, direction, status, author_kind, author_id, text, at) VALUES ($1, 50, gen_random_uuid(), $2, $3, 'note', 'none', 'logged', 'member', $4, 'x', now())`, [conversation.id, workspace, channels[0], me]);
    if (n === 6) await client.query(`INSERT INTO note_mentions (workspace_id, member_id, message_id, conversation_id) SELECT workspace_id, $2, id, conversation_id FROM messages WHERE conversation_id = $1 LIMIT 1`, [conversation.id, me]);
    if (n === 8) await client.query(`INSERT INTO watches (workspace_id, conversation_id, member_id, why, left_at) VALUES ($1, $2, $3, 'self', NULL), ($1, $2, $4, 'self', now())`, [workspace, conversation.id, me, other]);
  }
  // One that is on, for a team and a channel on which one conversation stands; one that is over, for everything.
  const besieged = await build.buildChannel({ connectorId: 'post' });
  await client.query('UPDATE conversations SET channel_id = $2 WHERE id = $1', [all[6], besieged]);
  for (const [k, teams, at, over] of [[300, [otherTeam], [besieged], null], [301, [], [], now]] as const) await client.query(`INSERT INTO crises (id, workspace_id, reason, team_ids, channel_ids, ended_at, statement, began_by, began_by_name) VALUES ($1, $2, 'Fire', $3, $4, $5, '{"en": "", "pl": ""}', $6, 'A')`, [id(k), workspace, teams, at, over, me]);
  for (const [at, [n, stage, state, nextAt, withdrawn]] of leads.entries()) {
    await client.query('INSERT INTO leads (id, workspace_id, number, code, stage, state, next_at, withdrawn_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [id(200 + at), workspace, at + 1, `L-${at + 1}`, stage, state, nextAt, withdrawn === true ? now : null]);
    await client.query('INSERT INTO lead_conversations (workspace_id, lead_id, conversation_id) VALUES ($1, $2, $3)', [workspace, id(200 + at), all[n]]);
  }
  views = await database.lookInWorkspace(workspace, (tx) => findConversationViews(tx, secrets, all));
});
afterAll(async () => {
  await database.close();
  await client.end();
  await made.drop();
});

const figure = (asked: Record<string, string>): string => new URLSearchParams({ from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Warsaw', ...asked }).toString();

const cases: Record<Attribute, [Filter, number[]][]> = {
  state: [[{ by: 'state', is: 'any', of: ['open'] }, [0, 4, 8]], [{ by: 'state', is: 'none', of: ['open', 'pending'] }, [2, 3, 6, 7, 10, 11]]],
  priority: [[{ by: 'priority', is: 'any', of: ['high', 'urgent'] }, [2, 3, 6, 7, 10, 11]], [{ by: 'priority', is: 'none', of: ['low'] }, [1, 2, 3, 5, 6, 7, 9, 10, 11]]],
  matter: [[{ by: 'matter', is: 'any', of: ['claim', 'praise'] }, [1, 2]], [{ by: 'matter', is: 'none', of: ['claim'] }, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]], [{ by: 'matter', is: 'none', of: ['none'] }, [1, 2]]],
  matterBy: [[{ by: 'matterBy', is: 'any', of: ['guess'] }, [1]], [{ by: 'matterBy', is: 'any', of: ['member', 'customer'] }, [2]], [{ by: 'matterBy', is: 'none', of: ['nobody', 'guess'] }, [2]]],
  channelKind: [[{ by: 'channelKind', is: 'any', of: ['mail'] }, [0, 2, 4, 6, 8, 10]], [{ by: 'channelKind', is: 'any', of: ['reviews'] }, []]],
  assignee: [
    [{ by: 'assignee', is: 'any', of: ['me'] }, [0, 3, 6, 9]], [{ by: 'assignee', is: 'any', of: ['nobody'] }, [2, 5, 8, 11]], [{ by: 'assignee', is: 'any', of: ['somebody'] }, [0, 1, 3, 4, 6, 7, 9, 10]],
    [{ by: 'assignee', is: 'any', of: ['off-shift'] }, [1, 4, 7, 10]], [{ by: 'assignee', is: 'any', of: ['away'] }, []], [{ by: 'assignee', is: 'any', of: ['my-teams'] }, [0, 3, 6, 9]],
    [{ by: 'assignee', is: 'any', of: [other, 'nobody'] }, [1, 2, 4, 5, 7, 8, 10, 11]], [{ by: 'assignee', is: 'none', of: ['me'] }, [1, 2, 4, 5, 7, 8, 10, 11]],
  ],
  team: [[{ by: 'team', is: 'any', of: ['mine'] }, [0, 1, 2, 3]], [{ by: 'team', is: 'any', of: [otherTeam] }, [4, 5]], [{ by: 'team', is: 'none', of: [team] }, [4, 5, 6, 7, 8, 9, 10, 11]], [{ by: 'team', is: 'any', of: ['none'] }, [6, 7, 8, 9, 10, 11]]],
  channel: [[{ by: 'channel', is: 'any', of: [foreign] }, []]],
  contact: [[{ by: 'contact', is: 'any', of: [foreign] }, []]],
  participant: [[{ by: 'participant', is: 'any', of: ['me'] }, [4]], [{ by: 'participant', is: 'any', of: [other] }, []]],
  connector: [[{ by: 'connector', is: 'any', of: ['talk'] }, [1, 3, 5, 7, 9, 11]], [{ by: 'connector', is: 'any', of: ['unknown'] }, []]],
  contactLanguage: [[{ by: 'contactLanguage', is: 'any', of: ['pl'] }, [1]], [{ by: 'contactLanguage', is: 'none', of: ['none'] }, [1]]],
  language: [[{ by: 'language', is: 'any', of: ['pl'] }, [4, 8]], [{ by: 'language', is: 'any', of: ['none', 'de'] }, [0, 1, 2, 3, 5, 6, 7, 9, 10, 11]]],
  case: [[{ by: 'case', is: 'any', of: ['running'] }, [0, 3, 7]], [{ by: 'case', is: 'any', of: ['late'] }, [3]], [{ by: 'case', is: 'any', of: ['stopped', 'bounced'] }, [6, 7]], [{ by: 'case', is: 'any', of: ['unanswered'] }, [0, 3, 7]], [{ by: 'case', is: 'any', of: ['closed'] }, [6]], [{ by: 'case', is: 'none', of: ['none'] }, [0, 3, 6, 7]]],
  caseDue: [[{ by: 'caseDue', is: 'before', at: { ahead: 2, unit: 'days' } }, [3, 7]], [{ by: 'caseDue', is: 'after', at: { ahead: 2, unit: 'days' } }, [0]], [{ by: 'caseDue', is: 'empty' }, [1, 2, 4, 5, 6, 8, 9, 10, 11]]],
  lead: [
    [{ by: 'lead', is: 'any', of: ['going'] }, [1, 2, 4]], [{ by: 'lead', is: 'any', of: ['late'] }, [1]], [{ by: 'lead', is: 'any', of: ['unplanned'] }, [4]], [{ by: 'lead', is: 'any', of: ['won', 'lost'] }, [1, 6]],
    [{ by: 'lead', is: 'none', of: ['none'] }, [1, 2, 4, 6]], [{ by: 'lead', is: 'any', of: ['none', 'lost'] }, [0, 3, 5, 6, 7, 8, 9, 10, 11]],
  ],
  leadStage: [[{ by: 'leadStage', is: 'any', of: ['offer'] }, [2]], [{ by: 'leadStage', is: 'any', of: ['new', 'won'] }, [1, 4]], [{ by: 'leadStage', is: 'none', of: ['none', 'offer'] }, [1, 4, 6]], [{ by: 'leadStage', is: 'any', of: ['x-or-true'] }, []]],
  leadNext: [[{ by: 'leadNext', is: 'before', at: { ahead: 1, unit: 'days' } }, [1]], [{ by: 'leadNext', is: 'before', at: { ahead: 3, unit: 'days' } }, [1, 2]], [{ by: 'leadNext', is: 'after', at: { ago: 0, unit: 'hours' } }, [2]], [{ by: 'leadNext', is: 'filled' }, [1, 2]], [{ by: 'leadNext', is: 'empty' }, [0, 3, 4, 5, 6, 7, 8, 9, 10, 11]]],
  promised: [[{ by: 'promised', is: 'any', of: ['first_reply'] }, [1]], [{ by: 'promised', is: 'any', of: ['broken'] }, [4]], [{ by: 'promised', is: 'none', of: ['none'] }, [1, 4]], [{ by: 'promised', is: 'none', of: ['resolution'] }, [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]]],
  due: [[{ by: 'due', is: 'before', at: { ahead: 1, unit: 'hours' } }, [1, 4]], [{ by: 'due', is: 'after', at: { ago: 0, unit: 'hours' } }, [1]], [{ by: 'due', is: 'empty' }, [0, 2, 3, 5, 6, 7, 8, 9, 10, 11]]],
  asides: [[{ by: 'asides', is: 'any', of: ['ours'] }, [2]], [{ by: 'asides', is: 'any', of: ['theirs', 'done'] }, [2, 3]], [{ by: 'asides', is: 'none', of: ['none'] }, [2, 3]], [{ by: 'asides', is: 'any', of: ['none'] }, [0, 1, 4, 5, 6, 7, 8, 9, 10, 11]]],
  mood: [[{ by: 'mood', is: 'any', of: ['negative'] }, [4]], [{ by: 'mood', is: 'none', of: ['unknown'] }, [4, 8]]],
  labels: [[{ by: 'labels', is: 'any', of: [secondLabel, label] }, [0, 1, 2, 3, 4]], [{ by: 'labels', is: 'all', of: [label, secondLabel] }, [0]], [{ by: 'labels', is: 'none', of: [secondLabel] }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]], [{ by: 'labels', is: 'empty' }, [5, 6, 7, 8, 9, 10, 11]], [{ by: 'labels', is: 'filled' }, [0, 1, 2, 3, 4]], [{ by: 'labels', is: 'any', of: [foreign] }, []]],
  contactKind: [[{ by: 'contactKind', is: 'all', of: ['strategic', 'loyal'] }, [1]], [{ by: 'contactKind', is: 'none', of: ['strategic'] }, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]],
  visibility: [[{ by: 'visibility', is: 'any', of: ['public'] }, [9, 10, 11]], [{ by: 'visibility', is: 'any', of: ['private'] }, [0, 1, 2, 3, 4, 5, 6, 7, 8]]],
  waiting: [[{ by: 'waiting', is: 'filled' }, [0, 2, 4, 6, 8, 10]], [{ by: 'waiting', is: 'before', at: { ago: 2, unit: 'hours' } }, [6, 8, 10]], [{ by: 'waiting', is: 'after', at: { ago: 1, unit: 'hours' } }, [0, 2]], [{ by: 'waiting', is: 'empty' }, [1, 3, 5, 7, 9, 11]]],
  lastMessage: [[{ by: 'lastMessage', is: 'after', at: { ago: 2, unit: 'hours' } }, [0, 1, 2]]],
  lastInbound: [[{ by: 'lastInbound', is: 'before', at: { ago: 10, unit: 'hours' } }, [11]]],
  created: [[{ by: 'created', is: 'after', at: { ago: 2, unit: 'days' } }, [0, 1, 2]], [{ by: 'created', is: 'before', at: { at: minutes(10.5 * 1440).toISOString() } }, [11]]],
  firstReply: [[{ by: 'firstReply', is: 'empty' }, [0, 1, 2, 3, 4, 5]]],
  resolved: [[{ by: 'resolved', is: 'after', at: { ago: 5, unit: 'hours' } }, [3]]],
  snoozedUntil: [[{ by: 'snoozedUntil', is: 'before', at: { ahead: 7, unit: 'hours' } }, [2, 6]]],
  unread: [[{ by: 'unread', is: true }, [1, 3, 5, 7, 9, 11]], [{ by: 'unread', is: false }, [0, 2, 4, 6, 8, 10]]],
  failed: [[{ by: 'failed', is: true }, [5]]],
  thanks: [[{ by: 'thanks', is: true }, [7]]],
  mentionsMe: [[{ by: 'mentionsMe', is: true }, [6]]],
  watchedByMe: [[{ by: 'watchedByMe', is: true }, [8]]],
  crisis: [[{ by: 'crisis', is: true }, [4, 5, 6]], [{ by: 'crisis', is: false }, [0, 1, 2, 3, 7, 8, 9, 10, 11]]],
  rating: [[{ by: 'rating', is: 'atMost', value: 2 }, [9]], [{ by: 'rating', is: 'atLeast', value: 3 }, []]],
  attribute: [
    [{ by: 'attribute', is: 'any', key: 'size', of: ['small', 'large'] }, [0, 1]], [{ by: 'attribute', is: 'none', key: 'size', of: ['small'] }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [{ by: 'attribute', is: 'any', key: 'gifts', of: ['bow', 'x'] }, [0]], [{ by: 'attribute', is: 'all', key: 'gifts', of: ['card', 'bow'] }, [0]], [{ by: 'attribute', is: 'all', key: 'gifts', of: ['card'] }, [0, 1]], [{ by: 'attribute', is: 'none', key: 'gifts', of: ['card'] }, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [{ by: 'attribute', is: 'any', key: 'express', of: ['true'] }, [0]], [{ by: 'attribute', is: 'any', key: 'express', of: ['false'] }, [1]], [{ by: 'attribute', is: 'all', key: 'size', of: ['small', 'large'] }, []],
    [{ by: 'attribute', is: 'any', key: 'total', of: ['200.0', 'many'] }, [1]], [{ by: 'attribute', is: 'all', key: 'total', of: ['0', ' '] }, []], [{ by: 'attribute', is: 'any', key: 'total', of: ['', ' '] }, []],
    [{ by: 'attribute', is: 'atLeast', key: 'total', value: 17.5 }, [0, 1]], [{ by: 'attribute', is: 'atMost', key: 'total', value: 0 }, [2, 5]], [{ by: 'attribute', is: 'atLeast', key: 'size', value: 0 }, []],
    [{ by: 'attribute', is: 'has', key: 'order', text: 'A-17' }, [0, 2]], [{ by: 'attribute', is: 'has', key: 'order', text: 'lodz' }, [1]], [{ by: 'attribute', is: 'has', key: 'order', text: '%_' }, [5]], [{ by: 'attribute', is: 'has', key: 'total', text: '17' }, []],
    [{ by: 'attribute', is: 'filled', key: 'order' }, [0, 1, 2, 5]], [{ by: 'attribute', is: 'empty', key: 'gifts' }, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]], [{ by: 'attribute', is: 'filled', key: 'constructor' }, []],
    [{ by: 'attribute', is: 'before', key: 'delivery', at: { start: 'day', back: 0 } }, [1]], [{ by: 'attribute', is: 'after', key: 'delivery', at: { start: 'day', back: 0 } }, [0, 2]], [{ by: 'attribute', is: 'after', key: 'delivery', at: { ago: 7, unit: 'days' } }, [0, 1, 2]], [{ by: 'attribute', is: 'before', key: 'order', at: { start: 'day', back: 0 } }, []],
    [{ by: 'attribute', is: 'any', key: `x' OR '1'='1`, of: ['small'] }, []],
  ],
  contactAttribute: [[{ by: 'contactAttribute', is: 'empty', key: 'tier' }, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]], [{ by: 'contactAttribute', is: 'filled', key: 'tier' }, [1]], [{ by: 'contactAttribute', is: 'none', key: 'tier', of: ['gold'] }, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]], [{ by: 'contactAttribute', is: 'has', key: 'tier', text: 'GOL' }, [1]], [{ by: 'contactAttribute', is: 'any', key: 'tier', of: ['gold', 'silver'] }, [1]], [{ by: 'contactAttribute', is: 'any', key: `x' OR '1'='1`, of: ['gold'] }, []]],
  // Whoever may not read reports learns nothing by it.
  figure: [[{ by: 'figure', has: figure({ measure: 'first-reply' }) }, []]],
  company: [[{ by: 'company', has: 'meblex' }, [1]], [{ by: 'company', has: '%' }, []]],
  text: [[{ by: 'text', has: 'kurier' }, [2]], [{ by: 'text', has: 'gesla' }, [7]], [{ by: 'text', has: 'lucja' }, [3]], [{ by: 'text', has: `'); DROP TABLE conversations; --` }, []]],
};

describe('a filter in the database', () => {
  it.each(Object.keys(attributes) as Attribute[])('finds by %s what it says, and the row says the same where it knows', async (by) => {
    for (const [filter, expected] of cases[by]) {
      expect([filter, await numbers(filter)]).toEqual([filter, expected]);
      expect([filter, await numbers({ by: 'not', of: filter })]).toEqual([filter, all.map((_, n) => n).filter((n) => !expected.includes(n))]);
      for (const [conversation, verdict] of verdicts(filter)) expect([filter, all.indexOf(conversation), verdict === 'unknown' ? 'unknown' : verdict === 'yes']).toEqual([filter, all.indexOf(conversation), verdict === 'unknown' ? 'unknown' : expected.includes(all.indexOf(conversation))]);
    }
  });

  it('finds what stands behind a figure of the reports, for those who may read them', async () => {
    const found = (asked: Record<string, string>) => numbers({ by: 'all', of: [{ by: 'priority', is: 'none', of: ['low'] }, { by: 'figure', has: figure(asked) }] }, { ...actor(), role: 'supervisor' });
    expect(await found({ measure: 'first-reply' })).toEqual([1, 2, 5]);
    expect(await found({ measure: 'first-reply', by: 'member', key: me })).toEqual([1, 2]);
    expect(await found({ measure: 'first-reply', by: 'spread', key: '4' })).toEqual([5]);
    expect(await found({ measure: 'first-reply', by: 'day', key: '2026-11-15' })).toEqual([1, 2, 5]);
    expect(await found({ measure: 'first-reply', memberId: other })).toEqual([5]);
    expect(await found({ measure: 'resolved' })).toEqual([]);
    for (const nonsense of ['x', 'measure=first-reply', "measure=first-reply&from=2026-11-01&to=2026-11-30&memberId='); DROP TABLE conversations; --", 'measure=backlog&from=2026-11-01&to=2026-11-30&by=weekday']) {
      await expect(numbers({ by: 'figure', has: nonsense }, { ...actor(), role: 'supervisor' })).rejects.toMatchObject({ refusal: 'invalid' });
    }
  });

  it('finds by channel and by contact', async () => {
    expect(await numbers({ by: 'channel', is: 'any', of: [channels[1] as string] })).toEqual([1, 3, 5, 7, 9, 11]);
    const [first] = views.filter((view) => view.id === all[4]);
    expect(await numbers({ by: 'contact', is: 'any', of: [first?.contact.id as string, foreign] })).toEqual([4]);
  });

  it('agrees with the row on four hundred filters of any shape', async () => {
    const random = lottery(7);
    const leaves = Object.values(cases).flat().map(([filter]) => filter);
    const grow = (depth: number): Filter => {
      const roll = random(10);
      if (depth === 0 || roll < 4) return leaves[random(leaves.length)] as Filter;
      if (roll < 6) return { by: 'not', of: grow(depth - 1) };
      return { by: roll < 8 ? 'all' : 'any', of: Array.from({ length: random(4) }, () => grow(depth - 1)) };
    };
    let decided = 0;
    for (let n = 0; n < 400; n += 1) {
      const filter = grow(4);
      const found = new Set(await matching(filter));
      for (const [conversation, verdict] of verdicts(filter)) {
        if (verdict === 'unknown') continue;
        decided += 1;
        expect([JSON.stringify(filter), all.indexOf(conversation), verdict]).toEqual([JSON.stringify(filter), all.indexOf(conversation), found.has(conversation) ? 'yes' : 'no']);
      }
    }
    expect(decided).toBeGreaterThan(2000);
  });

  it('puts nothing that somebody wrote into the statement', () => {
    const nasty = `'"; DROP TABLE x; --$1\\`;
    const parameters: unknown[] = [];
    const sql = compileFilter({ by: 'all', of: [{ by: 'text', has: nasty }, { by: 'company', has: nasty }, { by: 'contactAttribute', is: 'any', key: nasty, of: [nasty] }, { by: 'connector', is: 'any', of: [nasty] }, { by: 'contactLanguage', is: 'any', of: [nasty] }, { by: 'channel', is: 'any', of: [nasty] }, { by: 'matter', is: 'any', of: [nasty] }, { by: 'labels', is: 'any', of: [nasty] }] }, contextOf(), parameters);
    expect(sql).not.toContain('DROP');
    expect(parameters.flat()).toContain(nasty);
  });

  it('never shows more than the reader may see', async () => {
    const everything: Filter = { by: 'all', of: [] };
    expect(await numbers(everything, actor([channels[0] as string], []))).toEqual([0, 2, 3, 4, 6, 8, 9, 10]);
    expect(await numbers({ by: 'not', of: { by: 'assignee', is: 'any', of: ['me'] } }, actor([], []))).toEqual([]);
    expect(await numbers({ by: 'any', of: [everything, { by: 'not', of: { by: 'any', of: [] } }] }, actor([], [team]))).toEqual([0, 1, 2, 3, 6, 9]);
    const counted = await database.lookInWorkspace(workspace, (tx) => countByFilter(tx, contextOf(actor([], [])), everything));
    expect(counted).toEqual({ count: 4, more: false });
  });

  it('sees nothing of another workspace, whatever it asks for', async () => {
    const elsewhere = { ...actor(), workspaceId: foreign };
    const found = await database.lookInWorkspace(foreign, (tx) => idsByFilter(tx, contextOf(elsewhere), { by: 'any', of: [{ by: 'channel', is: 'any', of: channels }, { by: 'labels', is: 'any', of: [label] }, { by: 'text', has: 'kurier' }, { by: 'all', of: [] }] }, { limit: 100 }));
    expect(found).toEqual([]);
  });
});

describe('a list by a filter', () => {
  const page = (sort: ConversationSort, limit: number, cursor?: string) => database.lookInWorkspace(workspace, (tx) => findByFilter(tx, secrets, contextOf(), { filter: { by: 'all', of: [] }, sort, limit, cursor }));

  it.each([
    ['recent', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['oldest', [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    // Nobody waits in the odd ones: they stand below, the latest first.
    ['waiting', [10, 8, 6, 4, 2, 0, 1, 3, 5, 7, 9, 11]],
    ['priority', [3, 7, 11, 2, 6, 10, 1, 5, 9, 0, 4, 8]],
    ['mood', [4, 8, 0, 1, 2, 3, 5, 6, 7, 9, 10, 11]],
    ['due', [4, 1, 0, 2, 3, 5, 6, 7, 8, 9, 10, 11]],
    ['snooze', [2, 6, 10, 0, 1, 3, 4, 5, 7, 8, 9, 11]],
    ['attribute:total:asc', [5, 2, 0, 1, 3, 4, 6, 7, 8, 9, 10, 11]],
    ['attribute:total:desc', [1, 0, 2, 5, 3, 4, 6, 7, 8, 9, 10, 11]],
    ['attribute:order:asc', [5, 0, 2, 1, 3, 4, 6, 7, 8, 9, 10, 11]],
    // As the options stand in their definition, not by the alphabet; what is no option any more comes after them.
    ['attribute:size:asc', [1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['attribute:delivery:asc', [1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['contactAttribute:tier:asc', [1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ] as const)('in the order %s goes on page by page without a gap or a double', async (sort, expected) => {
    for (const size of [1, 5, 12, 50]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { items, nextCursor } = await page(sort, size, cursor);
        seen.push(...items.map((item) => item.id));
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect([size, seen.map((each) => all.indexOf(each))]).toEqual([size, expected]);
    }
  });

  it('takes no cursor of another list', async () => {
    const { nextCursor } = await page('priority', 2);
    await expect(page('recent', 2, nextCursor as string)).rejects.toMatchObject({ code: 'bad-cursor' });
  });
});

describe('a count', () => {
  it('stops where it tells nothing more', async () => {
    const contact = await build.buildContact();
    const { identityId } = contact;
    await client.query(
      `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state) SELECT gen_random_uuid(), $1, 1000 + n, $2, $3, $4, 'open' FROM generate_series(1, $5) n`, [workspace, channels[0], contact.id, identityId, COUNTED_UP_TO + 5]);
    const count = (filter: Filter) => database.lookInWorkspace(workspace, (tx) => countByFilter(tx, contextOf(), filter));
    expect(await count({ by: 'state', is: 'any', of: ['open'] })).toEqual({ count: COUNTED_UP_TO, more: true });
    expect(await count({ by: 'state', is: 'any', of: ['resolved'] })).toEqual({ count: 3, more: false });
    await client.query('DELETE FROM conversations WHERE contact_id = $1', [contact.id]);
  });

  it('says that it does not know when the database takes too long, and the unit of work goes on', async () => {
    const slow: FilterContext = { ...contextOf(), actor: actor() };
    const answer = await database.lookInWorkspace(workspace, async (tx) => {
      const found = await idsByFilter(tx, slow, { by: 'all', of: [] }, { limit: 10, withinMs: 1, among: Array.from({ length: 200_000 }, () => id(123456)) });
      const [after] = await tx.query<{ n: number }>('SELECT 1 AS n');
      return { found, after: after?.n };
    });
    expect(answer).toEqual({ found: undefined, after: 1 });
  });
});

function lottery(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

