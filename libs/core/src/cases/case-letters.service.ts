import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { messageInput, startInput, type AnswerInput, type CaseChange, type LetterDraft, type LetterInput, type LetterPdfInput, type LetterSent, type Locale } from '@kontuar/contract';
import { Database, Files, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Conversations } from '../conversations/conversations.service';
import { Starts } from '../conversations/starts.service';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { dayAt } from '../legal-clock/calendar';
import { Messages } from '../messages/messages.service';
import { tellAct } from '../moves/journal';
import { holdCase } from './case.row';
import { CaseTimers } from './case-timers';
import { CaseViews } from './case.view';
import { Cases } from './cases.service';
import { letterPdf } from './letter-pdf';
import { hasGap, letterWords } from './letter-words';

interface Facts { code: string; matter: string; subject: string; product: string; order_number: string; demand: never; purchased_on: string | null; received_on: string; decision_reason: string; decision: LetterInput['decision'] | null; time_zone: string; customer: string; language: string | null; sender: string; workspace: string; place: string }

interface Made { letterId: string; attachmentId: string; known: boolean; conversationId: string | null }

/** Answers with a decision: written from the facts of a case, sent on paper or by a channel, kept with the proof that they arrived. */
@Injectable()
export class CaseLetters {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
    private readonly conversations: Conversations,
    private readonly messages: Messages,
    private readonly starts: Starts,
    private readonly cases: Cases,
    private readonly views: CaseViews,
    private readonly timers: CaseTimers,
  ) {}

  /** The words to begin with. */
  async draft(actor: MemberActor, caseId: string, input: { locale?: Locale | undefined; decision?: LetterInput['decision'] | undefined; reason?: string | undefined }): Promise<LetterDraft> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.cases.reach(tx, actor, caseId, 'case.edit');
      const facts = await factsOf(tx, caseId);
      const locale = input.locale ?? (facts.language === 'pl' || facts.language === null ? 'pl' : 'en');
      const words = letterWords(locale, input.decision ?? facts.decision ?? 'accepted', {
        code: facts.code, matter: facts.matter, subject: facts.subject, product: facts.product, orderNumber: facts.order_number, demand: facts.demand, purchasedOn: facts.purchased_on, receivedOn: facts.received_on,
        customer: facts.customer, reason: input.reason ?? facts.decision_reason,
      });
      return { locale, ...words, to: facts.customer };
    });
  }

  /** As it would leave: the same bytes. */
  async preview(actor: MemberActor, caseId: string, input: LetterPdfInput): Promise<{ name: string; content: Buffer }> {
    const facts = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.cases.reach(tx, actor, caseId, 'case.edit');
      return factsOf(tx, caseId);
    });
    return { name: fileName(facts.code, input.locale), content: await paperOf(facts, input, facts.customer) };
  }

  /** Once for a client id, however often it is asked for. */
  async send(actor: MemberActor, caseId: string, input: LetterInput): Promise<LetterSent> {
    if (hasGap(input.text) || hasGap(input.title)) throw invalid('letter-has-gap', 'The letter has a gap in [brackets] that nobody filled.', { errors: [{ path: 'text', message: 'The letter has a gap in [brackets] that nobody filled.' }] });
    const { by } = input;
    const facts = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.cases.reach(tx, actor, caseId, 'case.edit');
      if (by.way === 'conversation') {
        await this.conversations.allow(tx, actor, by.conversationId, 'conversation.reply');
        if ((await tx.query('SELECT 1 FROM case_conversations WHERE case_id = $1 AND conversation_id = $2', [caseId, by.conversationId])).length === 0) throw notFound('conversation of this case');
      }
      return factsOf(tx, caseId);
    });
    if (by.way === 'post' && by.postedOn > dayAt(new Date(), facts.time_zone)) throw invalid('posted-in-future', 'A letter counts once it was posted.', { errors: [{ path: 'by.postedOn', message: 'A letter counts once it was posted.' }] });
    // A year that was typed wrong would stop the clock long before it began.
    if (by.way === 'post' && by.postedOn < facts.received_on) throw invalid('posted-before-receipt', 'What was posted before the claim came in does not answer it.', { errors: [{ path: 'by.postedOn', message: 'What was posted before the claim came in does not answer it.' }] });
    const content = await paperOf(facts, input, by.way === 'post' ? by.to : facts.customer);
    const made = await this.make(actor, caseId, input, content, fileName(facts.code, input.locale));
    const sent = made.known ? { messageId: null, conversationId: made.conversationId } : await this.leave(actor, caseId, input, made).catch(async (error: unknown) => {
      // Nothing left: the letter was not written, and may be tried again.
      await this.forget(actor, made);
      throw error;
    });
    return this.conversations.unit(actor, async (tx) => {
      await this.timers.settle(tx, await holdCase(tx, caseId));
      return { case: await this.views.view(tx, actor, caseId), ...sent };
    });
  }

  /** An ordinary answer that said the decision: what became of it decides over the clock. */
  async answer(actor: MemberActor, caseId: string, input: AnswerInput): Promise<CaseChange> {
    return this.conversations.unit(actor, async (tx) => {
      await this.cases.reach(tx, actor, caseId, 'case.edit');
      const [message] = await tx.query<{ conversation_id: string; direction: string; kind: string; text: string }>(
        'SELECT m.conversation_id, m.direction, m.kind, m.text FROM messages m JOIN case_conversations cc ON cc.conversation_id = m.conversation_id AND cc.case_id = $2 WHERE m.id = $1', [input.messageId, caseId]);
      if (message?.kind !== 'message') throw notFound('message of this case');
      await this.conversations.allow(tx, actor, message.conversation_id, 'conversation.reply');
      if (message.direction !== 'out') throw conflict('not-ours', 'Only what we wrote can be the answer.');
      const held = await holdCase(tx, caseId);
      if ((await tx.query('SELECT 1 FROM case_letters WHERE case_id = $1 AND message_id = $2 AND withdrawn_at IS NULL', [caseId, input.messageId])).length === 0) {
        const id = newId();
        await tx.execute(
          `INSERT INTO case_letters (id, workspace_id, case_id, kind, decision, reason, locale, title, text, conversation_id, message_id, sha256, author_id, author_name) VALUES ($1, $2, $3, 'answer', $4, $5, 'en', '', $6, $7, $8, $9, $10, $11)`,
          [id, actor.workspaceId, caseId, input.decision, input.reason, message.text.slice(0, 20_000), message.conversation_id, input.messageId, createHash('sha256').update(message.text).digest('hex'), actor.memberId, actor.name],
        );
        await decide(tx, actor, caseId, input);
        await record(tx, [{ type: 'case.answer-marked', actor: actorOf(actor), conversationId: message.conversation_id, messageId: input.messageId, subjectId: caseId, data: { code: held.row.code, decision: input.decision } }, directoryChanged(actor, 'cases', caseId)]);
      }
      await this.timers.settle(tx, await holdCase(tx, caseId));
      return { case: await this.views.view(tx, actor, caseId), conversation: null, undoToken: null };
    });
  }

  /** Kept before anything leaves. */
  private async make(actor: MemberActor, caseId: string, input: LetterInput, content: Buffer, name: string): Promise<Made> {
    const stored = await this.files.put(content);
    const attachmentId = newId();
    const made = await this.conversations.unit(actor, async (tx): Promise<Made> => {
      const held = await holdCase(tx, caseId);
      const [existing] = await tx.query<{ case_id: string; attachment_id: string; conversation_id: string | null }>('SELECT case_id, attachment_id, conversation_id FROM case_letters WHERE id = $1', [input.clientId]);
      if (existing !== undefined) {
        if (existing.case_id !== caseId) throw conflict('letter-known', 'This letter belongs to another case.');
        return { letterId: input.clientId, attachmentId: existing.attachment_id, known: true, conversationId: existing.conversation_id };
      }
      const { by } = input;
      await tx.execute(
        `INSERT INTO attachments (id, workspace_id, uploaded_by, case_id, name, content_type, size_bytes, state, file_key) VALUES ($1, $2, $3, $4, $5, 'application/pdf', $6, 'ready', $7)`,
        [attachmentId, actor.workspaceId, `member:${actor.memberId}`, caseId, name, stored.sizeBytes, stored.key],
      );
      await tx.execute(
        `INSERT INTO case_letters (id, workspace_id, case_id, kind, decision, reason, locale, title, text, conversation_id, attachment_id, sha256, posted_to, posted_on, consignment, author_id, author_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
        [
          input.clientId, actor.workspaceId, caseId, by.way === 'post' ? 'post' : 'message', input.decision, input.reason, input.locale, input.title, input.text, by.way === 'conversation' ? by.conversationId : null, attachmentId,
          createHash('sha256').update(content).digest('hex'), by.way === 'post' ? by.to : null, by.way === 'post' ? by.postedOn : null, by.way === 'post' ? by.consignment : null, actor.memberId, actor.name,
        ],
      );
      await decide(tx, actor, caseId, input);
      await record(tx, [
        { type: 'case.letter', actor: actorOf(actor), subjectId: caseId, ...(held.conversations[0] === undefined ? {} : { conversationId: held.conversations[0].id }), data: { code: held.row.code, letterId: input.clientId, way: by.way, decision: input.decision } },
        directoryChanged(actor, 'cases', caseId),
      ]);
      return { letterId: input.clientId, attachmentId, known: false, conversationId: by.way === 'conversation' ? by.conversationId : null };
    });
    if (made.known) await this.files.remove(stored.key);
    return made;
  }

  /** By the ways on which everything leaves: with their pause to take it back, their approvals and their rules. */
  private async leave(actor: MemberActor, caseId: string, { by }: LetterInput, { letterId, attachmentId }: Made): Promise<{ messageId: string | null; conversationId: string | null }> {
    if (by.way === 'post') return { messageId: null, conversationId: null };
    if (by.way === 'conversation') {
      const posted = await this.messages.post(actor, by.conversationId, messageInput.parse({ clientId: letterId, text: by.cover, attachmentIds: [attachmentId], sendNow: by.sendNow }));
      return { messageId: 'message' in posted ? posted.message.id : null, conversationId: by.conversationId };
    }
    const { contactId, title } = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ contactId: await customerOf(tx, caseId), title: await titleOf(tx, letterId) }));
    const { conversation } = await this.starts.start(actor, startInput.parse({ channelId: by.channelId, contactId, to: by.to, subject: title, text: by.cover, attachmentIds: [attachmentId], clientId: letterId, assignToMe: true, sendNow: by.sendNow }));
    await this.conversations.unit(actor, async (tx) => {
      const held = await holdCase(tx, caseId, [conversation.id]);
      await tx.execute('INSERT INTO case_conversations (workspace_id, case_id, conversation_id, added_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [actor.workspaceId, caseId, conversation.id, actor.memberId]);
      await tx.execute('UPDATE case_letters SET conversation_id = $2 WHERE id = $1', [letterId, conversation.id]);
      await tellAct(tx, actor, conversation.id, 'case-joined', { caseId, code: held.row.code });
    });
    const [message] = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<{ id: string }>('SELECT message_id AS id FROM attachments WHERE id = $1 AND message_id IS NOT NULL', [attachmentId]));
    return { messageId: message?.id ?? null, conversationId: conversation.id };
  }

  private async forget(actor: MemberActor, { letterId, attachmentId }: Made): Promise<void> {
    const [file] = await this.conversations.unit(actor, async (tx) => {
      await tx.execute('DELETE FROM case_letters WHERE id = $1', [letterId]);
      return tx.query<{ file_key: string }>('DELETE FROM attachments WHERE id = $1 AND message_id IS NULL AND planned_id IS NULL RETURNING file_key', [attachmentId]);
    });
    if (file !== undefined) await this.files.remove(file.file_key);
  }
}

async function factsOf(tx: Tx, caseId: string): Promise<Facts> {
  const [facts] = await tx.query<Facts>(
    `SELECT k.code, k.matter, k.subject, k.product, k.order_number, k.demand, k.purchased_on::text, k.received_on::text, k.decision_reason, k.decision, k.time_zone, w.name AS workspace, coalesce(s.sender, '') AS sender, coalesce(s.place, '') AS place,
       coalesce(p.name, '') AS customer, coalesce(c.language, p.language) AS language
     FROM cases k JOIN workspaces w ON w.id = k.workspace_id LEFT JOIN case_settings s ON s.workspace_id = k.workspace_id
     LEFT JOIN LATERAL (SELECT conversation_id FROM case_conversations WHERE case_id = k.id ORDER BY added_at LIMIT 1) cc ON true LEFT JOIN conversations c ON c.id = cc.conversation_id LEFT JOIN contacts p ON p.id = c.contact_id
     WHERE k.id = $1`, [caseId]);
  if (facts === undefined) throw notFound('case');
  return facts;
}

const paperOf = (facts: Facts, { locale, title, text }: LetterPdfInput, recipient: string): Promise<Buffer> =>
  letterPdf({ locale, title, text, sender: facts.sender === '' ? facts.workspace : facts.sender, place: facts.place, recipient, code: facts.code, day: dayAt(new Date(), facts.time_zone) });

const fileName = (code: string, locale: Locale): string => `${code.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}-${locale === 'pl' ? 'decyzja' : 'decision'}.pdf`;

async function customerOf(tx: Tx, caseId: string): Promise<string> {
  const [row] = await tx.query<{ contact_id: string }>('SELECT c.contact_id FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id WHERE cc.case_id = $1 ORDER BY cc.added_at LIMIT 1', [caseId]);
  if (row === undefined) throw notFound('customer of this case');
  return row.contact_id;
}

const titleOf = async (tx: Tx, letterId: string): Promise<string> => (await tx.query<{ title: string }>('SELECT title FROM case_letters WHERE id = $1', [letterId]))[0]?.title ?? '';

async function decide(tx: Tx, actor: MemberActor, caseId: string, { decision, reason }: { decision: string; reason: string }): Promise<void> {
  await tx.execute(`UPDATE cases SET decision = $2, decision_reason = CASE WHEN $3 = '' THEN decision_reason ELSE $3 END, decided_at = now(), decided_by = $4, version = version + 1 WHERE id = $1`, [caseId, decision, reason, actor.memberId]);
}
