import type { InboundMessage } from '@kontuar/connectors/contract';
import type { MoodView } from '@kontuar/contract';
import { moodAfter } from '../moods/mood-after';
import { readMood } from '../moods/mood-of-message';
import { guessAgain } from './ledger.matters';
import type { KnownMessage, Ledger, LedgerConversation, LedgerWrites, NewMessage } from './ledger.types';

/** A few dozen microseconds, offline: cheap enough for the batch, and the row is right the first time it is shown. Machines have no mood. */
export function read(ledger: Ledger, message: InboundMessage): { mood: MoodView | null; language: string | null } {
  if (message.echo === true || message.automatic !== undefined) return { mood: null, language: null };
  return readMood({ text: message.text, rating: message.rating ?? null }, ledger.channel.learnt);
}

/** What a message of the customer does to the mood and the language of its conversation, and to the language of somebody new. Called before the wait begins. */
export function feel(writes: LedgerWrites, conversation: LedgerConversation, message: NewMessage): void {
  if (message.mood === null) return;
  conversation.mood = moodAfter(conversation.mood, message.mood, conversation.waiting_since === null);
  conversation.mood_score = conversation.mood?.score ?? null;
  if (message.language === null) return;
  conversation.language = message.language;
  const newcomer = writes.contacts.find(({ id }) => id === conversation.contact_id);
  if (newcomer !== undefined) newcomer.language ??= message.language;
}

/** Other words may have another mood, also where a person had judged the former ones. Answers whether the conversation looks different. */
export function readAgain(ledger: Ledger, message: KnownMessage): boolean {
  if (message.direction !== 'in') return false;
  Object.assign(message, readMood(message, ledger.channel.learnt));
  const conversation = ledger.state.conversations.get(message.conversation_id);
  if (conversation === undefined) return false;
  const otherMatter = guessAgain(ledger, conversation, message);
  if (conversation.last_inbound_seq !== message.seq || message.mood === null || message.mood.label === 'unsure') return otherMatter;
  const { label, score, confidence } = message.mood;
  const changed = otherMatter || conversation.mood?.label !== label || conversation.mood_score !== score;
  conversation.mood = { label, score, confidence };
  conversation.mood_score = score;
  return changed;
}
