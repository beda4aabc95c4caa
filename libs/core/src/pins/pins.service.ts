import { Injectable } from '@nestjs/common';
import type { PinInput, PinPatch, PinView } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, visibleConversations } from '../access/can';
import { findContact } from '../contacts/find-contact';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';

/** More than this nobody keeps in mind. */
const MAX_PINS = 30;
const BACK_WITHIN = `interval '24 hours'`;

interface PinRow { id: string; contact_id: string | null; conversation_id: string | null }
interface ShownPin extends PinRow { text: string; position: number; expires_at: Date | null; created_by: string | null; created_at: Date; changed_by: string | null; changed_at: Date | null; message_id: string | null; source_id: string | null; source_seq: number | null }

const notInThePast = (expiresAt: string | null | undefined): void => {
  if (typeof expiresAt === 'string' && Date.parse(expiresAt) <= Date.now()) throw invalid('expires-in-the-past', 'Say until when, in the future.', { errors: [{ path: 'expiresAt', message: 'Say until when, in the future.' }] });
};

/** What to keep in mind: of a person wherever they write, or of one conversation. Whoever may read it there may read it; whoever may write notes there may pin. */
@Injectable()
export class Pins {
  constructor(private readonly database: Database, private readonly conversations: Conversations) {}

  /** Of the person and of the conversation together, as they stand above the panel. */
  async list(actor: MemberActor, conversationId: string): Promise<PinView[]> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const conversation = await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      return pinViews(tx, actor, { contactId: conversation.contact_id, conversationId });
    });
  }

  async ofContact(actor: MemberActor, contactId: string): Promise<PinView[]> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => pinViews(tx, actor, { contactId: await findContact(tx, actor, contactId), conversationId: null }));
  }

  /** A note is pinned by its words: they stand also when the note goes. */
  async pin(actor: MemberActor, conversationId: string, input: PinInput): Promise<PinView> {
    notInThePast(input.expiresAt);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const conversation = await this.conversations.allow(tx, actor, conversationId, 'conversation.note');
      const text = input.text ?? (await noteText(tx, conversationId, input.messageId ?? ''));
      const to = input.about === 'contact' ? { contact_id: conversation.contact_id, conversation_id: null } : { contact_id: null, conversation_id: conversationId };
      await hold(tx, to);
      const [sum] = await tx.query<{ n: number; last: number }>(`SELECT count(*)::int AS n, coalesce(max(position), 0) AS last FROM pins WHERE removed_at IS NULL AND (contact_id = $1 OR conversation_id = $2)`, [to.contact_id, to.conversation_id]);
      if ((sum?.n ?? 0) >= MAX_PINS) throw conflict('too-many-pins', `There are ${MAX_PINS} things to keep in mind already. Take one off first.`);
      const id = newId();
      await tx.execute(
        `INSERT INTO pins (id, workspace_id, contact_id, conversation_id, text, message_id, position, expires_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, actor.workspaceId, to.contact_id, to.conversation_id, text, input.messageId ?? null, (sum?.last ?? 0) + 1, input.expiresAt, actor.memberId],
      );
      await this.tell(tx, actor, 'pin.created', { id, ...to }, input.messageId === undefined ? {} : { messageId: input.messageId });
      return one(tx, actor, id);
    });
  }

  async change(actor: MemberActor, pinId: string, patch: PinPatch): Promise<PinView> {
    notInThePast(patch.expiresAt);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const back = patch.removed === false;
      const row = await this.open(tx, actor, pinId, back ? `(removed_at IS NULL OR removed_at > now() - ${BACK_WITHIN})` : 'removed_at IS NULL');
      await tx.execute(
        `UPDATE pins SET text = coalesce($2, text), expires_at = CASE WHEN $3 THEN $4::timestamptz ELSE expires_at END, removed_at = CASE WHEN $5 THEN NULL ELSE removed_at END, changed_by = $6, changed_at = now() WHERE id = $1`,
        [pinId, patch.text ?? null, patch.expiresAt !== undefined, patch.expiresAt ?? null, back, actor.memberId],
      );
      await this.tell(tx, actor, back ? 'pin.restored' : 'pin.changed', row, { fields: Object.keys(patch) });
      return one(tx, actor, pinId);
    });
  }

  /** Can be brought back for a day. */
  async remove(actor: MemberActor, pinId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = await this.open(tx, actor, pinId, 'removed_at IS NULL');
      await tx.execute('UPDATE pins SET removed_at = now() WHERE id = $1', [pinId]);
      await this.tell(tx, actor, 'pin.removed', row);
    });
  }

  /** Those named, of one person or one conversation, in this order; others follow. */
  async order(actor: MemberActor, ids: readonly string[]): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = await this.open(tx, actor, ids[0] ?? '', 'removed_at IS NULL');
      await hold(tx, row);
      await tx.execute(
        `UPDATE pins p SET position = placed.n FROM (
           SELECT id, row_number() OVER (ORDER BY array_position($3::uuid[], id) NULLS LAST, position, id) AS n FROM pins WHERE contact_id = $1 OR conversation_id = $2
         ) placed WHERE placed.id = p.id`,
        [row.contact_id, row.conversation_id, ids],
      );
      await this.tell(tx, actor, 'pin.ordered', row);
    });
  }

  private async open(tx: Tx, actor: MemberActor, pinId: string, where: string): Promise<PinRow> {
    const [row] = await tx.query<PinRow>(`SELECT id, contact_id, conversation_id FROM pins WHERE id = $1 AND ${where} FOR UPDATE`, [pinId]);
    if (row === undefined) throw notFound('note to keep in mind');
    if (row.conversation_id !== null) await this.conversations.allow(tx, actor, row.conversation_id, 'conversation.note');
    else {
      await findContact(tx, actor, row.contact_id ?? '').catch(() => { throw notFound('note to keep in mind'); });
      if (!can(actor, 'conversation.note')) throw forbidden();
    }
    return row;
  }

  private async tell(tx: Tx, actor: MemberActor, type: string, row: PinRow, data: Record<string, unknown> = {}): Promise<void> {
    const about = row.contact_id ?? row.conversation_id ?? undefined;
    await record(tx, [
      { type, actor: actorOf(actor), subjectId: row.id, ...(row.conversation_id === null ? {} : { conversationId: row.conversation_id }), data: { ...data, ...(row.contact_id === null ? {} : { contactId: row.contact_id }) } },
      directoryChanged(actor, 'pins', about),
    ]);
  }
}

/** One at a time for one person or conversation: two at once would both take the last place. */
async function hold(tx: Tx, row: { contact_id: string | null; conversation_id: string | null }): Promise<void> {
  await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('pins:' || $1, 0))`, [row.contact_id ?? row.conversation_id]);
}

async function noteText(tx: Tx, conversationId: string, messageId: string): Promise<string> {
  const [note] = await tx.query<{ text: string }>(`SELECT text FROM messages WHERE id = $1 AND conversation_id = $2 AND kind <> 'event' AND deleted_at IS NULL`, [messageId, conversationId]);
  const text = note?.text.trim().slice(0, 1000) ?? '';
  if (text === '') throw notFound('note');
  return text;
}

async function one(tx: Tx, actor: MemberActor, id: string): Promise<PinView> {
  const [row] = await shown(tx, actor, 'pin.id = $1', [id]);
  if (row === undefined) throw notFound('note to keep in mind');
  return toPin(row);
}

async function pinViews(tx: Tx, actor: MemberActor, { contactId, conversationId }: { contactId: string; conversationId: string | null }): Promise<PinView[]> {
  const rows = await shown(tx, actor, `pin.removed_at IS NULL AND (pin.expires_at IS NULL OR pin.expires_at > now()) AND (pin.contact_id = $1 OR pin.conversation_id = $2)`, [contactId, conversationId]);
  return rows.map(toPin);
}

/** A note in a conversation out of the reader's sight is not named; what was pinned of it, somebody meant to be read. */
function shown(tx: Tx, actor: MemberActor, where: string, parameters: unknown[]): Promise<ShownPin[]> {
  const visible = visibleConversations(actor, parameters);
  return tx.query<ShownPin>(
    `SELECT pin.id, pin.contact_id, pin.conversation_id, pin.text, pin.position, pin.expires_at, pin.created_by, pin.created_at, pin.changed_by, pin.changed_at, pin.message_id, c.id AS source_id, m.seq AS source_seq
     FROM pins pin LEFT JOIN messages m ON m.id = pin.message_id AND m.deleted_at IS NULL LEFT JOIN conversations c ON c.id = m.conversation_id AND ${visible}
     WHERE ${where} ORDER BY pin.contact_id IS NULL, pin.position, pin.id`,
    parameters,
  );
}

const toPin = (row: ShownPin): PinView => ({
  id: row.id, contactId: row.contact_id, conversationId: row.conversation_id, text: row.text,
  source: row.message_id !== null && row.source_id !== null && row.source_seq !== null ? { conversationId: row.source_id, messageId: row.message_id, seq: row.source_seq } : null,
  position: row.position, expiresAt: row.expires_at?.toISOString() ?? null,
  createdBy: row.created_by, createdAt: row.created_at.toISOString(), changedBy: row.changed_by, changedAt: row.changed_at?.toISOString() ?? null,
});
