import type { ConversationView, FeedEvent, MessageView } from '@kontuar/contract';

/** Made-up views for tests of pure logic. */
export const people = { me: '0198a000-0000-7000-8000-00000000000a', other: '0198a000-0000-7000-8000-00000000000b' };
const uuid = (n: number) => `0198a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export function buildConversation(n: number, over: Partial<ConversationView> = {}): ConversationView {
  const at = new Date(Date.UTC(2026, 10, 20, 12, 0, 0) - n * 60_000).toISOString();
  return {
    id: uuid(n), number: n, channelId: uuid(900), connectorId: 'some', contact: { id: uuid(5000 + n), name: `Person ${n}`, kinds: [], avatarUrl: null },
    subject: null, state: 'open', assigneeId: null, teamId: null, priority: 'normal', matter: null, matterBy: null, matterConfidence: null, matterOdds: [], labelIds: [], lastSeq: 1, version: 1, lastMessageAt: at,
    waitingSince: at, snoozedUntil: null, preview: { text: `text ${n}`, kind: 'inbound', authorName: null, failed: false }, readSeq: 0, closedAsThanks: false,
    createdAt: at, resolvedAt: null, previousId: null, mergedInto: null, threading: 0, answersOn: { channelId: uuid(900), connectorId: 'some' }, answersTo: { name: null, address: 'marta@example.com' },
    visibility: 'private', hasPublic: false, hasPrivate: true, post: null, rating: null, mood: null, language: null, window: null, privateReply: null, plan: null, sharedDraft: null, asides: null, case: null, due: null, ...over,
  };
}

export function buildMessage(conversation: ConversationView, seq: number, over: Partial<MessageView> = {}): MessageView {
  return {
    id: uuid(10_000 + conversation.number * 100 + seq), conversationId: conversation.id, seq, channelId: conversation.channelId, kind: 'message', direction: 'in', status: 'received', failure: null,
    author: { kind: 'contact', id: conversation.contact.id, name: conversation.contact.name, address: null, avatarUrl: null, verified: true },
    to: [], cc: [], subject: null, text: `message ${seq}`, html: null, quoted: null, quotedHtml: null, replyToId: null, attachments: [], reactions: [], automatic: null,
    unsupported: null, mentions: [], extra: null, clientId: null, editedAt: null, deletedAt: null, at: conversation.lastMessageAt, createdAt: conversation.lastMessageAt,
    sendAt: null, deliveredAt: null, readAt: null, event: null, visibility: 'private', rating: null, mood: null, language: null, moderation: null, template: null, ...over,
  };
}

export function updated(conversation: ConversationView, workspaceSeq: number): FeedEvent {
  return { type: 'conversation.updated', workspaceSeq, seq: conversation.lastSeq, at: conversation.lastMessageAt, conversation };
}

export function created(conversation: ConversationView, message: MessageView, workspaceSeq: number): FeedEvent {
  return { type: 'message.created', workspaceSeq, seq: message.seq, at: message.at, message, conversation };
}
