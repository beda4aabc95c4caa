import type { Key, Necessary } from './necessary';

const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

function keyText(key: Key): string {
  if (key.kind === 'fact') return quoted(`${key.of}:${key.value}`);
  return key.kind === 'word' ? quoted(key.word) : key.kind === 'stem' ? quoted(`~${key.word}`) : `${quoted(key.word)}:*`;
}

/** What is necessary as PostgreSQL asks for it, over the terms that are kept with each post. */
export function tsqueryOf(need: Necessary): string {
  return need.kind === 'key' ? keyText(need.key) : `(${need.parts.map(tsqueryOf).join(need.kind === 'all' ? ' & ' : ' | ')})`;
}
