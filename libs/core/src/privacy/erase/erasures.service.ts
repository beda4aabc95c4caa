import { Injectable } from '@nestjs/common';
import { messageInput, type ErasureHold, type ErasureInput, type ErasureList, type ErasureTrial, type ErasureView, type Locale, type PrivacyPage, type RefusalDraft, type RefusalInput, type RefusalPaper } from '@kontuar/contract';
import { Database, Files, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../../access/actor';
import { letterPdf } from '../../cases/letter-pdf';
import { hasGap } from '../../cases/letter-words';
import { findContact } from '../../contacts/find-contact';
import { conflict, invalid, notFound } from '../../errors';
import { directoryChanged } from '../../history/directory';
import { actorOf, record } from '../../history/history';
import { dayAt } from '../../legal-clock/calendar';
import { Messages } from '../../messages/messages.service';
import { instantKey, readKey, toPage, uuidKey } from '../../paging';
import { limitation, openCase } from '../hold-rules';
import { personData } from '../person-data';
import { bound } from '../sets';
import { findElsewhere } from './elsewhere';
import { refusalWords } from './refusal-words';
import type { ReplayLine } from './replay';
import { ReplayList } from './replay-list';
import { countRows, countViews } from './rows';
import { survey, type Held } from './survey';

interface Row { id: string; contact_id: string; contact_ids: string[]; name: string | null; ground: ErasureView['ground']; asked_on: string; requested_by: string | null; state: ErasureView['state']; counts: Record<string, number>; held: Held[]; letter_sent_at: Date | null; replayed: boolean; created_at: Date; exact: string; done_at: Date | null }
const COLUMNS = `e.id, e.contact_id, e.contact_ids, (SELECT p.name FROM contacts p WHERE p.id = e.contact_id) AS name, e.ground, e.asked_on::text, e.requested_by, e.state, e.counts, e.held, e.letter_sent_at, e.replayed, e.created_at, to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact, e.done_at`;

/** People who are to be erased: what that comes to, the order to do it, and the letter that says what is kept. */
@Injectable()
export class Erasures {
  constructor(private readonly database: Database, private readonly files: Files, private readonly queues: Queues, private readonly messages: Messages, private readonly replay: ReplayList) {}

  async trial(actor: MemberActor, contactId: string): Promise<ErasureTrial> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const name = await nameOf(tx, id);
      const found = await survey(tx, [id], { before: new Date() });
      // Raw deliveries are needed by no case: those of what is held back go as well.
      const stays = (await countRows(tx, found.stays)).filter(({ table }) => table !== 'deliveries');
      if (found.stays.conversations.length > 0) stays.push({ table: 'contacts', name: personData.find(({ table }) => table === 'contacts')?.name ?? { en: '', pl: '' }, rows: 1 });
      const goes = (await countRows(tx, found.goes)).filter(({ table }) => (table !== 'contacts' && table !== 'contact_stats') || found.stays.conversations.length === 0);
      const files = bound(`SELECT count(*)::int AS n, coalesce(sum(r.size_bytes), 0)::float8 AS bytes FROM attachments r WHERE ${personData.find(({ table }) => table === 'attachments')?.rows ?? 'false'}`, found.goes);
      const [sum] = await tx.query<{ n: number; bytes: number }>(files.sql, files.parameters);
      return { contact: { id, name }, goes, stays, holds: holdViews(found.held), elsewhere: (await findElsewhere(tx, found)).length, files: { count: sum?.n ?? 0, bytes: sum?.bytes ?? 0 }, confirm: confirmOf(name) };
    });
  }

  /** There is no way back. @throws DomainError 'not-confirmed', 'erasure-runs', 'asked-in-future' */
  async begin(actor: MemberActor, contactId: string, input: ErasureInput): Promise<ErasureView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const contact = await findContact(tx, actor, contactId);
      // Nobody merges them with another while this begins.
      const [held] = await tx.query<{ name: string; merged_into: string | null }>('SELECT name, merged_into FROM contacts WHERE id = $1 FOR UPDATE', [contact]);
      if (held === undefined || held.merged_into !== null) throw notFound('contact');
      if (input.confirm.trim() !== confirmOf(held.name)) throw invalid('not-confirmed', 'Type the name of the person as it stands there: there is no way back.', { errors: [{ path: 'confirm', message: 'Type the name of the person as it stands there: there is no way back.' }] });
      if (Date.parse(input.askedOn) > Date.now() + 86_400_000) throw invalid('asked-in-future', 'They asked before now.', { errors: [{ path: 'askedOn', message: 'They asked before now.' }] });
      if ((await tx.query(`SELECT 1 FROM erasures WHERE contact_id = $1 AND state IN ('running', 'held')`, [contact])).length > 0) throw conflict('erasure-runs', 'This person is being erased already.');
      const id = newId();
      await tx.execute('INSERT INTO erasures (id, workspace_id, contact_id, contact_ids, ground, asked_on, requested_by, created_at) VALUES ($1, $2, $3, ARRAY[$3::uuid], $4, $5, $6, clock_timestamp())', [id, actor.workspaceId, contact, input.ground, input.askedOn, actor.memberId]);
      await record(tx, [{ type: 'erasure.begun', actor: actorOf(actor), subjectId: id, data: { contactId: contact, ground: input.ground, askedOn: input.askedOn } }, directoryChanged(actor, 'privacy')]);
      tx.afterCommit(() => { this.queues.poke('privacy', { kind: 'erasure', workspaceId: actor.workspaceId, id }); });
      return view(tx, id);
    });
  }

  /** Newest first. */
  async list(actor: MemberActor, query: PrivacyPage): Promise<ErasureList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [at, id] = readKey(query.cursor, [instantKey, uuidKey]) ?? [null, null];
      const rows = await tx.query<Row>(`SELECT ${COLUMNS} FROM erasures e WHERE e.workspace_id = $1 AND ($2::timestamptz IS NULL OR (e.created_at, e.id) < ($2::timestamptz, $3::uuid)) ORDER BY e.created_at DESC, e.id DESC LIMIT $4`, [actor.workspaceId, at, id, query.limit + 1]);
      return toPage(rows, query.limit, toView, (row) => [row.exact, row.id]);
    });
  }

  get(actor: MemberActor, erasureId: string): Promise<ErasureView> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => view(tx, erasureId));
  }

  /** The words to begin with. @throws DomainError 'nothing-held' */
  async draft(actor: MemberActor, erasureId: string, locale: Locale | undefined): Promise<RefusalDraft> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const row = await heldRow(tx, erasureId);
      const conversations = await tx.query<RefusalDraft['conversations'][number] & { language: string | null }>(
        `SELECT c.id, c.number, ch.connector_id AS "connectorId", c.subject, c.language FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id AND c.merged_into IS NULL JOIN channels ch ON ch.id = c.channel_id
         WHERE cc.case_id = ANY($1::uuid[]) AND c.contact_id = ANY($2::uuid[]) AND ch.deleted_at IS NULL ORDER BY (c.subject IS NOT NULL) DESC, c.last_message_at DESC`, [row.held.map(({ caseId }) => caseId), row.contact_ids]);
      const chosen = locale ?? (conversations[0]?.language === 'en' ? 'en' : 'pl');
      return { locale: chosen, ...refusalWords(chosen, { name: row.name ?? '', askedOn: row.asked_on, holds: holdViews(row.held) }), conversations: conversations.map(({ language: _, ...one }) => one) };
    });
  }

  /** As it would leave: the same bytes. */
  async paper(actor: MemberActor, erasureId: string, input: RefusalPaper): Promise<{ name: string; content: Buffer }> {
    const facts = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const row = await heldRow(tx, erasureId);
      const [firm] = await tx.query<{ sender: string; place: string; zone: string }>(`SELECT coalesce(nullif(s.sender, ''), w.name) AS sender, coalesce(s.place, '') AS place, w.time_zone AS zone FROM workspaces w LEFT JOIN case_settings s ON s.workspace_id = w.id WHERE w.id = $1`, [actor.workspaceId]);
      return { ...(firm ?? { sender: '', place: '', zone: 'UTC' }), name: row.name ?? '', code: row.held.map(({ code }) => code).join(', ') };
    });
    const content = await letterPdf({ ...input, sender: facts.sender, place: facts.place, recipient: facts.name, code: facts.code, day: dayAt(new Date(), facts.zone) });
    return { name: input.locale === 'pl' ? 'odpowiedz-na-zadanie-usuniecia-danych.pdf' : 'answer-to-your-request-for-erasure.pdf', content };
  }

  /** By the ways on which everything leaves: with their pause to take it back, their approvals and their rules. Once for a client id. */
  async sendLetter(actor: MemberActor, erasureId: string, input: RefusalInput): Promise<ErasureView> {
    if (hasGap(input.text) || hasGap(input.title)) throw invalid('letter-has-gap', 'The letter has a gap in [brackets] that nobody filled.', { errors: [{ path: 'text', message: 'The letter has a gap in [brackets] that nobody filled.' }] });
    const { conversations } = await this.draft(actor, erasureId, input.locale);
    if (!conversations.some(({ id }) => id === input.conversationId)) throw notFound('conversation that is held back');
    const { name, content } = await this.paper(actor, erasureId, input);
    const { key, sizeBytes } = await this.files.put(content);
    const attachmentId = newId();
    await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute(
      `INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, size_bytes, state, file_key) VALUES ($1, $2, $3, $4, 'application/pdf', $5, 'ready', $6)`, [attachmentId, actor.workspaceId, `member:${actor.memberId}`, name, sizeBytes, key]));
    await this.messages.post(actor, input.conversationId, messageInput.parse({ clientId: input.clientId, text: input.cover, attachmentIds: [attachmentId], sendNow: input.sendNow }));
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute('UPDATE erasures SET letter_sent_at = coalesce(letter_sent_at, now()) WHERE id = $1', [erasureId]);
      await record(tx, [{ type: 'erasure.letter', actor: actorOf(actor), subjectId: erasureId, conversationId: input.conversationId, data: { locale: input.locale } }, directoryChanged(actor, 'privacy')]);
      return view(tx, erasureId);
    });
  }

  /** Lines that name nobody: what has to be erased again once a backup was restored. */
  async replayList(actor: MemberActor): Promise<string> {
    const rows = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<{ line: ReplayLine }>(
      `SELECT jsonb_build_object('id', id, 'workspaceId', workspace_id, 'at', created_at, 'ground', ground, 'askedOn', asked_on, 'contactIds', contact_ids, 'hashes', identity_hashes) AS line FROM erasures ORDER BY created_at`));
    return rows.map(({ line }) => `${this.replay.line(line)}\n`).join('');
  }
}

const confirmOf = (name: string): string => (name.trim() === '' ? '?' : name.trim());
const nameOf = async (tx: Tx, id: string): Promise<string> => (await tx.query<{ name: string }>('SELECT name FROM contacts WHERE id = $1', [id]))[0]?.name ?? '';

async function rowOf(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM erasures e WHERE e.id = $1`, [id]);
  if (row === undefined) throw notFound('erasure');
  return row;
}

async function heldRow(tx: Tx, id: string): Promise<Row> {
  const row = await rowOf(tx, id);
  if (row.state !== 'held') throw conflict('nothing-held', 'Nothing is held back: there is nothing to refuse.');
  return row;
}

const view = async (tx: Tx, id: string): Promise<ErasureView> => toView(await rowOf(tx, id));

const holdViews = (held: readonly Held[]): ErasureHold[] => held.map((one) => {
  const rule = one.rule === 'open-case' ? openCase : (limitation['PL'] ?? openCase);
  return { ...one, article: rule.article, source: rule.source };
});

const toView = (row: Row): ErasureView => ({
  id: row.id, contactId: row.contact_id, name: row.name, ground: row.ground, askedOn: row.asked_on, requestedBy: row.requested_by, state: row.state, counts: countViews(row.counts), holds: holdViews(row.held),
  letterSentAt: row.letter_sent_at?.toISOString() ?? null, replayed: row.replayed, createdAt: row.created_at.toISOString(), doneAt: row.done_at?.toISOString() ?? null,
});
