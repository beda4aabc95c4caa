import { Injectable } from '@nestjs/common';
import { channelKindOf, type CaseLetter, type CaseRow, type CaseView } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { notFound } from '../errors';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';
import { Connectors } from '../tokens';
import { findLetters, isDurable, stateOf, type LetterRecord } from './answers';
import { caseColumns, type CaseRecord } from './case.row';
import { mayReadCase } from './case-reach';
import { CaseTimers } from './case-timers';

/** Of a case with long threads: the newest files come first, and more than this nobody looks through. */
const MAX_DOCUMENTS = 200;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** With the customer: whoever speaks in the first of its conversations, so that it follows when two contacts become one. */
export const rowColumns = `${caseColumns}, (SELECT jsonb_build_object('id', p.id, 'name', p.name) FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id JOIN contacts p ON p.id = c.contact_id
  WHERE cc.case_id = k.id ORDER BY cc.added_at, c.id LIMIT 1) AS contact`;
export type ListedCase = CaseRecord & { contact: { id: string; name: string } | null };

export const toCaseRow = (row: ListedCase): CaseRow => ({
  id: row.id, number: row.number, code: row.code, matter: row.matter, subject: row.subject, product: row.product, orderNumber: row.order_number, contact: row.contact,
  demand: row.demand, decision: row.decision, outcome: row.outcome, state: row.state, clock: row.clock, answer: row.answer,
  receivedAt: row.received_at.toISOString(), receivedOn: row.received_on, dueOn: row.due_on, dueAt: iso(row.due_at), stoppedAt: iso(row.stopped_at), timeZone: row.time_zone,
  ownerId: row.owner_id, teamId: row.team_id, createdAt: row.created_at.toISOString(), closedAt: iso(row.closed_at), version: row.version,
});

interface LinkedRow { id: string; number: number; channel_id: string; connector_id: string; subject: string | null; contact_id: string; contact_name: string; preview_text: string; last_message_at: Date; state: string; visible: boolean }
interface DocumentRow extends AttachmentRow { conversation_id: string | null; at: Date; by_name: string }

/** A case as somebody may see it. */
@Injectable()
export class CaseViews {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly connectors: Connectors, private readonly timers: CaseTimers) {}

  get(actor: MemberActor, caseId: string): Promise<CaseView> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      if (!(await mayReadCase(tx, actor, caseId))) throw notFound('case');
      return this.view(tx, actor, caseId);
    });
  }

  /** Callers asked whether the reader may. */
  async view(tx: Tx, actor: MemberActor, caseId: string): Promise<CaseView> {
    const [row] = await tx.query<ListedCase>(`SELECT ${rowColumns} FROM cases k WHERE k.id = $1`, [caseId]);
    if (row === undefined) throw notFound('case');
    const linked = await this.linked(tx, actor, caseId);
    const seen = linked.filter(({ visible }) => visible);
    const ids = new Set(seen.map(({ id }) => id));
    const letters = await findLetters(tx, [caseId]);
    const files = await this.files(tx, letters);
    return {
      ...toCaseRow(row), purchasedOn: row.purchased_on, legalBasis: row.legal_basis, country: row.country, receivedHow: row.received_how, receivedReason: row.received_reason, receivedMessageId: row.received_message_id,
      earlierWordAt: row.received_how === 'message' ? iso(await this.earlierWord(tx, row, [...ids])) : null,
      policy: row.policy, decisionReason: row.decision_reason, decidedAt: iso(row.decided_at), decidedById: row.decided_by,
      conversations: seen.map((each) => ({
        id: each.id, number: each.number, channelId: each.channel_id, connectorId: each.connector_id, subject: each.subject, contactId: each.contact_id, contactName: each.contact_name, preview: each.preview_text,
        lastMessageAt: each.last_message_at.toISOString(), state: each.state, mail: this.isMail(each.connector_id),
      })),
      hiddenConversations: linked.length - seen.length,
      documents: (await this.documents(tx, caseId, [...ids])).map((file) => ({ ...toAttachmentView(file, this.secrets), conversationId: file.conversation_id, messageId: file.message_id, at: file.at.toISOString(), byName: file.by_name })),
      letters: letters.map((letter) => this.letter(letter, files, letter.conversation_id === null || ids.has(letter.conversation_id))),
    };
  }

  private isMail(connectorId: string): boolean {
    const connector = this.connectors.find(connectorId);
    return connector !== undefined && channelKindOf(connector.capabilities) === 'mail';
  }

  private linked(tx: Tx, actor: MemberActor, caseId: string): Promise<LinkedRow[]> {
    const parameters: unknown[] = [caseId];
    const visible = visibleConversations(actor, parameters);
    return tx.query<LinkedRow>(
      `SELECT c.id, c.number, c.channel_id, ch.connector_id, c.subject, c.contact_id, p.name AS contact_name, c.preview_text, c.last_message_at, c.state, ${visible} AS visible
       FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id AND c.merged_into IS NULL JOIN channels ch ON ch.id = c.channel_id JOIN contacts p ON p.id = c.contact_id
       WHERE cc.case_id = $1 ORDER BY cc.added_at, c.id`, parameters);
  }

  private async earlierWord(tx: Tx, row: CaseRecord, conversationIds: readonly string[]): Promise<Date | null> {
    const [first] = await tx.query<{ at: Date }>(
      `SELECT at FROM messages WHERE conversation_id = ANY($1::uuid[]) AND kind = 'message' AND direction = 'in' AND automatic IS NULL AND at < $2 ORDER BY at LIMIT 1`, [conversationIds, row.received_at]);
    return first?.at ?? null;
  }

  /** What was sent by either side in what the reader sees, and what was put to the case itself. */
  private documents(tx: Tx, caseId: string, conversationIds: readonly string[]): Promise<DocumentRow[]> {
    const named = attachmentColumns.split(', ').map((column) => `a.${column}`).join(', ');
    return tx.query<DocumentRow>(
      `(SELECT ${named}, m.conversation_id, m.at, m.author_name AS by_name FROM messages m JOIN attachments a ON a.message_id = m.id WHERE m.conversation_id = ANY($2::uuid[]) AND m.kind = 'message' AND m.deleted_at IS NULL AND NOT a.inline)
       UNION ALL (SELECT ${named}, NULL, a.created_at, '' FROM attachments a WHERE a.case_id = $1 AND a.message_id IS NULL)
       ORDER BY at DESC LIMIT ${MAX_DOCUMENTS}`, [caseId, conversationIds]);
  }

  private async files(tx: Tx, letters: readonly LetterRecord[]): Promise<Map<string, AttachmentRow>> {
    const ids = letters.flatMap(({ attachment_id: id }) => id ?? []);
    return ids.length === 0 ? new Map() : new Map((await tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE id = ANY($1::uuid[])`, [ids])).map((file) => [file.id, file]));
  }

  private letter(letter: LetterRecord, files: ReadonlyMap<string, AttachmentRow>, sees: boolean): CaseLetter {
    const file = letter.attachment_id === null ? undefined : files.get(letter.attachment_id);
    const state = stateOf(letter, this.timers.durable);
    const to = letter.kind === 'post' ? (letter.posted_to ?? '') : (letter.recipients?.to ?? []).map(({ address }) => address).join(', ');
    const gone = state === 'delivered' || state === 'chat' || state === 'failed';
    return {
      id: letter.id, kind: letter.kind, durable: isDurable(letter, this.timers.durable), state, decision: letter.decision, locale: letter.locale, title: letter.title, text: letter.text,
      conversationId: sees ? letter.conversation_id : null, messageId: sees ? letter.message_id : null, file: file === undefined ? null : toAttachmentView(file, this.secrets),
      byId: letter.author_id, byName: letter.author_name, createdAt: letter.created_at.toISOString(),
      proof: gone ? { to, at: iso(letter.kind === 'post' ? new Date(`${letter.posted_on ?? ''}T12:00:00Z`) : (letter.delivered_at ?? letter.sent_at)), answer: letter.server_answer ?? '', consignment: letter.consignment, sha256: letter.sha256 } : null,
      failure: state === 'failed' || state === 'unknown' ? (letter.failure_detail ?? '') : null,
    };
  }
}
