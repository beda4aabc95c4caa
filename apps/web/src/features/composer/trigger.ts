export interface Trigger {
  kind: 'canned' | 'mention';
  query: string;
  /** Range of the text that choosing something replaces. */
  start: number; end: number;
}

/** What is being typed at the caret: `/word` in a reply or note, `@name` in a note. Addresses and fractions are neither. */
export function triggerAt(text: string, caret: number, kinds: { mentions: boolean }): Trigger | null {
  const before = text.slice(0, caret);
  // Up to four words: an answer is found by what it says, too.
  const canned = /(?:^|\s)\/((?:[\p{L}\p{N}_-]+ ){0,3}[\p{L}\p{N}_-]*)$/u.exec(before);
  if (canned) {
    const query = canned[1] ?? '';
    return { kind: 'canned', query, start: caret - query.length - 1, end: caret };
  }
  if (!kinds.mentions) return null;
  // A name may have two words; a third word, or two spaces, means that the sentence went on.
  const mention = /(?:^|[\s(,;:])@((?:[\p{L}\p{N}.'-]+(?: [\p{L}\p{N}.'-]*)?)?)$/u.exec(before);
  if (!mention) return null;
  const query = mention[1] ?? '';
  return { kind: 'mention', query, start: caret - query.length - 1, end: caret };
}

export function replaceRange(text: string, range: { start: number; end: number }, by: string): { text: string; caret: number } {
  return { text: text.slice(0, range.start) + by + text.slice(range.end), caret: range.start + by.length };
}
