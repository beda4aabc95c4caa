import { Injectable } from '@nestjs/common';
import { capabilitiesFor, type StillFine, type SurveyChannel, type SurveyChannelInput, type SurveyFigures, type SurveyFiguresQuery, type SurveyPage, type SurveyQuery, type SurveySettings, type SurveySettingsPatch, type SurveyScale, type SurveyWords, type AskingHours } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, readsChannel, visibleConversations } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { CHANNEL_COLUMNS, findChannel, type ChannelRow } from '../channels/channel.row';
import { findContact } from '../contacts/find-contact';
import { notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { instantKey, readKey, rowsFor, toPage, uuidKey } from '../paging';
import { surveyFigures } from './figures';
import { askedOn, usualDelay } from './plan-surveys';
import { noWords } from './survey-words';
import { surveyColumns, type SurveyRow } from './survey.row';

interface ChosenRow { enabled: boolean; delay_minutes: number; scale: SurveyScale; words: SurveyWords; chosen: boolean }
interface SettingsRow { rest_days: number; answer_days: number; hours: AskingHours | null; reopen_bad: boolean; still_fine: StillFine | null }

const everyDay: AskingHours = { from: '08:00', to: '20:00', days: [0, 1, 2, 3, 4, 5, 6] };
const usualFine: StillFine = { on: false, afterDays: 7, matters: ['complaint', 'claim', 'warranty'], words: noWords };

/** What customers are asked after a conversation, what they say, and what it comes to. */
@Injectable()
export class Surveys {
  constructor(private readonly database: Database, private readonly contexts: ChannelContexts) {}

  settings(actor: MemberActor): Promise<SurveySettings> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => this.settingsIn(tx, actor));
  }

  async change(actor: MemberActor, patch: SurveySettingsPatch): Promise<SurveySettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute('INSERT INTO survey_settings (workspace_id) VALUES ($1) ON CONFLICT DO NOTHING', [actor.workspaceId]);
      await tx.execute(
        `UPDATE survey_settings SET rest_days = coalesce($2, rest_days), answer_days = coalesce($3, answer_days), hours = CASE WHEN $4 THEN $5::jsonb ELSE hours END, reopen_bad = coalesce($6, reopen_bad), still_fine = coalesce($7::jsonb, still_fine) WHERE workspace_id = $1`,
        [actor.workspaceId, patch.restDays ?? null, patch.answerDays ?? null, patch.hours !== undefined, patch.hours == null ? null : JSON.stringify(patch.hours), patch.reopenBad ?? null, patch.stillFine === undefined ? null : JSON.stringify(patch.stillFine)],
      );
      await record(tx, [{ type: 'surveys.changed', actor: actorOf(actor), data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'surveys')]);
      return this.settingsIn(tx, actor);
    });
  }

  async changeChannel(actor: MemberActor, channelId: string, input: SurveyChannelInput): Promise<SurveyChannel> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await findChannel(tx, channelId)) === undefined || !readsChannel(actor, channelId)) throw notFound('channel');
      await tx.execute(
        `INSERT INTO survey_channels (channel_id, workspace_id, enabled, delay_minutes, scale, words) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (channel_id) DO UPDATE SET enabled = excluded.enabled, delay_minutes = excluded.delay_minutes, scale = excluded.scale, words = excluded.words`,
        [channelId, actor.workspaceId, input.on, input.delayMinutes, input.scale, JSON.stringify(input.words)],
      );
      await record(tx, [{ type: 'surveys.changed', actor: actorOf(actor), subjectId: channelId, data: { on: input.on } }, directoryChanged(actor, 'surveys', channelId)]);
      const [channel] = await this.channels(tx, actor, channelId);
      if (channel === undefined) throw notFound('channel');
      return channel;
    });
  }

  /** Only of conversations in the reader's sight. Newest question first. */
  async list(actor: MemberActor, query: SurveyQuery): Promise<SurveyPage> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [];
      const where = [visibleConversations(actor, parameters), query.conversationId === undefined ? 'v.asked_at IS NOT NULL' : 'true'];
      const add = (condition: (n: string) => string, value: unknown) => { if (value !== undefined) where.push(condition(`$${parameters.push(value)}`)); };
      add((n) => `v.kind = ${n}`, query.kind);
      add((n) => `v.asked_at >= ${n}::timestamptz`, query.from);
      add((n) => `v.asked_at < ${n}::timestamptz`, query.to);
      add((n) => `v.channel_id = ${n}`, query.channelId);
      add((n) => `v.team_id = ${n}`, query.teamId);
      add((n) => `v.agent_id = ${n}`, query.agentId);
      add((n) => `v.conversation_id = ${n}`, query.conversationId);
      if (query.contactId !== undefined) add((n) => `c.contact_id = ${n}`, await findContact(tx, actor, query.contactId));
      if (query.answer !== undefined) where.push({ good: 'v.good', bad: 'v.good = false', any: `v.state = 'answered'`, none: `v.state = 'asked'` }[query.answer]);
      const key = readKey(query.cursor, [instantKey, uuidKey]);
      if (key !== undefined) where.push(`(coalesce(v.asked_at, v.planned_at), v.id) < ($${parameters.push(key[0])}::timestamptz, $${parameters.push(key[1])}::uuid)`);
      const rows = await tx.query<SurveyRow & { number: number; contact_id: string; contact_name: string; exact: string; earlier: { score: number | null; text: string; at: string }[] | null }>(
        `SELECT ${surveyColumns}, c.number, c.contact_id, p.name AS contact_name, to_char(coalesce(v.asked_at, v.planned_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact,
           (SELECT jsonb_agg(jsonb_build_object('score', a.score, 'text', a.text, 'at', to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY a.at) FROM survey_answers a WHERE a.survey_id = v.id) AS earlier
         FROM surveys v JOIN conversations c ON c.id = v.conversation_id JOIN contacts p ON p.id = c.contact_id WHERE ${where.join(' AND ')} ORDER BY coalesce(v.asked_at, v.planned_at) DESC, v.id DESC LIMIT ${rowsFor(query.limit)}`, parameters);
      return toPage(rows, query.limit, (row) => ({
        id: row.id, kind: row.kind, state: row.state, scale: row.scale, conversationId: row.conversation_id, conversationNumber: row.number, channelId: row.channel_id, contactId: row.contact_id, contactName: row.contact_name,
        agentId: row.agent_id, teamId: row.team_id, dueAt: row.due_at?.toISOString() ?? null, askedAt: row.asked_at?.toISOString() ?? null, reason: row.reason,
        score: row.score, good: row.good, text: row.text, via: row.via, answeredAt: row.answered_at?.toISOString() ?? null,
        // The last of them is what stands.
        earlier: (row.earlier ?? []).slice(0, -1),
      }), (row) => [row.exact, row.id]);
    });
  }

  figures(actor: MemberActor, query: SurveyFiguresQuery): Promise<SurveyFigures> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => surveyFigures(tx, actor, query));
  }

  private async settingsIn(tx: Tx, actor: MemberActor): Promise<SurveySettings> {
    const [row] = await tx.query<SettingsRow>('SELECT rest_days, answer_days, hours, reopen_bad, still_fine FROM survey_settings WHERE workspace_id = $1', [actor.workspaceId]);
    return { restDays: row?.rest_days ?? 30, answerDays: row?.answer_days ?? 14, hours: row === undefined ? everyDay : row.hours, reopenBad: row?.reopen_bad ?? true, stillFine: row?.still_fine ?? usualFine, channels: await this.channels(tx, actor, null) };
  }

  private async channels(tx: Tx, actor: MemberActor, only: string | null): Promise<SurveyChannel[]> {
    const rows = await tx.query<ChannelRow & ChosenRow>(
      `SELECT ${CHANNEL_COLUMNS}, ${askedOn} AS enabled, coalesce(s.delay_minutes, ${usualDelay}) AS delay_minutes, coalesce(s.scale, 'faces') AS scale, s.words, s.channel_id IS NOT NULL AS chosen
       FROM channels c JOIN channels ch ON ch.id = c.id LEFT JOIN survey_channels s ON s.channel_id = c.id WHERE c.deleted_at IS NULL AND ($1::uuid IS NULL OR c.id = $1) ORDER BY c.created_at, c.id`, [only]);
    return rows.filter(({ id }) => can(actor, 'channel.list', { kind: 'channel', channelId: id })).map((row) => {
      const all = this.contexts.capabilitiesOf(row);
      return { channelId: row.id, on: row.enabled, delayMinutes: row.delay_minutes, scale: row.scale, words: row.words ?? noWords, chosen: row.chosen, possible: all.logOnly !== true && all.oneReply !== true && (!capabilitiesFor(all, 'private').public) };
    });
  }
}
