import type { Inbound, InboundEdit, InboundDeletion, InboundModeration, InboundReaction, InboundReceipt, Json, PublicPost, Rating, Visibility } from '@kontuar/connectors/contract';
import type { ConversationMood, ConversationState, MatterBy, MessageStatus, MoodView, RedactionKind } from '@kontuar/contract';
import type { Learnt, MatterRead } from '@kontuar/language';
import type { OutsideFields } from '../attributes/outside';
import type { Happening } from '../history/history';
import type { ReadingBy } from '../matters/read-matter';
import type { KnownWaiting } from '../planned/what-waits';
import type { LedgerAnswer, OpenQuestion } from '../surveys/open-questions';
import type { Moderation } from '../messages/message.view';
import type { LedgerSides } from './ledger.sides';

/** The part of a conversation that incoming things may change, as loaded and locked. */
export interface LedgerConversation {
  id: string; number: number; channel_id: string; contact_id: string; identity_id: string; thread_key: string | null; current: boolean; thread_state: Json;
  subject: string | null; state: ConversationState; assignee_id: string | null; team_id: string | null;
  last_seq: number; version: number; last_message_at: string; last_inbound_seq: number; last_inbound_at: string | null; last_said_seq: number;
  waiting_since: string | null; snoozed_until: string | null;
  preview_text: string; preview_kind: 'inbound' | 'outbound' | 'note'; preview_author: string | null; preview_failed: boolean;
  read_seq: number; closed_as_thanks: boolean; previous_id: string | null; resolved_at: string | null;
  matter: string | null; matter_by: MatterBy | null; matter_confidence: number | null; matter_read: MatterRead | null;
  post_id: string | null; has_public: boolean; last_private_at: string | null; last_inbound_public: boolean; last_public_seq: number; last_public_at: string | null; rating: Rating | null;
  mood: ConversationMood | null; mood_score: number | null; language: string | null;
  /** It holds its thread alone: what comes in there goes into that one. */
  thread_to: string | null; merged_into: string | null;
  /** Split off from the one that holds its thread; and the thread in which the customer spoke last, where that is neither. */
  part_of: string | null; way_id: string | null;
  /** Begun by a campaign, and not answered yet: the database ends it with the state. */
  kept_apart: boolean;
}

export interface LedgerIdentity { id: string; contact_id: string; scope: string; external_id: string; handle: string | null; name: string | null; phone: string | null; email: string | null; verified: boolean; blocked: boolean; last_seen_at: string | null; avatar_ref: string | null;
  /** When their picture was asked for, or is being asked. */
  pictured_at: string | null;
  /** Whether it is known since when their account is there. */
  aged: boolean;
}

/** A public post, as far as it is known. `pictures`: how many of it are kept. */
export interface LedgerPost { id: string; external_id: string; pictures: number; kind: PublicPost['kind']; url: string | null; title: string | null; text: string | null; author_name: string | null; at: string | null }

export interface KnownMessage {
  id: string; conversation_id: string; thread_id: string | null; seq: number; external_id: string; direction: 'in' | 'out' | 'none'; status: MessageStatus; at: string;
  text: string; html: string | null; edited_at: string | null; deleted_at: string | null; reactions: { emoji: string; by: string; identityId: string }[];
  author_id: string | null; visibility: Visibility; rating: Rating | null; mood: MoodView | null; language: string | null; moderation: Partial<Moderation> | null;
  /** 'survey': nobody of us said it. */
  automatic?: string | null;
  /** Addresses that our own message went to. */
  sent_to: readonly string[];
}

export interface NewMessage {
  id: string; conversation_id: string; thread_id: string | null; seq: number; kind: 'message' | 'event'; direction: 'in' | 'out' | 'none'; status: MessageStatus;
  author_kind: 'contact' | 'system' | 'elsewhere'; author_id: string | null; author_name: string; author_address: string | null; author_verified: boolean;
  recipients: object; subject: string | null; text: string; html: string | null; quoted: string | null; quoted_html: string | null;
  reply_to_id: string | null; external_id: string | null; automatic: string | null; unsupported: string | null; extra: unknown;
  event_type: string | null; event_data: unknown; at: string; edited_at: string | null; deleted_at: string | null; reactions: unknown[];
  visibility: Visibility; rating: Rating | null; mood: MoodView | null; language: string | null;
}

export interface NewAttachment {
  id: string; message_id: string; position: number; name: string; content_type: string; size_bytes: number; inline: boolean; content_id: string | null;
  state: 'pending' | 'ready' | 'blocked'; ref: string | null; file_key: string | null;
}

/** An attachment whose bytes are already kept, by the key of the inbound attachment. */
export type StoredFiles = ReadonlyMap<object, { key: string; sizeBytes: number }>;

export interface LedgerChannel {
  id: string; workspaceId: string; connectorId: string; identityScope: string; defaultTeamId: string | null; reopenWindowHours: number;
  /** Left out: private alone, and nothing to ask the platform for. */
  sides?: LedgerSides;
  /** Numbers that must not be kept, also where several messages hold their pieces; left out: none. */
  redact?: readonly RedactionKind[];
  /** What people taught us of moods; left out: nothing yet. */
  learnt?: Learnt;
  /** Matters that are offered there, and what people taught us of them; left out: those that every workspace begins with, and nothing. */
  matters?: ReadingBy;
  /** Something that came in here was erased since: what the platform tells again of it is left alone, and known by hashes under this key. */
  erasedKey?: Buffer;
  /** When it was last heard of; left out where it is to be told that somebody writes again. */
  heardAt?: Date | null;
  /** Reply tokens in `inbound`, already checked: conversation id and whether it was issued to the sender. */
  readTokens(tokens: readonly string[], sender: string): { conversationId: string; fitsSender: boolean }[];
}

/** One parsed delivery, in the order of arrival. */
export interface LedgerEntry { deliveryId: string; inbounds: readonly Inbound[]; /** Something in it was masked. */ masked?: boolean }

export type EarlyUpdate = InboundEdit | InboundDeletion | InboundReaction | InboundReceipt | InboundModeration;

/** Everything that a batch may touch, loaded at once. Keys: identities by `scope external_id`, conversations by id. */
export interface LedgerState {
  /** Ids on the platform that were erased, of those in the batch. */
  erased: Set<string>;
  identities: Map<string, LedgerIdentity>;
  conversations: Map<string, LedgerConversation>;
  /** To the conversation that holds the thread; `receiver` says where it goes on. */
  byThread: Map<string, string>;
  /** Private threads that a private reply opened, by their key. */
  links: Map<string, { conversationId: string; threadState: Json }>;
  posts: Map<string, LedgerPost>;
  /** By external id, aliases included; those asked for by our own id as `ours <id>`. */
  messages: Map<string, KnownMessage>;
  /** Of ours those of which nobody knows whether they arrived, in their order; found as `ours <id>`. */
  doubted: string[];
  /** `conversation identity` → verified. */
  participants: Map<string, boolean>;
  early: Map<string, { id: string; inbound: EarlyUpdate }[]>;
  /** By resolved conversation: what its customer was asked there, and may answer in the channel. */
  questions?: ReadonlyMap<string, OpenQuestion>;
  /** What waits for a word of the customer, in those conversations of which it was asked while they were locked. */
  waiting?: KnownWaiting;
}

/** What a batch comes to; written in as many statements as there are lists. */
export interface LedgerWrites {
  contacts: { id: string; name: string; language: string | null }[];
  newIdentities: { account_since: string | null; id: string; contact_id: string; scope: string; external_id: string; handle: string | null; name: string | null; avatar_ref: string | null; phone: string | null; email: string | null; verified: boolean; last_seen_at: string | null; profile_due_at: string | null; profile_channel_id: string | null }[];
  seenIdentities: Map<string, { account_since: string | null; id: string; name: string | null; handle: string | null; phone: string | null; email: string | null; verified: boolean; blocked: boolean; seen_at: string; avatar_ref: string | null; profile_due_at: string | null; profile_channel_id: string | null }>;
  newConversations: Set<string>;
  changedConversations: Set<string>;
  messages: NewMessage[];
  attachments: NewAttachment[];
  changedMessages: Map<string, KnownMessage & { failure_code: string | null; failure_detail: string | null; delivered_at: string | null; read_at: string | null; given_id: string | null }>;
  revisions: { message_id: string; text: string; html: string | null; replaced_at: string }[];
  participants: { conversation_id: string; identity_id: string; verified: boolean }[];
  earlyNew: { id: string; external_id: string; inbound: EarlyUpdate }[];
  earlyUsed: string[];
  happenings: Happening[];
  posts: Map<string, LedgerPost>;
  /** Known ones of which more is known now: the conversations below them look different. */
  changedPosts: Set<string>;
  postPictures: { id: string; post_id: string; position: number; name: string; content_type: string; size_bytes: number; state: 'pending' | 'ready'; ref: string | null; file_key: string | null }[];
  linkStates: Map<string, Json>;
  /** Threads of the same person under another id: what comes in there goes on in that conversation. */
  linked: { key: string; conversationId: string }[];
  /** Private threads that go on in a conversation of their own. */
  unlinked: string[];
  aliases: { scope: string; external_id: string; identity_id: string }[];
  /** Identity → its new id on the platform. */
  renamed: Map<string, string>;
  joins: { stays: string; goes: string }[];
  lookups: { id: string; delivery_id: string; ref: string }[];
  /** What customers said to questions of ours, by the message in which they did. */
  answers?: LedgerAnswer[];
  /** Fields of the workspace's own that the shop's system told beside a message. */
  outside: OutsideFields[];
  /** Per delivery: which conversation it went to, or why it was ignored. */
  outcomes: Map<string, { conversationId: string | null; ignored: string | null }>;
  /** Shown now, never stored. */
  typing: { conversationId: string; name: string }[];
  lastInboundAt: string | null;
}

/** All that deciding looks at and fills. */
export interface Ledger { channel: LedgerChannel; state: LedgerState; writes: LedgerWrites; files: StoredFiles; now: Date }
