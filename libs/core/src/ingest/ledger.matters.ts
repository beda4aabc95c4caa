import type { InboundMessage } from '@kontuar/connectors/contract';
import { builtinMatters } from '@kontuar/contract';
import type { Ledger, LedgerConversation } from './ledger.types';

/** What the visitor chose before writing, where a channel asks. */
export function chosenMatter(ledger: Ledger, { extra }: InboundMessage): Pick<LedgerConversation, 'matter' | 'matter_by' | 'matter_confidence'> {
  const chosen = extra !== null && typeof extra === 'object' && !Array.isArray(extra) ? extra?.['matter'] : undefined;
  const offered: readonly string[] = ledger.channel.matters ?? builtinMatters;
  return typeof chosen === 'string' && offered.includes(chosen) ? { matter: chosen, matter_by: 'customer', matter_confidence: 1 } : { matter: null, matter_by: null, matter_confidence: null };
}
