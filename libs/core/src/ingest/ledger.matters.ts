import type { InboundMessage } from '@kontuar/connectors/contract';
import { builtinMatters } from '@kontuar/contract';
import { guessFurther, wordsOf } from '../matters/read-matter';
import type { Ledger, LedgerConversation } from './ledger.types';

/** What the visitor chose before writing, where a channel asks. */
export function chosenMatter(ledger: Ledger, { extra }: InboundMessage): Pick<LedgerConversation, 'matter' | 'matter_by' | 'matter_confidence'> {
  const chosen = extra !== null && typeof extra === 'object' && !Array.isArray(extra) ? extra?.['matter'] : undefined;
  const offered: readonly string[] = ledger.channel.matters?.offered ?? builtinMatters;
  return typeof chosen === 'string' && offered.includes(chosen) ? { matter: chosen, matter_by: 'customer', matter_confidence: 1 } : { matter: null, matter_by: null, matter_confidence: null };
}

/** What a message of the customer makes of the guess: in the batch, so that the row is right the first time it is shown. Machines come with nothing. */
export function guess(ledger: Ledger, conversation: LedgerConversation, message: InboundMessage, isFirst: boolean): void {
  if (message.echo === true || message.automatic !== undefined) return;
  guessFurther(conversation, wordsOf(message, isFirst), ledger.channel.matters ?? {});
}

/** Other words, another matter: where they are all that the customer said, from the beginning. Answers whether the conversation looks different. */
export function guessAgain(ledger: Ledger, conversation: LedgerConversation, message: { text: string; seq: number }): boolean {
  const before = conversation.matter_read;
  const { matter, matter_by: by } = conversation;
  if (message.seq === 1 && conversation.last_inbound_seq === 1) {
    conversation.matter_read = null;
    if (by === 'guess') Object.assign(conversation, { matter: null, matter_by: null, matter_confidence: null });
  }
  guessFurther(conversation, message.text, ledger.channel.matters ?? {});
  return conversation.matter !== matter || conversation.matter_by !== by || JSON.stringify(conversation.matter_read) !== JSON.stringify(before);
}
