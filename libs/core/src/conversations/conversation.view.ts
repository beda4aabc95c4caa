import type { ConversationState, ConversationView } from '@kontuar/contract';

const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];
export const priorityRank = (priority: Priority): number => priorities.indexOf(priority);
export const priorityName = (rank: number): Priority => priorities[rank] ?? 'normal';

/** Everything that a list row shows, from `conversations c`: one join each for the contact's name and the channel's connector. */
export const conversationColumns = `
  c.id, c.number, c.channel_id, ch.connector_id, c.subject, c.state, c.assignee_id, c.team_id, c.priority, c.matter, c.label_ids,
  c.last_seq, c.version, c.last_message_at, c.waiting_since, c.snoozed_until, c.preview_text, c.preview_kind, c.preview_author, c.preview_failed,
  c.read_seq, c.closed_as_thanks, c.created_at, c.resolved_at, c.previous_id,
  p.id AS contact_id, p.name AS contact_name, p.kinds AS contact_kinds, p.avatar_key AS contact_avatar`;
export const conversationJoins = `JOIN channels ch ON ch.id = c.channel_id JOIN contacts p ON p.id = c.contact_id`;

export interface ConversationViewRow {
  id: string; number: number; channel_id: string; connector_id: string; subject: string | null; state: ConversationState;
  assignee_id: string | null; team_id: string | null; priority: number; matter: ConversationView['matter']; label_ids: string[];
  last_seq: number; version: number; last_message_at: Date; waiting_since: Date | null; snoozed_until: Date | null;
  preview_text: string; preview_kind: 'inbound' | 'outbound' | 'note'; preview_author: string | null; preview_failed: boolean;
  read_seq: number; closed_as_thanks: boolean; created_at: Date; resolved_at: Date | null; previous_id: string | null;
  contact_id: string; contact_name: string; contact_kinds: ConversationView['contact']['kinds']; contact_avatar: string | null;
}

export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

export function toConversationView(row: ConversationViewRow): ConversationView {
  return {
    id: row.id, number: row.number, channelId: row.channel_id, connectorId: row.connector_id,
    contact: { id: row.contact_id, name: row.contact_name, kinds: row.contact_kinds, avatarUrl: row.contact_avatar === null ? null : `/api/v1/contacts/${row.contact_id}/avatar` },
    subject: row.subject, state: row.state, assigneeId: row.assignee_id, teamId: row.team_id,
    priority: priorityName(row.priority), matter: row.matter, labelIds: row.label_ids,
    lastSeq: row.last_seq, version: row.version, lastMessageAt: row.last_message_at.toISOString(),
    waitingSince: isoOrNull(row.waiting_since), snoozedUntil: isoOrNull(row.snoozed_until),
    preview: { text: row.preview_text, kind: row.preview_kind, authorName: row.preview_author, failed: row.preview_failed },
    readSeq: row.read_seq, closedAsThanks: row.closed_as_thanks,
    createdAt: row.created_at.toISOString(), resolvedAt: isoOrNull(row.resolved_at), previousId: row.previous_id,
  };
}
