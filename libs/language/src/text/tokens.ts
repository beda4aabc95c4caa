import { fold } from './fold';

export interface Token {
  kind: 'word' | 'number' | 'emoji' | 'mark';
  /** Folded: small letters, no marks. Marks of punctuation as they stand; a new line is '\n'. */
  word: string;
  /** As written. */
  raw: string;
  start: number;
  end: number;
}

/** What a token is, in the order of the groups: addresses (skipped), words, numbers, emoticons and emoji, marks. */
const pattern = /(https?:\/\/\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+)|(\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*)|(\d+(?:[.,:/-]\d+)*)|(\p{Extended_Pictographic}|[:;=]-?[)(DPp/|*]+|:'\(|<3|\^\^|\bxD+\b)|([.,;:!?…\n"„”“()[\]>•–—-])/gu;

/** Longer texts are judged by their beginning: a customer says how he feels before he pastes a log. */
export const READ_CHARACTERS = 2_000;

export function tokens(text: string): Token[] {
  const read = text.length > READ_CHARACTERS ? text.slice(0, READ_CHARACTERS) : text;
  const found: Token[] = [];
  for (const match of read.matchAll(pattern)) {
    const [raw, address, word, number, emoji] = match;
    if (address !== undefined) continue;
    const start = match.index;
    const kind = word !== undefined ? 'word' : number !== undefined ? 'number' : emoji !== undefined ? 'emoji' : 'mark';
    found.push({ kind, word: kind === 'word' ? fold(raw) : raw, raw, start, end: start + raw.length });
  }
  return found;
}
