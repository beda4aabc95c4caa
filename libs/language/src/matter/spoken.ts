import { guess, type LanguageGuess } from '../detect/language';
import { said } from '../text/said';
import { tokens, type Token } from '../text/tokens';
import { body } from './body';

/** A message, cut into words once for all that read it. */
export interface Spoken {
  all: Token[];
  /** Without what is quoted in what is left: mostly the same. */
  heard: string; heardTokens: Token[];
  language: LanguageGuess;
  /** The language of `all`, by which the message is read at all. */
  read: LanguageGuess;
}

export function spokenIn(text: string): Spoken {
  const words = body(text);
  const heard = said(words);
  const all = tokens(words);
  const read = guess(all);
  if (heard === words) return { all, heard, heardTokens: all, language: read, read };
  const heardTokens = tokens(heard);
  return { all, heard, heardTokens, language: guess(heardTokens), read };
}
