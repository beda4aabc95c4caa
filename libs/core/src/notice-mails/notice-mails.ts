import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { NoticeView } from '@kontuar/contract';
import { Database, newId, Queues, type ReadyConfig, type Tx } from '@kontuar/platform';
import { ownAddresses } from '../asides/people';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import { queueHouseMail } from '../house-mail/letters';
import { placeOf } from '../notices/place-of';
import type { Delivered, NoticeWayOut, Parcel } from '../notices/ways';
import { CONFIG, Connectors } from '../tokens';
import { noticeLetter, type Letter, type Said } from './notice-letter';

/** As long as somebody may want to answer a mail that told them of something. */
const REPLY_DAYS = 7;
const SAID = 5;

export interface NoticeMailRow { conversationId: string | null; seq: number | null; parcel: string; letter: Letter }

/** Tells members by email, from the mailbox that the workspace chose; the rules of who, when and what are those of all notices. */
@Injectable()
export class NoticeMails {
  constructor(private readonly database: Database, private readonly queues: Queues, private readonly contexts: ChannelContexts, private readonly connectors: Connectors, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  way(way: 'email' | 'digest'): NoticeWayOut {
    return { way, deliver: (parcel) => this.deliver(way, parcel) };
  }

  private deliver(way: 'email' | 'digest', parcel: Parcel): Promise<Delivered> {
    return this.database.inWorkspace(parcel.workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ notice_channel_id: string | null }>('SELECT notice_channel_id FROM workspaces WHERE id = $1', [parcel.workspaceId]);
      const channelId = workspace?.notice_channel_id ?? null;
      if (channelId === null || (await findChannel(tx, channelId)) === undefined) return 'nobody';
      // A member whose address is a mailbox of ours would be told of the mail that tells them.
      if ((await ownAddresses(tx, this.contexts, this.connectors)).has(parcel.member.email.toLowerCase())) return 'nobody';
      const conversationId = parcel.summary ? null : (parcel.notices[0]?.conversationId ?? null);
      const { said, seq } = conversationId === null ? { said: [], seq: null } : await saidIn(tx, conversationId, parcel.notices);
      const letter = noticeLetter({ parcel, said, answerable: conversationId !== null, linkOf: (notice) => this.linkOf(notice), settingsUrl: this.config.http.publicUrl === undefined ? undefined : `${this.config.http.publicUrl}/settings` });
      const told = parcel.notices.map(({ id, at }) => `${id} ${at}`).sort().join(' ');
      await keepNoticeMail(tx, this.queues, { workspaceId: parcel.workspaceId, memberId: parcel.member.id, channelId }, { conversationId, seq, parcel: `${way} ${createHash('sha256').update(told).digest('hex')}`, letter });
      return 'told';
    });
  }

  private linkOf(notice: NoticeView): string | undefined {
    const { publicUrl } = this.config.http;
    if (publicUrl === undefined) return undefined;
    return notice.conversationId !== null ? `${publicUrl}/inbox/all/${notice.conversationId}` : `${publicUrl}${placeOf(notice)}`;
  }
}

/** Once for each parcel, whoever delivers it again. */
export async function keepNoticeMail(tx: Tx, queues: Queues, to: { workspaceId: string; memberId: string; channelId: string }, mail: NoticeMailRow): Promise<void> {
  const id = newId();
  const kept = await tx.execute(
    `INSERT INTO notice_mails (id, workspace_id, member_id, conversation_id, seq, parcel, subject, text, html, reply_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + interval '${REPLY_DAYS} days') ON CONFLICT (member_id, parcel) DO NOTHING`,
    [id, to.workspaceId, to.memberId, mail.conversationId, mail.seq, mail.parcel, mail.letter.subject, mail.letter.text, mail.letter.html],
  );
  if (kept > 0) await queueHouseMail(tx, queues, { id, workspaceId: to.workspaceId, channelId: to.channelId, purpose: 'notice', subjectId: to.memberId, delayMs: 0 });
}

/** The words of what is told, as they stand now; and up to where the member knows the conversation with them. */
async function saidIn(tx: Tx, conversationId: string, notices: readonly NoticeView[]): Promise<{ said: Said[]; seq: number | null }> {
  const [row] = await tx.query<{ last_seq: number }>('SELECT last_seq FROM conversations WHERE id = $1', [conversationId]);
  if (notices.every(({ kind }) => kind === 'aside')) {
    const [answer] = await tx.query<Said>(
      `SELECT m.author_name AS author, m.text, true AS note FROM aside_messages m JOIN asides a ON a.id = m.aside_id WHERE a.conversation_id = $1 AND m.direction = 'in' AND m.sender <> 'machine' ORDER BY m.created_at DESC LIMIT 1`, [conversationId]);
    return { said: answer === undefined || notices.every(({ what }) => what !== 'aside-answered') ? [] : [answer], seq: row?.last_seq ?? null };
  }
  const count = Math.min(SAID, Math.max(1, ...notices.map((notice) => notice.count)));
  const rows = await tx.query<{ author: string; text: string; kind: string }>(
    `SELECT author_name AS author, text, kind FROM messages WHERE conversation_id = $1 AND deleted_at IS NULL AND (id = ANY($2::uuid[]) OR (kind = 'message' AND direction = 'in' AND $3))
     ORDER BY seq DESC LIMIT $4`,
    [conversationId, notices.flatMap(({ messageId }) => messageId ?? []), notices.some(({ kind }) => kind === 'message' || kind === 'unassigned' || kind === 'assigned'), count],
  );
  return { said: rows.reverse().map(({ author, text, kind }) => ({ author, text, note: kind === 'note' })), seq: row?.last_seq ?? null };
}
