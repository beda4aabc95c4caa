import { findNumbers } from '@kontuar/contract/numbers';
import { speaksOfAttachment } from './attachment';
import { wrongName } from './greeting';
import { wrongLanguage } from './language';
import { linkTrouble, type LinkTrouble } from './links';
import { emptyPlaceholder } from './placeholders';
import { recipientTrouble } from './recipients';

export interface Leaving {
  text: string;
  html?: string | null;
  attachments: number;
  /** Empty where there are no addresses. */
  to: string;
  cc: readonly string[];
  customer: string;
  language: string | null;
  /** What the customer wrote last, newest at the end. */
  theirWords: readonly string[];
}

/** One thing that looks wrong, with the words in which it stands. */
export type Warning =
  | { kind: 'attachment'; words: string }
  | { kind: 'name'; words: string }
  | { kind: 'placeholder'; words: string }
  | { kind: 'link'; trouble: LinkTrouble['kind']; words: string; shown?: string }
  | { kind: 'no-reply'; words: string }
  | { kind: 'many'; count: number }
  | { kind: 'number'; words: string }
  | { kind: 'language'; language: 'pl' | 'en' };

/** What somebody should look at before this leaves, worst first. Says nothing unless it is sure: a warning that is wrong teaches to skip the next. */
export function checksBefore(leaving: Leaving): Warning[] {
  const warnings: Warning[] = [];
  const placeholder = emptyPlaceholder(leaving.text);
  if (placeholder !== null) warnings.push({ kind: 'placeholder', words: placeholder });
  // What would be masked if a customer wrote it does not belong into an answer either.
  const [number] = findNumbers(leaving.text, ['card', 'pesel', 'id_card']);
  if (number !== undefined) warnings.push({ kind: 'number', words: number.shown });
  const name = wrongName(leaving.text, leaving.customer, leaving.theirWords);
  if (name !== null) warnings.push({ kind: 'name', words: name });
  const attachment = leaving.attachments > 0 ? null : speaksOfAttachment(leaving.text);
  if (attachment !== null) warnings.push({ kind: 'attachment', words: attachment });
  const link = linkTrouble(leaving.text, leaving.html ?? null);
  if (link !== null) warnings.push({ kind: 'link', trouble: link.kind, words: link.link, ...(link.shown === undefined ? {} : { shown: link.shown }) });
  const recipients = recipientTrouble(leaving.to, leaving.cc);
  if (recipients?.kind === 'no-reply') warnings.push({ kind: 'no-reply', words: recipients.address });
  if (recipients?.kind === 'many') warnings.push({ kind: 'many', count: recipients.count });
  const language = wrongLanguage(leaving.text, leaving.language);
  if (language !== null) warnings.push({ kind: 'language', language });
  return warnings;
}
