import { Inject, Injectable } from '@nestjs/common';
import type { NoticeChoices, NoticeChoicesPatch, NoticeQuery, NoticeReadInput, NoticeView, Page } from '@kontuar/contract';
import { Database, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { lookAtClocks } from '../approvals/clock';
import { actorOf, record } from '../history/history';
import { instantKey, readKey, toPage, uuidKey } from '../paging';
import { PULSE } from '../tokens';
import { choicesOf, mergeChoices } from './choices';
import { quietUntil } from './decide';
import { countUnread, listNotices, toNoticeView } from './notice.view';
import { NOTICES, type NoticesPulse } from './notifier.service';
import { findRecipients } from './recipients';

/** What a member was told, and how they want to be told. */
@Injectable()
export class Notices {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  async list(actor: MemberActor, query: NoticeQuery): Promise<Page<NoticeView>> {
    const before = readKey(query.cursor, [instantKey, uuidKey]);
    const rows = await this.database.lookInWorkspace(actor.workspaceId, (tx) => listNotices(tx, actor, { before, limit: query.limit + 1, unread: query.unread === true }));
    return toPage(rows, query.limit, toNoticeView, (row) => [row.exact, row.id]);
  }

  async unread(actor: MemberActor): Promise<number> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => countUnread(tx, actor));
  }

  async read(actor: MemberActor, input: NoticeReadInput): Promise<number> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [condition, value] = 'ids' in input ? ['id = ANY($2::uuid[])', input.ids] : 'conversationId' in input ? ['conversation_id = $2', input.conversationId] : ['at <= $2', input.upTo];
      const read = await tx.query<{ id: string }>(`UPDATE notices SET read_at = now() WHERE member_id = $1 AND read_at IS NULL AND ${condition} RETURNING id`, [actor.memberId, value]);
      return settled(tx, this.pulse, actor, read.map((row) => row.id));
    });
  }

  async choices(actor: MemberActor): Promise<{ choices: NoticeChoices; quiet: boolean; quietUntil: Date | null }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const recipient = (await findRecipients(tx, [actor.memberId])).get(actor.memberId);
      const until = recipient === undefined ? null : quietUntil(recipient, new Date());
      // Off work until somebody says otherwise: the moment at which it is looked at again is no end.
      const openEnded = recipient !== undefined && recipient.choices.quietOffShift && recipient.duty.state !== 'on' && recipient.duty.until === null;
      return { choices: recipient?.choices ?? choicesOf({}), quiet: until !== null, quietUntil: openEnded ? null : until };
    });
  }

  /** What waits for the end of a quiet time is looked at again: the time may be over now. */
  async choose(actor: MemberActor, patch: NoticeChoicesPatch): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ notices: unknown }>('SELECT notices FROM memberships WHERE id = $1 FOR NO KEY UPDATE', [actor.memberId]);
      await tx.execute('UPDATE memberships SET notices = $2 WHERE id = $1', [actor.memberId, JSON.stringify(mergeChoices(choicesOf(row?.notices), patch))]);
      await tx.execute('UPDATE notice_ways SET due_at = now() WHERE member_id = $1 AND held AND done_at IS NULL', [actor.memberId]);
      await lookAtClocks(tx, actor.memberId);
      await record(tx, [{ type: 'member.notices-chosen', actor: actorOf(actor), subjectId: actor.memberId, data: { fields: Object.keys(patch) } }]);
    });
  }
}

/** Told to the member's other screens; answers how many are unread now. */
export async function settled(tx: Tx, pulse: Pulse, actor: MemberActor, ids: readonly string[]): Promise<number> {
  const unread = await countUnread(tx, actor);
  if (ids.length > 0) {
    await tx.execute(`UPDATE notice_ways SET done_at = now(), dropped = 'read' WHERE notice_id = ANY($1::uuid[]) AND done_at IS NULL`, [ids]);
    const payload: NoticesPulse = { workspaceId: actor.workspaceId, memberId: actor.memberId, unread, newest: null, quiet: false, read: [...ids] };
    tx.afterCommit(() => { pulse.publish(NOTICES, JSON.stringify(payload)); });
  }
  return unread;
}
