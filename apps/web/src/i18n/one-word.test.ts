import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Strings } from './strings';

const source = path.join(__dirname, '..');

/** English has one form where Polish bends the word, or one word where Polish has two: what is meant decides. */
const meantDifferently = new Set([
  // An act, a state of one conversation, a heading above many.
  'upset', 'pleased', 'neither', 'waiting for us', 'not delivered', 'resolved', 'open', 'snoozed', 'away', 'taken back', 'waiting for the customer', 'signed out', 'new', 'read', 'reply', 'all', '{{count}} open', 'being checked',
  // A word of its own, and the same word beside what it is about.
  'low', 'normal', 'high', 'urgent', 'matter', 'none', '{{name}} removed', 'remove {{name}}?',
  // Short where there is little room.
  'search or do', 'hours', 'minutes',
  // After a preposition, or with a noun that has a gender.
  'with {{names}}', 'today', 'yesterday', 'this week', 'english', 'polish', 'is not', 'to', 'off', 'any', 'which', 'failed', 'stopped', 'negative', 'positive',
  // Two things that English happens to call alike.
  'copy', 'next', 'look', 'switch off', 'move', 'waits for approval', 'leave it', 'switched off', 'came in', 'then', 'when', 'switch on', 'not asked',
]);

async function dictionaries(): Promise<{ name: string; strings: Strings<Record<string, string>> }[]> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.strings.ts'));
  const found = [];
  for (const file of files) {
    const exported = Object.values((await import(path.join(source, file))) as Record<string, Strings<Record<string, string>>>);
    for (const strings of exported) if (typeof strings === 'object' && 'pl' in strings) found.push({ name: path.basename(file, '.strings.ts'), strings });
  }
  return found;
}

/** Where each English text stands, by how it is said in Polish. Plural forms differ by rule and are left out. */
async function polishOf(): Promise<Map<string, Map<string, string[]>>> {
  const said = new Map<string, Map<string, string[]>>();
  for (const { name, strings } of await dictionaries()) {
    const polish: Record<string, string> = strings.pl;
    for (const [key, text] of Object.entries(strings.en)) {
      if (/_(one|other)$/.test(key)) continue;
      const ways = said.get(text.toLowerCase()) ?? new Map<string, string[]>();
      const way = (polish[key] ?? '').toLowerCase();
      said.set(text.toLowerCase(), ways.set(way, [...(ways.get(way) ?? []), `${name}.${key}`]));
    }
  }
  return said;
}

describe('the words of the workspace', () => {
  it('say one thing in one way, in Polish too', async () => {
    const said = await polishOf();
    expect(said.size).toBeGreaterThan(500);
    const split = [...said].filter(([english, ways]) => ways.size > 1 && !meantDifferently.has(english)).map(([english, ways]) => ({ english, polish: Object.fromEntries(ways) }));
    expect(split).toEqual([]);
  });

  it('call the end of a conversation by one word, which is not the one for closing a window', async () => {
    const about: string[] = [];
    for (const { name, strings } of await dictionaries()) {
      for (const [key, text] of Object.entries<string>(strings.pl)) if (/zam(k[nł]|yk)/i.test(text) && /resolv|thanks/i.test(key)) about.push(`${name}.${key}: ${text}`);
    }
    expect(about).toEqual([]);
  });
});
