import { Injectable } from '@nestjs/common';
import type { Cared, CareInput } from '@kontuar/contract';
import { BUSY, Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { CaseOpenings } from '../cases/case-opening.service';
import { remember } from '../conversations/bulk-change';
import { changeConversations, lockConversations, type Step } from '../conversations/change';
import { Starts } from '../conversations/starts.service';
import { conflict, forbidden } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { Connectors } from '../tokens';
import type { TakenMention } from './care-back';
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
      const { before, was } = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
        const [stood] = await tx.query<{ conversation_id: string | null }>('SELECT conversation_id FROM mentions WHERE id = $1', [id]);
        const found = await findMention(tx, actor, id);
        return { before: found, was: { mentionId: id, conversationId: stood?.conversation_id ?? null, assigneeId: found.assignee_id } satisfies TakenMention };
      });
      const conversationId = before.outcome?.id ?? await this.log(actor, id, before, input);
      // A conversation that only this act made is done with when it is taken back; one that was there stays as it is.
      const beside: Partial<Step> = was.conversationId !== null ? {} : { taken: was, ...(before.outcome === null ? { before: { state: 'resolved' }, after: { state: 'open' } } : {}) };
      const opened = input.case && before.outcome?.caseCode == null ? await this.openings.open(actor, conversationId, { matter: 'complaint' }, beside) : undefined;
      return this.database.inWorkspace(actor.workspaceId, async (tx) => {
        // Taken up once more after it was taken back: the same conversation goes on.
        if (before.outcome === null) await changeConversations(tx, actor, await lockConversations(tx, [conversationId]), (row) => (row.state === 'open' || row.merged_into !== null ? {} : { state: 'open', assignee_id: row.assignee_id ?? actor.memberId }));
        // Who takes it up means it: that teaches nothing, and it is no junk.
        await tx.execute(`UPDATE mentions SET conversation_id = $2, assignee_id = coalesce(assignee_id, $3) WHERE id = $1`, [id, conversationId, actor.memberId]);
        await record(tx, [{ type: 'mention.taken', actor: actorOf(actor), subjectId: id, conversationId }, directoryChanged(actor, 'listening', id)]);
        const undoToken = opened !== undefined ? opened.undoToken : beside.taken === undefined ? null : await remember(tx, actor, [{ conversationId, before: {}, after: {}, ...beside }]);
        return { mention: viewOf(await findMention(tx, actor, id)), conversationId, undoToken };
      });
    });
    if (done === BUSY) throw conflict('mention-busy', 'Somebody takes this mention at this moment.');
    return done;
  }

  private async log(actor: MemberActor, id: string, row: MentionRow, input: CareInput): Promise<string> {
    const channelId = input.channelId ?? await this.logChannel(actor);
    const to = `${row.platform}:${authorKeyOf(row.author === '' ? row.author_name : row.author)}`.slice(0, 254);
    const clientId = `mention:${id}`;
    // It was logged before: taken back since, or a crash came between that and the mention.
    const [known] = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<{ id: string }>(
      `SELECT c.id FROM channels ch JOIN identities i ON i.workspace_id = ch.workspace_id AND i.scope = ch.identity_scope AND i.external_id = $2 JOIN conversations c ON c.contact_id = i.contact_id AND c.merged_into IS NULL
         JOIN messages m ON coalesce(m.posted_in, m.conversation_id) = c.id AND m.client_id = $3 WHERE ch.id = $1 LIMIT 1`, [channelId, to, clientId]));
    if (known !== undefined) return known.id;
    const { conversation } = await this.starts.start(actor, {
      channelId, to, contactName: (row.author_name === '' ? row.author : row.author_name).slice(0, 200), subject: `${row.platform}: ${row.title === '' ? row.text.slice(0, 80) : row.title}`.slice(0, 500),
      text: [saidIn(row).slice(0, 40_000), row.url ?? ''].filter((part) => part !== '').join('\n\n'), inbound: true, assignToMe: true, clientId,
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
