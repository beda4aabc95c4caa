/** A word or a phrase of a block as people read it, and whether it is looked for in all its forms. `can`: only plain words and phrases have forms. */
export interface Piece { text: string; forms: boolean; can: boolean }

const plain = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} -]*$/u;

export function pieceIn(word: string): Piece {
  const forms = word.startsWith('~');
  const rest = forms ? word.slice(1) : word;
  const quoted = /^"([^"]+)"$/.exec(rest)?.[1];
  const text = quoted ?? rest;
  // A phrase and a word; what has signs of its own (a tag, a wildcard, a field, an operator) is shown as it is written.
  const can = plain.test(text) && (quoted !== undefined || !/\s/.test(text)) && !/\d{3}/.test(text);
  return can ? { text, forms, can } : { text: word, forms: false, can: false };
}

/** The same, looked for in all forms or as it is written. */
export function withForms(word: string, forms: boolean): string {
  const piece = pieceIn(word);
  if (!piece.can || piece.forms === forms) return word;
  return forms ? `~${word}` : word.slice(1);
}
