import type { ConversationView } from '@kontuar/contract';
import { foldText } from '../../ui/fold-text';

type Matter = NonNullable<ConversationView['matter']>;

/** Words that give a matter away, in both languages, without diacritics and with their endings cut. */
const signs: readonly [Matter, RegExp][] = [
  ['claim', /\b(reklam|zwrot pienied|refund|claim|money back|odstap|rekojm|wymian[aey])/],
  ['warranty', /\b(gwaranc|warrant|guarantee)/],
  ['complaint', /\b(skarg|skarz|skandal|niedopuszczal|oburz|complain|unacceptable|disappoint|rozczarow)/],
  ['report', /\b(nie dzial|zepsu|uszkodz|porysow|pekn|brakuje|broken|damaged|missing|does ?n.t work|not working|usterk|awari)/],
  ['lead', /\b(oferta|oferty|wycen|cennik|hurt|rabat|wspolprac|quote|pricing|wholesale|offer|interested in)/],
  ['praise', /\b(dziekuje za swietn|wspanial|polecam|zachwyc|zakochal|great job|love it|wonderful|thank you so much)/],
  ['question', /\?|\b(czy|kiedy|gdzie|jak|ile|can i|do you|when|where|how)\b/],
];

export const allMatters: readonly Matter[] = ['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise'];

/** Likeliest first, so that C and Enter do. Only the order is guessed; the choice stays with the person. */
export function likelyMatters(text: string): { matters: readonly Matter[]; likely: Matter | null } {
  const folded = foldText(text);
  const likely = signs.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
  return { matters: likely === null ? allMatters : [likely, ...allMatters.filter((matter) => matter !== likely)], likely };
}
