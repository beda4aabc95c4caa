import type { AttachmentView, ConversationState, ConversationView, PostView, SlaKind } from '@kontuar/contract';
import type { MatterRead } from '@kontuar/language';
import type { Secrets } from '@kontuar/platform';
import { contactPictureUrl } from '../contacts/contact.view';
import { firstOf } from '../first-of';
import { likeliest } from '../matters/read-matter';
import { fileUrl } from '../messages/file-links';
import { hasPrivate, privateReplyOf, windowOf, type AnswerRules, type Sides } from './answer-window';
import { answersTo, replyToOf, type ReplyTo } from './answers-to';

const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];
export const priorityRank = (priority: Priority): number => priorities.indexOf(priority);
export const priorityName = (rank: number): Priority => priorities[rank] ?? 'normal';

/** Everything that a list row shows, from `conversations c`: one join each for the contact's name, the channel's connector and the address. */
export const conversationColumns = `
  c.id, c.number, c.channel_id, ch.connector_id, c.subject, c.state, c.assignee_id, c.team_id, c.priority, c.matter, c.matter_by, c.matter_confidence, c.matter_read, c.label_ids,
  c.last_seq, c.version, c.last_message_at, c.waiting_since, c.snoozed_until, c.preview_text, c.preview_kind, c.preview_author, c.preview_failed,
  c.read_seq, c.closed_as_thanks, c.created_at, c.resolved_at, c.previous_id, c.threading,
  CASE WHEN c.merged_into IS NOT NULL THEN (SELECT jsonb_build_object('id', n.id, 'number', n.number) FROM conversations n WHERE n.id = c.merged_into) END AS merged_into,
  w.channel_id AS way_channel_id, wch.connector_id AS way_connector_id,
  p.id AS contact_id, p.name AS contact_name, p.kinds AS contact_kinds, p.avatar_key AS contact_avatar,
  i.name AS identity_name, coalesce(i.handle, i.external_id) AS identity_address, ${replyToOf('c', 'w')} AS reply_to,
  w.last_inbound_at, w.has_public, w.last_private_at, w.last_inbound_public, w.last_public_seq, w.last_public_at, w.private_reply_seq, c.rating, c.mood, c.language, c.plan, c.shared_draft, c.asides, c.case_summary, c.due_at, c.due_kind, c.due_since, CASE WHEN c.assignee_id IS NULL AND c.state = 'open' THEN c.routing END AS routing, wch.rules, c.attributes, p.attributes AS contact_attributes,
  CASE WHEN w.post_id IS NOT NULL THEN (SELECT jsonb_build_object('externalId', po.external_id, 'kind', po.kind, 'url', po.url, 'title', po.title, 'text', left(po.text, 2000), 'authorName', po.author_name, 'at', po.at,
    'pictures', coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type, 'sizeBytes', a.size_bytes, 'state', a.state, 'thumb', a.thumb_key IS NOT NULL, 'width', a.width, 'height', a.height) ORDER BY a.position, a.id) FROM attachments a WHERE a.post_id = po.id), '[]'))
    FROM public_posts po WHERE po.id = w.post_id) END AS post`;
/** `w` holds the thread in which the customer spoke last: nearly always the conversation itself. Windows, sides and addresses are those of it. */
export const conversationJoins = `JOIN channels ch ON ch.id = c.channel_id JOIN contacts p ON p.id = c.contact_id
  JOIN conversations w ON w.id = ${firstOf('c.way_id', 'c.part_of', 'c.id')} JOIN channels wch ON wch.id = w.channel_id JOIN identities i ON i.id = w.identity_id`;

interface PictureRow { id: string; name: string; contentType: string; sizeBytes: number; state: AttachmentView['state']; thumb: boolean; width: number | null; height: number | null }
interface PostRow extends Omit<PostView, 'pictures'> { pictures: PictureRow[] }

export interface ConversationViewRow extends Sides {
  last_inbound_public: boolean; rules: AnswerRules | null; post: PostRow | null; rating: ConversationView['rating']; mood: ConversationView['mood']; language: string | null; plan: ConversationView['plan']; shared_draft: ConversationView['sharedDraft']; asides: ConversationView['asides']; case_summary: ConversationView['case']; due_at: Date | null; due_kind: SlaKind | null; due_since: Date | null; routing: ConversationView['routing']; attributes: Record<string, unknown>; contact_attributes: Record<string, unknown>;
  id: string; number: number; channel_id: string; connector_id: string; subject: string | null; state: ConversationState | 'merged';
  assignee_id: string | null; team_id: string | null; priority: number; matter: string | null; matter_by: ConversationView['matterBy']; matter_confidence: number | null; matter_read: MatterRead | null; label_ids: string[];
  last_seq: number; version: number; last_message_at: Date; waiting_since: Date | null; snoozed_until: Date | null;
  preview_text: string; preview_kind: 'inbound' | 'outbound' | 'note'; preview_author: string | null; preview_failed: boolean;
  read_seq: number; closed_as_thanks: boolean; created_at: Date; resolved_at: Date | null; previous_id: string | null;
  threading: number; merged_into: { id: string; number: number } | null; way_channel_id: string; way_connector_id: string;
  contact_id: string; contact_name: string; contact_kinds: ConversationView['contact']['kinds']; contact_avatar: string | null;
  identity_name: string | null; identity_address: string; reply_to: ReplyTo | null;
}

export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

const toPost = ({ at, pictures, ...post }: PostRow, secrets: Secrets): PostView => ({
  ...post, at: at === null ? null : new Date(at).toISOString(),
  pictures: pictures.map(({ thumb, ...picture }) => ({
    ...picture, inline: false, contentId: null,
    url: picture.state === 'ready' ? fileUrl(secrets, picture.id, 'file') : null, thumbnailUrl: thumb ? fileUrl(secrets, picture.id, 'thumb') : null,
  })),
});

export function toConversationView(row: ConversationViewRow, secrets: Secrets, now = new Date()): ConversationView {
  return {
    id: row.id, number: row.number, channelId: row.channel_id, connectorId: row.connector_id,
    contact: { id: row.contact_id, name: row.contact_name, kinds: row.contact_kinds, avatarUrl: contactPictureUrl(row.contact_id, row.contact_avatar), attributes: row.contact_attributes },
    subject: row.subject, state: row.state === 'merged' ? 'resolved' : row.state, assigneeId: row.assignee_id, teamId: row.team_id,
    priority: priorityName(row.priority), matter: row.matter, matterBy: row.matter_by, matterConfidence: row.matter_confidence, matterOdds: likeliest(row.matter_read), labelIds: row.label_ids,
    lastSeq: row.last_seq, version: row.version, lastMessageAt: row.last_message_at.toISOString(),
    waitingSince: isoOrNull(row.waiting_since), snoozedUntil: isoOrNull(row.snoozed_until),
    preview: { text: row.preview_text, kind: row.preview_kind, authorName: row.preview_author, failed: row.preview_failed },
    readSeq: row.read_seq, closedAsThanks: row.closed_as_thanks,
    createdAt: row.created_at.toISOString(), resolvedAt: isoOrNull(row.resolved_at), previousId: row.previous_id,
    mergedInto: row.merged_into, threading: row.threading, answersOn: { channelId: row.way_channel_id, connectorId: row.way_connector_id },
    answersTo: answersTo({ name: row.identity_name, address: row.identity_address }, row.reply_to),
    visibility: row.last_inbound_public ? 'public' : 'private', hasPublic: row.has_public, hasPrivate: hasPrivate(row),
    post: row.post === null ? null : toPost(row.post, secrets), rating: row.rating, mood: row.mood, language: row.language,
    window: windowOf(row.rules, row, now), privateReply: privateReplyOf(row.rules, row, now), plan: row.plan, sharedDraft: row.shared_draft, asides: row.asides, case: row.case_summary, due: row.due_at === null || row.due_kind === null ? null : { at: row.due_at.toISOString(), kind: row.due_kind, since: (row.due_since ?? row.due_at).toISOString() }, attributes: row.attributes, routing: row.routing ?? null,
  };
}
