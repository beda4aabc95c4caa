import { Injectable } from '@nestjs/common';
import type { Cared, CareInput } from '@kontuar/contract';
import { BUSY, Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { CaseOpenings } from '../cases/case-opening.service';
import { Starts } from '../conversations/starts.service';
import { conflict, forbidden } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { Connectors } from '../tokens';
import { findMention, viewOf, type MentionRow } from './mention.rows';
import { authorKeyOf, saidIn } from './posts/incoming';

/** One key from a mention to a conversation with its owner, its promises and the history of that person. */
@Injectable()
export class MentionCare {
  constructor(private readonly database: Database, private readonly starts: Starts, private readonly openings: CaseOpenings, private readonly connectors: Connectors) {}

  /** A comment on an account of ours is a conversation already; of what was said elsewhere one is logged, for the same person the same one each time. */
  async take(actor: MemberActor, id: string, input: CareInput): Promise<Cared> {
    if (!can(actor, 'conversation.start')) throw forbidden();
    const done = await this.database.holding(`mention:${id}`, async () => {
      const before = await this.database.lookInWorkspace(actor.workspaceId, (tx) => findMention(tx, actor, id));
      const conversationId = before.outcome?.id ?? await this.log(actor, id, before, input);
      if (input.case && before.outcome?.caseCode == null) await this.openings.open(actor, conversationId, { matter: 'complaint' });
      return this.database.inWorkspace(actor.workspaceId, async (tx) => {
        // Who takes it up means it: that teaches nothing, and it is no junk.
        await tx.execute(`UPDATE mentions SET conversation_id = $2, assignee_id = coalesce(assignee_id, $3) WHERE id = $1`, [id, conversationId, actor.memberId]);
        await record(tx, [{ type: 'mention.taken', actor: actorOf(actor), subjectId: id, conversationId }, directoryChanged(actor, 'listening', id)]);
        return { mention: viewOf(await findMention(tx, actor, id)), conversationId };
      });
    });
    if (done === BUSY) throw conflict('mention-busy', 'Somebody takes this mention at this moment.');
    return done;
  }

  private async log(actor: MemberActor, id: string, row: MentionRow, input: CareInput): Promise<string> {
    const channelId = input.channelId ?? await this.logChannel(actor);
    const { conversation } = await this.starts.start(actor, {
      channelId, to: `${row.platform}:${authorKeyOf(row.author === '' ? row.author_name : row.author)}`.slice(0, 254), contactName: (row.author_name === '' ? row.author : row.author_name).slice(0, 200), subject: `${row.platform}: ${row.title === '' ? row.text.slice(0, 80) : row.title}`.slice(0, 500),
      text: [saidIn(row).slice(0, 40_000), row.url ?? ''].filter((part) => part !== '').join('\n\n'), inbound: true, assignToMe: true, clientId: `mention:${id}`,
    });
    return conversation.id;
  }

  /** Where visits and calls are logged, what was said elsewhere is, too. */
  private async logChannel(actor: MemberActor): Promise<string> {
    const logged = this.connectors.all.filter(({ capabilities }) => capabilities.logOnly === true).map(({ id }) => id);
    const [channel] = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<{ id: string }>('SELECT id FROM channels WHERE connector_id = ANY($1::text[]) AND deleted_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY($2)) ORDER BY id LIMIT 1', [logged, actor.channelIds === 'all' ? null : actor.channelIds]));
    if (channel === undefined) throw conflict('no-log-channel', 'Add a channel on which conversations are logged first, such as the counter: what was said elsewhere is followed there.');
    return channel.id;
  }
}
