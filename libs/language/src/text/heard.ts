import { guess, type LanguageGuess } from '../detect/language';
import { tokens, type Token } from './tokens';

/** Words of a customer, cut and with their language: what mood, matter and questions all begin with. */
export interface Heard { text: string; tokens: Token[]; language: LanguageGuess }

let last: Heard | undefined;

/** The same message is read for one thing after the other: it is cut once. */
export function heard(text: string): Heard {
  if (last?.text === text) return last;
  const cut = tokens(text);
  last = { text, tokens: cut, language: guess(cut) };
  return last;
}
