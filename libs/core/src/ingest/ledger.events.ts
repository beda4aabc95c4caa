import { newId } from '@kontuar/platform';
import type { Ledger, LedgerConversation, NewMessage } from './ledger.types';

/** The platform's clock may be wrong, ours decides what "in the future" means. */
export function platformTime(at: string, now: Date): string {
  const time = Date.parse(at);
  return Number.isNaN(time) || time > now.getTime() + 60_000 ? now.toISOString() : new Date(time).toISOString();
}

/** A line in the thread that says what happened. */
export function addEvent(ledger: Ledger, conversation: LedgerConversation, type: string, data: Record<string, unknown>, at: string): void {
  conversation.last_seq += 1;
  conversation.version += 1;
  const row: NewMessage = {
    id: newId(), conversation_id: conversation.id, thread_id: null, seq: conversation.last_seq, kind: 'event', direction: 'none', status: 'logged', author_kind: 'system', author_id: null, author_name: '', author_address: null,
    author_verified: true, recipients: {}, subject: null, text: '', html: null, quoted: null, quoted_html: null, reply_to_id: null, external_id: null, automatic: null, unsupported: null, extra: null,
    event_type: type, event_data: data, at: platformTime(at, ledger.now), edited_at: null, deleted_at: null, reactions: [], visibility: 'private', rating: null, mood: null, language: null,
  };
  ledger.writes.messages.push(row);
  ledger.writes.changedConversations.add(conversation.id);
  ledger.writes.happenings.push({ type: 'message.created', conversationId: conversation.id, messageId: row.id, data: { seq: row.seq, event: type } });
}
