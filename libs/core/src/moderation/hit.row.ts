import type { MessageActKind, ModerationAction, ModerationHit } from '@kontuar/contract';

export interface HitRow {
  id: string; rule_id: string; live: boolean; rule_name: string; rule_version: number; actions: ModerationAction[]; stage: ModerationHit['stage']; decision: ModerationHit['decision']; false_hit: boolean;
  reasons: ModerationHit['reasons']; outcomes: ModerationHit['outcomes']; at: Date; decided_at: Date | null; decided_by: string | null;
  message_id: string; conversation_id: string; channel_id: string; text: string; said_at: Date; author_id: string | null; author_name: string; post_id: string | null; post: string | null; hidden: boolean; removed: boolean; pending: MessageActKind | null;
}

/** `m`: the message, `c`: its conversation, `p`: the post above it. */
export const commentColumns = `m.id AS message_id, m.conversation_id, m.channel_id, left(m.text, 2000) AS text, m.at AS said_at, m.author_id, m.author_name, c.post_id, left(coalesce(p.title, p.text), 200) AS post,
  coalesce(m.moderation->>'hidden' = 'true', false) AS hidden, m.deleted_at IS NOT NULL OR coalesce(m.moderation->>'removed' = 'true', false) AS removed, m.moderation->>'pending' AS pending`;
export const commentJoins = 'JOIN conversations c ON c.id = m.conversation_id LEFT JOIN public_posts p ON p.id = c.post_id';

export const hitColumns = `h.id, h.rule_id, r.id IS NOT NULL AS live, h.rule_name, h.rule_version, h.actions, h.stage, h.decision, h.false_hit, h.reasons, h.outcomes, h.at, h.decided_at,
  (SELECT u.name FROM memberships b JOIN users u ON u.id = b.user_id WHERE b.id = h.decided_by) AS decided_by, ${commentColumns}`;
export const hitSource = `moderation_hits h JOIN messages m ON m.id = h.message_id ${commentJoins} LEFT JOIN moderation_rules r ON r.id = h.rule_id`;

export type CommentRow = Pick<HitRow, 'message_id' | 'conversation_id' | 'channel_id' | 'text' | 'said_at' | 'author_id' | 'author_name' | 'post_id' | 'post' | 'hidden' | 'removed' | 'pending'>;

export const toComment = (row: CommentRow): ModerationHit['message'] => ({
  id: row.message_id, conversationId: row.conversation_id, channelId: row.channel_id, text: row.text, at: row.said_at.toISOString(), authorId: row.author_id, authorName: row.author_name, postId: row.post_id, post: row.post, hidden: row.hidden, removed: row.removed, pending: row.pending,
});

export const toHit = (row: HitRow): ModerationHit => ({
  id: row.id, ruleId: row.live ? row.rule_id : null, ruleName: row.rule_name, ruleVersion: row.rule_version, stage: row.stage, decision: row.decision, falseHit: row.false_hit, reasons: row.reasons, outcomes: row.outcomes,
  at: row.at.toISOString(), decidedAt: row.decided_at?.toISOString() ?? null, decidedBy: row.decided_by, message: toComment(row),
});
