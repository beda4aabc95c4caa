import { Injectable } from '@nestjs/common';
import type { InboundMessage, InboundReceipt } from '@kontuar/connectors/contract';
import type { AsideSender } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import { lockConversations, type LockedConversation } from '../conversations/change';
import { platformTime } from '../ingest/ledger.events';
import type { StoredFiles } from '../ingest/ledger.types';
import { KeptMeanwhile } from '../ingest/kept-meanwhile';
import { isBareThanks } from '../ingest/thanks';
import type { HouseTaken } from '../house-mail/house-door';
import { needsUs } from './need-us';
import { asidesChanged } from './summary';

interface AsideRow { id: string; conversation_id: string; subject: string; state: 'ours' | 'theirs' | 'done'; opened_by: string; last_seq: number; read_seq: number }

/** What comes into a side conversation: answers, reports of servers, and what somebody who got hold of the mail writes. */
@Injectable()
export class AsideArrivals {
  /** Undefined: there is no such side conversation any more. */
  async take(tx: Tx, asideId: string, given: { message: InboundMessage; receipt?: InboundReceipt }, files: StoredFiles, now: Date): Promise<HouseTaken | undefined> {
    const held = await hold(tx, asideId);
    if (held === undefined) return undefined;
    const { row, aside } = held;
    const { message, receipt } = given;
    const externalId = await freeId(tx, aside.id, message);
    if (externalId === undefined) return { conversationId: row.id, kept: false, fileIds: [] };
    if (receipt !== undefined && receipt.status !== 'failed') return { conversationId: row.id, kept: false, fileIds: [], ignored: `a report that the mail was ${receipt.status}` };
    const sender = await senderOf(tx, aside.id, message);
    const kept = await this.keep(tx, row, aside, { message, externalId, sender }, files, now);
    if (receipt !== undefined) await this.bounced(tx, row, aside, receipt);
    else if (message.automatic !== undefined || (aside.state === 'done' && isBareThanks(message.text) && (message.attachments ?? []).length === 0)) {
      // Nothing that anybody has to do: who was up to date stays so.
      if (aside.read_seq >= aside.last_seq) await tx.execute(`UPDATE asides SET read_seq = last_seq WHERE id = $1`, [aside.id]);
      await asidesChanged(tx, row.id, [aside.id], [{ type: 'aside.received', conversationId: row.id, subjectId: aside.id, data: { asideMessageId: kept.id, automatic: message.automatic ?? 'thanks' } }]);
    } else {
      const line = { type: 'aside-answered', data: { asideId: aside.id, subject: aside.subject, name: message.from.name ?? message.from.id, sender, ...(aside.state === 'done' ? { again: true } : {}) } } as const;
      await needsUs(tx, row, { asideId: aside.id, openedBy: aside.opened_by, happening: 'aside.received', messageId: kept.id, line });
    }
    return { conversationId: row.id, kept: true, fileIds: kept.fileIds };
  }

  private async keep(tx: Tx, row: LockedConversation, aside: AsideRow, { message, externalId, sender }: { message: InboundMessage; externalId: string; sender: AsideSender }, files: StoredFiles, now: Date): Promise<{ id: string; fileIds: string[] }> {
    const id = newId();
    const parties = (list: InboundMessage['to']) => (list ?? []).slice(0, 50).map((party) => ({ name: party.name ?? null, address: party.handle ?? party.id }));
    const [at] = await tx.query<{ seq: number }>(`UPDATE asides SET last_seq = last_seq + 1, last_at = $2 WHERE id = $1 RETURNING last_seq AS seq`, [aside.id, now]);
    await tx.execute(
      `INSERT INTO aside_messages (workspace_id, aside_id, seq, id, direction, author_name, author_address, sender, recipients, text, html, quoted, external_id, automatic, at)
       VALUES ($1, $2, $3, $4, 'in', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        row.workspace_id, aside.id, at?.seq, id, message.from.name ?? message.from.id, message.from.id, sender, JSON.stringify({ to: parties(message.to), cc: parties(message.cc) }),
        message.text, message.html ?? null, message.quoted ?? null, externalId, message.automatic ?? null, platformTime(message.at, now),
      ],
    );
    const attachments = (message.attachments ?? []).flatMap((attachment, position) => {
      const stored = files.get(attachment);
      return stored === undefined ? [] : [{
        id: newId(), position, name: attachment.name, content_type: attachment.contentType, size_bytes: stored.sizeBytes, inline: attachment.inline ?? false, content_id: attachment.contentId ?? null, file_key: stored.key,
      }];
    });
    if (attachments.length > 0) {
      await tx.execute(
        `INSERT INTO attachments (id, workspace_id, aside_message_id, position, name, content_type, size_bytes, inline, content_id, state, file_key)
         SELECT r.id, $1, $2, r.position, r.name, r.content_type, r.size_bytes, r.inline, r.content_id, 'ready', r.file_key
         FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, position integer, name text, content_type text, size_bytes bigint, inline boolean, content_id text, file_key text)`,
        [row.workspace_id, id, JSON.stringify(attachments)],
      );
    }
    return { id, fileIds: attachments.filter((file) => file.content_type.startsWith('image/')).map((file) => file.id) };
  }

  /** Shown at the mail that did not arrive. One that others got is not failed: it did not reach everybody. */
  private async bounced(tx: Tx, row: LockedConversation, aside: AsideRow, receipt: InboundReceipt): Promise<void> {
    const [mail] = await tx.query<{ id: string; several: boolean; author_id: string | null }>(
      `SELECT h.id, jsonb_array_length(m.recipients->'to') > 1 AS several, m.author_id FROM house_mails h JOIN aside_messages m ON m.id = h.id
       WHERE h.subject_id = $1 AND h.purpose = 'aside' ORDER BY (h.external_id IS NOT DISTINCT FROM $2) DESC, h.created_at DESC LIMIT 1`,
      [aside.id, receipt.externalId ?? null],
    );
    if (mail === undefined) return;
    const detail = (receipt.reason ?? '').slice(0, 1000);
    await tx.execute(
      `UPDATE house_mails SET status = CASE WHEN $2 THEN status ELSE 'failed' END, failure_code = $3, failure_detail = CASE WHEN $2 AND failure_code IS NOT NULL AND position($4 IN coalesce(failure_detail, '')) = 0 THEN left(failure_detail || ' ' || $4, 1000) ELSE $4 END
       WHERE id = $1 AND status NOT IN ('queued')`,
      [mail.id, mail.several, receipt.code ?? 'bounced', detail],
    );
    await needsUs(tx, row, { asideId: aside.id, openedBy: mail.author_id ?? aside.opened_by, happening: 'aside.failed', messageId: mail.id, line: { type: 'aside-failed', data: { asideId: aside.id, subject: aside.subject, detail } } });
  }
}

/** The conversation first, as everybody locks. @throws KeptMeanwhile when it went up in another at this moment: the mail is looked at again */
async function hold(tx: Tx, asideId: string): Promise<{ row: LockedConversation; aside: AsideRow } | undefined> {
  const [place] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM asides WHERE id = $1`, [asideId]);
  if (place === undefined) return undefined;
  const [row] = await lockConversations(tx, [place.conversation_id]);
  const [aside] = await tx.query<AsideRow>(`SELECT id, conversation_id, subject, state, opened_by, last_seq, read_seq FROM asides WHERE id = $1 FOR UPDATE`, [asideId]);
  if (row === undefined || aside === undefined) return undefined;
  if (aside.conversation_id !== row.id) throw new KeptMeanwhile();
  return { row, aside };
}

/** Under which id it is kept; undefined when it came before, by another of our mailboxes perhaps. Another mail under a known id says something else. */
async function freeId(tx: Tx, asideId: string, message: InboundMessage): Promise<string | undefined> {
  const known = await tx.query<{ external_id: string; text: string }>(`SELECT external_id, text FROM aside_messages WHERE aside_id = $1 AND external_id = ANY($2::text[])`, [asideId, [message.externalId, message.externalIdIfTaken ?? message.externalId]]);
  const same = known.find(({ external_id }) => external_id === message.externalId);
  if (same === undefined) return message.externalId;
  if (message.externalIdIfTaken === undefined || same.text === message.text || known.some(({ external_id }) => external_id === message.externalIdIfTaken)) return undefined;
  return message.externalIdIfTaken;
}

/** An address proves nothing: with our token it is who we wrote to, unless their own mail server disowns it. */
async function senderOf(tx: Tx, asideId: string, message: InboundMessage): Promise<AsideSender> {
  if (message.automatic === 'bounce') return 'machine';
  if (message.authenticated === false) return 'doubtful';
  const known = await tx.query(`SELECT 1 FROM aside_people WHERE aside_id = $1 AND address = $2`, [asideId, message.from.id.toLowerCase()]);
  if (known.length === 0) return message.automatic === undefined ? 'stranger' : 'machine';
  return 'participant';
}
