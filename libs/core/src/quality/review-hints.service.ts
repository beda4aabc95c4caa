import { Injectable } from '@nestjs/common';
import type { ReviewHints } from '@kontuar/contract';
import type { GlossaryTerm } from '@kontuar/language';
import { Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { hintsOf } from './hints';
import { readReview } from './review.row';
import { handOversIn } from './sample.queries';

interface HeardRow { id: string; direction: 'in' | 'out'; author_kind: string; author_id: string | null; automatic: string | null; text: string; at: Date; mood: { label: string; score: number } | null }

/** Longer conversations are looked at from their end. */
const MOST_MESSAGES = 300;

/** What the machine sees; made when somebody looks, kept nowhere, and far from the scores. */
@Injectable()
export class ReviewHintsDesk {
  constructor(private readonly database: Database) {}

  async of(actor: MemberActor, reviewId: string): Promise<ReviewHints> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const { conversation, agentId } = await readReview(tx, actor, reviewId);
      if (conversation === null) return { items: [] };
      const [messages, glossary, handOvers, promises] = await Promise.all([
        tx.query<HeardRow>(
          `SELECT id, direction, author_kind, author_id, automatic, text, at, mood FROM messages WHERE conversation_id = $1 AND kind = 'message' AND direction <> 'none' AND deleted_at IS NULL ORDER BY seq DESC LIMIT ${MOST_MESSAGES}`, [conversation.id]),
        tx.query<GlossaryTerm>('SELECT id, term, plain, language FROM glossary_terms WHERE workspace_id = $1 LIMIT 2000', [actor.workspaceId]),
        handOversIn(tx, conversation.id),
        tx.query<{ state: string; n: number }>(`SELECT state, count(*)::int AS n FROM given_promises WHERE conversation_id = $1 AND owner_id = $2 GROUP BY state`, [conversation.id, agentId]),
      ]);
      const promised = (state: string) => promises.find((row) => row.state === state)?.n ?? 0;
      return {
        items: hintsOf({
          messages: messages.reverse().map((row) => ({ id: row.id, direction: row.direction, byAgent: row.author_kind === 'member' && row.author_id === agentId, automatic: row.automatic !== null, text: row.text, at: row.at, mood: row.mood === null || row.mood.label === 'unsure' ? null : row.mood.score })),
          customerName: conversation.contactName, glossary, handOvers, promises: { kept: promised('kept'), broken: promised('broken') },
        }),
      };
    });
  }
}
