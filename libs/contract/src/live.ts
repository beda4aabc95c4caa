import { z } from 'zod';
import { id, instant } from './primitives';
import type { BoardCount, BoardNews } from './board';
import type { noticesEvent } from './notices';
import { presence } from './session';
import { dutyView } from './shifts';
import { conversationView } from './conversations';
import { messageView } from './messages';
import type { draftCursorInput, DraftCursor, DraftEnded, DraftFiles, DraftHello, draftJoinInput, draftLeaveInput, DraftUpdated, draftUpdateInput } from './shared-drafts';
import type { Supervised } from './supervision';
import type { Sweep, ViewCounts } from './views';

/** Every event of the workspace's feed: REST `GET /events?after=` answers the same objects that sockets push. */
const base = { workspaceSeq: z.number().int(), at: instant };
export const feedEvent = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('message.created'), seq: z.number().int(), message: messageView, conversation: conversationView }),
  z.object({ ...base, type: z.literal('message.updated'), seq: z.number().int(), message: messageView }),
  z.object({ ...base, type: z.literal('conversation.created'), seq: z.number().int(), conversation: conversationView }),
  z.object({ ...base, type: z.literal('conversation.updated'), seq: z.number().int(), conversation: conversationView }),
  /** It moved out of this reader's sight. */
  z.object({ ...base, type: z.literal('conversation.removed'), seq: z.number().int(), conversationId: id }),
  z.object({ ...base, type: z.literal('notification'), kind: z.enum(['assigned', 'mentioned', 'mention-due', 'handed-over', 'send-failed', 'approval-asked', 'approval-returned', 'approval-stale', 'plan-cancelled', 'follow-up-due', 'follow-up-stopped', 'aside-answered', 'aside-failed', 'case-due', 'case-overdue', 'case-bounced', 'lead-due', 'rated-badly', 'not-fine', 'promise-soon', 'promise-broken', 'promise-given', 'sla-soon', 'sla-broken', 'spike', 'whispered', 'taken-over', 'rule-told', 'rule-stopped']), conversationId: id, messageId: id.nullable(), byName: z.string() }),
  /** Refetch the channel list. */
  z.object({ ...base, type: z.literal('channel.health'), channelId: id, state: z.string() }),
  /** Members, teams, labels, canned answers or the workspace changed: refetch that list. */
  z.object({ ...base, type: z.literal('directory.changed'), what: z.enum(['members', 'teams', 'labels', 'canned', 'glossary', 'signatures', 'channels', 'views', 'workspace', 'contacts', 'attributes', 'matters', 'pins', 'assistant', 'knowledge', 'cases', 'kinds', 'segments', 'companies', 'imports', 'context', 'leads', 'outreach', 'surveys', 'promises', 'sla', 'routing', 'lessons', 'privacy', 'quality', 'moderation', 'listening', 'rules', 'crisis']), subjectId: id.nullable() }),
]);
export type FeedEvent = z.infer<typeof feedEvent>;
export const feedPage = z.object({
  items: z.array(feedEvent),
  /** Resume from here; also when items is empty. */
  lastSeq: z.number().int(), hasMore: z.boolean(),
});
export type FeedPage = z.infer<typeof feedPage>;
export const feedQuery = z.object({ after: z.coerce.number().int().min(0), limit: z.coerce.number().int().min(1).max(500).default(200) });

/** Not in the feed, never caught up: true only now. */
export const presenceEvent = z.object({ memberId: id, presence, duty: dutyView.omit({ substituteId: true }).optional() });
export const watchersEvent = z.object({ conversationId: id, watchers: z.array(z.object({ memberId: id, typing: z.boolean() })) });
export const watchersAnswer = z.object({ watchers: z.array(z.object({ memberId: id, typing: z.boolean() })) });
export const visitorTypingEvent = z.object({ conversationId: id, name: z.string(), at: instant });
/** Every few seconds: a client whose last workspaceSeq is lower asks REST for the rest. */
export const syncEvent = z.object({ workspaceSeq: z.number().int() });

export interface ServerEvents {
  'message.created': (event: Extract<FeedEvent, { type: 'message.created' }>) => void;
  'message.updated': (event: Extract<FeedEvent, { type: 'message.updated' }>) => void;
  'conversation.created': (event: Extract<FeedEvent, { type: 'conversation.created' }>) => void;
  'conversation.updated': (event: Extract<FeedEvent, { type: 'conversation.updated' }>) => void;
  'conversation.removed': (event: Extract<FeedEvent, { type: 'conversation.removed' }>) => void;
  'notification': (event: Extract<FeedEvent, { type: 'notification' }>) => void;
  'channel.health': (event: Extract<FeedEvent, { type: 'channel.health' }>) => void;
  'directory.changed': (event: Extract<FeedEvent, { type: 'directory.changed' }>) => void;
  'presence': (event: z.infer<typeof presenceEvent>) => void;
  'watchers': (event: z.infer<typeof watchersEvent>) => void;
  'typing': (event: z.infer<typeof visitorTypingEvent>) => void;
  /** Of one's own saved views, those whose count changed. */
  'views.counted': (event: ViewCounts) => void;
  /** How far an act of one's own on everything that matches has come. */
  'sweep.moved': (event: Sweep) => void;
  /** To those who look at the board: what changed of its figures. */
  'board.counted': (event: BoardNews) => void;
  'draft.updated': (event: DraftUpdated) => void;
  'draft.cursor': (event: DraftCursor) => void;
  'draft.hello': (event: DraftHello) => void;
  'draft.files': (event: DraftFiles) => void;
  'draft.ended': (event: DraftEnded) => void;
  /** Somebody listens, whispers or takes over where one works, or what one listens to changed. */
  'supervised': (event: Supervised) => void;
  'notices': (event: z.infer<typeof noticesEvent>) => void;
  /** One's own mentions or their state changed: refetch them and the counts. */
  'mentions': () => void;
  'sync': (event: z.infer<typeof syncEvent>) => void;
  /** Rights or session ended; the socket is closed right after. */
  'signed-out': (event: { reason: string }) => void;
}

export const openInput = z.object({ conversationId: id });
export const typingInput = z.object({ conversationId: id, typing: z.boolean() });
export const resumeInput = z.object({ after: z.number().int().min(0) });
export type Ack<T = object> = (answer: ({ ok: true } & T) | { ok: false; code: string }) => void;
export interface ClientEvents {
  open: (input: z.infer<typeof openInput>, ack?: Ack) => void;
  close: (input: z.infer<typeof openInput>, ack?: Ack) => void;
  typing: (input: z.infer<typeof typingInput>, ack?: Ack) => void;
  presence: (input: { presence: z.infer<typeof presence> }, ack?: Ack) => void;
  /** Answers whether the client must ask REST (`behind`). */
  resume: (input: z.infer<typeof resumeInput>, ack: Ack<{ workspaceSeq: number; behind: boolean }>) => void;
  /** From now on the figures of the board are told; answers with them as they stand. */
  'board.join': (input: object, ack: Ack<BoardCount>) => void;
  'board.leave': (input: object, ack?: Ack) => void;
  /** Answers with what the server has and this client lacks, and what it has: the client then sends what the server lacks. */
  'draft.join': (input: z.infer<typeof draftJoinInput>, ack: Ack<{ update: string; vector: string; seq: number; seat: string }>) => void;
  /** Acknowledged once it is kept. */
  'draft.update': (input: z.infer<typeof draftUpdateInput>, ack: Ack<{ seq: number }>) => void;
  'draft.cursor': (input: z.infer<typeof draftCursorInput>, ack?: Ack) => void;
  'draft.leave': (input: z.infer<typeof draftLeaveInput>, ack?: Ack) => void;
}
