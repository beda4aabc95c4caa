/** Lower case without diacritics, letter for letter, so that places in it are places in the original. */
function foldLetters(text: string): string {
  return [...text].map((letter) => {
    const plain = letter.normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase().replace('ł', 'l');
    return plain.length === letter.length ? plain : letter;
  }).join('');
}

/** Splits a name into what the query found and the rest. */
export function markWords(text: string, query: string): { text: string; match: boolean }[] {
  const folded = foldLetters(text);
  const hits = new Array<boolean>(text.length).fill(false);
  for (const word of foldLetters(query).split(/\s+/).filter((each) => each !== '')) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) hits.fill(true, at, at + word.length);
  }
  const parts: { text: string; match: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = parts.at(-1);
    const match = hits[at] === true;
    if (last?.match === match) last.text += text[at];
    else parts.push({ text: text[at] ?? '', match });
  }
  return parts;
}
