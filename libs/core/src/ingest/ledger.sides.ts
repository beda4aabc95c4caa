import type { Capabilities, InboundEdit, InboundMessage, InboundModeration, PublicPost, Rating, Visibility } from '@kontuar/connectors/contract';
import { newId } from '@kontuar/platform';
import { addEvent, platformTime } from './ledger.events';
import type { KnownMessage, Ledger, LedgerConversation } from './ledger.types';

/** What of a channel's abilities matters to reading: whether it is public, has both sides, can be asked for more. */
export interface LedgerSides { public: boolean; links: boolean; asksProfiles: boolean; fetchesPictures: boolean; looksUp: boolean }

export const sidesOf = (capabilities: Capabilities, connector: { profile?: unknown; lookup?: unknown; download?: unknown }): LedgerSides => ({
  public: capabilities.public, links: capabilities.privateReply !== undefined || capabilities.idsChange === true, asksProfiles: connector.profile !== undefined, fetchesPictures: connector.download !== undefined, looksUp: connector.lookup !== undefined,
});

export const visibilityOf = (ledger: Ledger, message: InboundMessage): Visibility => message.visibility ?? (ledger.channel.sides?.public === true ? 'public' : 'private');

/** On which side the conversation was spoken to: windows count from private words, private replies from public ones. */
export function hear(conversation: LedgerConversation, visibility: Visibility, said: { seq: number; at: string; inbound: boolean }): void {
  if (visibility === 'public' && !conversation.has_public) {
    // Until now everything was private.
    conversation.last_private_at ??= conversation.last_inbound_at;
    conversation.has_public = true;
  }
  if (!said.inbound) return;
  conversation.last_inbound_public = visibility === 'public';
  if (visibility === 'public') {
    conversation.last_public_seq = said.seq;
    conversation.last_public_at = said.at;
  } else if (conversation.last_private_at === null || conversation.last_private_at < said.at) {
    conversation.last_private_at = said.at;
  }
}

/** Puts the conversation below its post, which becomes known, or better known. */
export function putBelow(ledger: Ledger, conversation: LedgerConversation, post: PublicPost): void {
  const { state, writes, now } = ledger;
  const known = state.posts.get(post.externalId);
  const row = known ?? { id: newId(), external_id: post.externalId, pictures: 0, kind: post.kind, url: null, title: null, text: null, author_name: null, at: null };
  const told = {
    kind: post.kind, url: post.url ?? row.url, title: post.title ?? row.title, text: post.text ?? row.text,
    author_name: post.author?.name ?? post.author?.handle ?? row.author_name, at: post.at === undefined ? row.at : platformTime(post.at, now),
  };
  // Only a comment of an advertisement says that it is one; later ones that don't say so do not take it back.
  if (known?.kind === 'ad') told.kind = 'ad';
  const news = known === undefined || (Object.keys(told) as (keyof typeof told)[]).some((field) => told[field] !== row[field]);
  Object.assign(row, told);
  if (row.pictures === 0 && (post.attachments ?? []).length > 0) {
    (post.attachments ?? []).slice(0, 10).forEach((attachment, position) => {
      const stored = ledger.files.get(attachment);
      writes.postPictures.push({
        id: newId(), post_id: row.id, position, name: attachment.name, content_type: attachment.contentType, size_bytes: stored?.sizeBytes ?? attachment.sizeBytes ?? 0,
        state: stored === undefined ? 'pending' : 'ready', ref: attachment.ref ?? null, file_key: stored?.key ?? null,
      });
    });
    row.pictures = writes.postPictures.filter((picture) => picture.post_id === row.id).length;
  }
  state.posts.set(post.externalId, row);
  if (news) writes.posts.set(row.id, row);
  if (news && known !== undefined) writes.changedPosts.add(row.id);
  conversation.post_id = row.id;
}

const same = (a: Rating | null, b: Rating | null): boolean => a?.stars === b?.stars && a?.of === b?.of;

/** What an edit changes; undefined when it changes nothing. Reviews are edited by their stars alone, too. */
export function newWords(message: KnownMessage, update: InboundEdit, at: string): { text: boolean; rating: boolean } | undefined {
  // A deleted one stays deleted, an older edit that comes late changes nothing.
  if (message.deleted_at !== null || (message.edited_at !== null && message.edited_at > at)) return undefined;
  const changes = { text: message.text !== update.text, rating: update.rating !== undefined && !same(message.rating, update.rating) };
  const again = update.reopens === true && message.edited_at !== at;
  return changes.text || changes.rating || again ? changes : undefined;
}

/** Somebody who changes a review wants to be read again, however long ago it was closed. */
export function openAgain(ledger: Ledger, message: KnownMessage, before: Rating | null, at: string): void {
  const conversation = ledger.state.conversations.get(message.conversation_id);
  if (conversation === undefined) return;
  if (conversation.state !== 'open') {
    const event = conversation.state === 'resolved' ? 'reopened' : 'woken';
    conversation.state = 'open';
    conversation.resolved_at = null;
    conversation.snoozed_until = null;
    conversation.closed_as_thanks = false;
    addEvent(ledger, conversation, event, { by: 'edit', messageId: message.id }, at);
  }
  if (!same(before, message.rating)) addEvent(ledger, conversation, 'rating-changed', { messageId: message.id, from: before, to: message.rating }, at);
  conversation.waiting_since ??= ledger.now.toISOString();
  conversation.last_message_at = ledger.now.toISOString();
}

/** Undefined when we know it already: what we did ourselves is told once more by the platform. */
export function moderated(ledger: Ledger, message: KnownMessage, update: InboundModeration): KnownMessage['moderation'] | undefined {
  const before = message.moderation ?? {};
  const [hidden, liked] = [update.hidden ?? before.hidden ?? false, update.liked ?? before.liked ?? false];
  if (hidden === (before.hidden ?? false) && liked === (before.liked ?? false)) return undefined;
  const asked = before.pending === 'hide' || before.pending === 'unhide' || before.pending === 'like' || before.pending === 'unlike';
  const conversation = ledger.state.conversations.get(message.conversation_id);
  // Our own act tells its line when the platform answered.
  if (!asked && conversation !== undefined) {
    const act = hidden !== (before.hidden ?? false) ? (hidden ? 'hide' : 'unhide') : liked ? 'like' : 'unlike';
    addEvent(ledger, conversation, 'acted', { kind: act, messageId: message.id, elsewhere: true }, update.at);
  }
  return { ...before, hidden, liked };
}
