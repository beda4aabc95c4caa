import type { Canned } from '@kontuar/contract';
import { foldText } from '../../ui/fold-text';

/**
 * Best first: the shortcut says most, then the title, then the text. Letters may be left out ("kwy" finds "kurier-wymiana");
 * among equals the language of the reader and the often used come first.
 */
export function searchCanned(answers: readonly Canned[], query: string, locale: string, limit = 8): Canned[] {
  const wanted = foldText(query.trim());
  return answers
    .map((answer) => ({ answer, score: wanted === '' ? 1 : scoreOf(answer, wanted) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score
      || Number(spokenIn(b.answer, locale)) - Number(spokenIn(a.answer, locale))
      || b.answer.uses - a.answer.uses
      || a.answer.shortcut.localeCompare(b.answer.shortcut, locale))
    .slice(0, limit)
    .map((hit) => hit.answer);
}

function spokenIn(answer: Canned, locale: string): boolean {
  return answer.locale === null || answer.locale === locale;
}

function scoreOf(answer: Canned, wanted: string): number {
  const shortcut = foldText(answer.shortcut);
  const title = foldText(answer.title);
  if (shortcut === wanted) return 100;
  if (shortcut.startsWith(wanted)) return 90;
  if (startsWord(shortcut, wanted)) return 80;
  if (startsWord(title, wanted)) return 70;
  if (shortcut.includes(wanted)) return 60;
  const words = wanted.split(/\s+/);
  if (words.length > 1 && words.every((word) => startsWord(title, word) || startsWord(shortcut, word))) return 65;
  if (inOrder(shortcut, wanted)) return 40;
  if (title.includes(wanted)) return 35;
  const folder = foldText(answer.folder);
  if (startsWord(folder, wanted)) return 30;
  // By what it says: every word begins a word of it, wherever they stand.
  const all = `${shortcut} ${title} ${folder} ${foldText(answer.text)}`;
  if (wanted.length >= 3 && words.every((word) => startsWord(all, word))) return 20;
  if (wanted.length >= 3 && inOrder(title, wanted)) return 10;
  return 0;
}

function startsWord(text: string, start: string): boolean {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true;
  }
  return false;
}

/** Every letter of `wanted` comes in `text` in this order, the first one at the start of a word. */
function inOrder(text: string, wanted: string): boolean {
  const first = wanted[0] ?? '';
  let from = text.startsWith(first) ? 0 : text.search(new RegExp(`(?<=[^\\p{L}\\p{N}])${escaped(first)}`, 'u'));
  if (from < 0) return false;
  for (const char of wanted) {
    const at = text.indexOf(char, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

function escaped(char: string): string {
  return char.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
