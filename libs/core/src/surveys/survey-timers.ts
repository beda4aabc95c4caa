import { Inject, Injectable } from '@nestjs/common';
import { capabilitiesFor, type AskingHours, type StillFine, type SurveyWords } from '@kontuar/contract';
import { newId, prepared, Queues, Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import type { LockedConversation } from '../conversations/change';
import { waitsForCalm } from '../crisis/in-force';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { textLength } from '../messages/text-length';
import { spokeSince } from '../planned/customer-wrote';
import { consentStanding } from '../privacy/consents';
import { wakeAt } from '../planned/wake';
import { answeredThread, isRefused, wayOf } from '../sending/answer-rules';
import { wayOut, type WayOut } from '../sending/way-out';
import { zoneOfContact } from '../time-zones/customer-zone';
import { CONFIG } from '../tokens';
import { nextAsking } from './asking-hours';
import { askedOn, obstacle, showsCard, surveySurroundings } from './plan-surveys';
import { surveyToken } from './survey-link';
import { asLetter, asMessage, localeOf } from './survey-words';
import { surveyColumns, type SurveyRow } from './survey.row';

interface Around {
  obstacle: string | null; asked_on: boolean; words: SurveyWords | null; still_fine: StillFine | null; hours: AskingHours | null; answer_days: number; language: string | null; case_open: boolean; resolved_seq: number; workspace: string;
}

/** A case that is not closed yet is asked about later, and not for ever. */
const AGAIN_MS = 24 * 3_600_000;
const GIVEN_UP_MS = 60 * 24 * 3_600_000;

/** Asks when it is time: once, in the transaction that puts the question into the thread. */
@Injectable()
export class SurveyTimers {
  constructor(private readonly contexts: ChannelContexts, private readonly queues: Queues, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  /** Callers hold the conversation. Answers false when there is nothing to do. */
  async run(tx: Tx, row: LockedConversation, id: string): Promise<boolean> {
    const [survey] = await tx.query<SurveyRow>(`SELECT ${surveyColumns} FROM surveys v WHERE v.id = $1 AND v.state = 'waiting' AND v.due_at <= now() FOR UPDATE`, [id]);
    if (survey?.conversation_id !== row.id) return false;
    // Questions about two conversations of one person may be due in the same moment, as after a standstill: the second sees that the first was asked.
    await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('asking:' || $1, 0))`, [row.contact_id]);
    const [around] = await tx.query<Around>(
      `SELECT ${obstacle('v.kind', 'v.id')} AS obstacle, ${askedOn} AS asked_on, s.words, w.still_fine, CASE WHEN w.workspace_id IS NULL THEN '{"from": "08:00", "to": "20:00", "days": [0, 1, 2, 3, 4, 5, 6]}'::jsonb ELSE w.hours END AS hours,
         coalesce(w.answer_days, 14) AS answer_days, coalesce(p.language, c.language) AS language, h.name AS workspace,
         EXISTS (SELECT 1 FROM case_conversations kc JOIN cases k ON k.id = kc.case_id WHERE kc.conversation_id = c.id AND k.state = 'open' AND k.withdrawn_at IS NULL) AS case_open,
         coalesce((SELECT max(m.seq) FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'event' AND m.event_type = 'resolved'), c.last_seq) AS resolved_seq
       FROM surveys v JOIN conversations c ON c.id = v.conversation_id JOIN contacts p ON p.id = c.contact_id JOIN workspaces h ON h.id = c.workspace_id ${surveySurroundings} WHERE v.id = $1`, [id]);
    if (around === undefined) return false;
    const isFine = survey.kind === 'fine';
    const off = isFine ? around.still_fine?.on !== true : !around.asked_on;
    // Thanks that came since are no word against asking; "still fine?" gives way to whatever they wrote.
    const wrote = isFine && (await spokeSince(tx, row.id, around.resolved_seq));
    // Nobody is asked how it was in the middle of it; whether it is worth asking at all is looked at again when it is over.
    if (around.obstacle === null && (await waitsForCalm(tx, row))) {
      await tx.execute('UPDATE surveys SET due_at = NULL WHERE id = $1', [survey.id]);
      return true;
    }
    if (isFine && around.case_open && around.obstacle === null) return this.later(tx, survey);
    const refused = (await consentStanding(tx, [row.contact_id], 'surveys')).get(row.contact_id)?.state === 'withdrawn';
    const reason = off ? 'off' : (around.obstacle ?? (refused ? 'refused' : wrote ? 'customer-wrote' : null));
    if (reason !== null) return this.drop(tx, survey, reason);
    return this.ask(tx, row, survey, around);
  }

  private async later(tx: Tx, survey: SurveyRow): Promise<boolean> {
    if (Date.now() - survey.planned_at.getTime() > GIVEN_UP_MS) return this.drop(tx, survey, 'complaint-open');
    await tx.execute('UPDATE surveys SET due_at = $2 WHERE id = $1', [survey.id, new Date(Date.now() + AGAIN_MS)]);
    return true;
  }

  private async drop(tx: Tx, survey: SurveyRow, reason: string): Promise<boolean> {
    await tx.execute(`UPDATE surveys SET state = 'dropped', reason = $2, due_at = NULL WHERE id = $1`, [survey.id, reason]);
    await record(tx, [{ type: 'survey.dropped', conversationId: survey.conversation_id, subjectId: survey.id, data: { kind: survey.kind, reason } }], survey.workspace_id);
    return true;
  }

  private async ask(tx: Tx, row: LockedConversation, survey: SurveyRow, around: Around): Promise<boolean> {
    const way = await wayOut(tx, row.id, null);
    const channel = await findChannel(tx, way.channelId);
    if (channel === undefined || channel.paused) return this.drop(tx, survey, 'channel-gone');
    // The card in our own chat disturbs nobody, whatever the hour.
    if (survey.kind === 'rating' && showsCard(channel.settings)) return this.asked(tx, row, survey, around, null);
    const all = this.contexts.capabilitiesOf(channel);
    const capabilities = capabilitiesFor(all, 'private');
    if (all.logOnly === true || all.oneReply === true) return this.drop(tx, survey, 'no-way');
    const at = nextAsking(new Date(), around.hours, (await zoneOfContact(tx, row.contact_id)).timeZone);
    if (at.getTime() > Date.now()) {
      await tx.execute('UPDATE surveys SET due_at = $2 WHERE id = $1', [survey.id, at]);
      wakeAt(tx, this.queues, 'survey', survey.id, at);
      return true;
    }
    const allowed = await wayOf(tx, await answeredThread(tx, way.threadId), all, { side: 'private', replyTo: undefined, template: false, byPerson: false, messageId: null });
    // A question to one person is not asked before everybody, nor is the one private reply spent on it.
    if (isRefused(allowed) || allowed.privately) return this.drop(tx, survey, isRefused(allowed) ? allowed.code : 'no-way');
    const asked = { kind: survey.kind, scale: survey.scale, words: survey.kind === 'fine' ? (around.still_fine?.words ?? null) : around.words, locale: localeOf(around.language, 'en') };
    const link = this.config.http.publicUrl === undefined ? undefined : `${this.config.http.publicUrl}/rate/${surveyToken(this.secrets, survey.id)}`;
    const said = capabilities.text === 'html' && link !== undefined ? asLetter(asked, link) : { text: asMessage(asked, all.smsCount === undefined), html: null };
    if (capabilities.maxTextLength !== undefined && textLength(said.text, capabilities) > capabilities.maxTextLength) return this.drop(tx, survey, 'text-too-long');
    return this.asked(tx, row, survey, around, await this.place(tx, row, way, { ...said, replyToId: allowed.replyToId, author: around.workspace }));
  }

  private async asked(tx: Tx, row: LockedConversation, survey: SurveyRow, around: Around, messageId: string | null): Promise<boolean> {
    await tx.execute(
      `UPDATE surveys SET state = 'asked', due_at = NULL, asked_at = now(), answer_until = now() + $3 * interval '1 day', message_id = $2, agent_id = coalesce($4, agent_id), team_id = coalesce($5, team_id) WHERE id = $1`,
      [survey.id, messageId, around.answer_days, row.assignee_id, row.team_id]);
    await record(tx, [
      { type: 'survey.asked', conversationId: row.id, subjectId: survey.id, ...(messageId === null ? {} : { messageId }), data: { kind: survey.kind } },
      { type: 'conversation.updated', conversationId: row.id, data: { survey: 'asked' } },
      directoryChanged({ kind: 'system', workspaceId: row.workspace_id }, 'surveys', row.id),
    ], row.workspace_id);
    return true;
  }

  /** In the thread, as what it is: a question of the house. It answers nobody, so nothing about the conversation moves but its end. */
  private async place(tx: Tx, row: LockedConversation, way: WayOut, message: { text: string; html: string | null; replyToId: string | null; author: string }): Promise<string> {
    const id = newId();
    const [after] = await tx.query<{ seq: number }>('UPDATE conversations SET read_seq = CASE WHEN read_seq >= last_seq THEN last_seq + 1 ELSE read_seq END, last_seq = last_seq + 1, version = version + 1 WHERE id = $1 RETURNING last_seq AS seq', [row.id]);
    await tx.execute(
      prepared(`INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_name, text, html, reply_to_id, automatic, at, send_at, visibility, thread_id)
       VALUES ($1, $2, $3, $4, $5, 'message', 'out', 'queued', 'system', $6, $7, $8, $9, 'survey', now(), now(), 'private', $10)`),
      [row.workspace_id, id, row.id, way.channelId, after?.seq, message.author, message.text, message.html, message.replyToId, way.threadId === row.id ? null : way.threadId],
    );
    await record(tx, [{ type: 'message.created', conversationId: row.id, messageId: id, data: { seq: after?.seq, direction: 'out' } }], row.workspace_id);
    tx.afterCommit(() => { this.queues.poke('send', { conversationId: row.id }); });
    return id;
  }
}
