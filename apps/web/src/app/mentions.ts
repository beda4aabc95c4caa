import { foldText } from '../ui/fold-text';

export interface Mentionable { id: string; name: string }
export interface MentionPart { text: string; memberId: string | null }

/** Cuts a note into plain text and mentions. The longest name wins, so "@Anna Maria Nowak" is not "@Anna". */
export function mentionParts(text: string, members: readonly Mentionable[]): MentionPart[] {
  const byLength = [...members].sort((a, b) => b.name.length - a.name.length);
  const folded = foldInPlace(text);
  const parts: MentionPart[] = [];
  let plainFrom = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) continue;
    const found = byLength.find((member) => member.name !== '' && folded.startsWith(foldInPlace(member.name), at + 1)
      && !/[\p{L}\p{N}]/u.test(text[at + 1 + member.name.length] ?? ''));
    if (!found) continue;
    const end = at + 1 + found.name.length;
    if (at > plainFrom) parts.push({ text: text.slice(plainFrom, at), memberId: null });
    parts.push({ text: text.slice(at, end), memberId: found.id });
    plainFrom = end;
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom), memberId: null });
  return parts;
}

export function mentionedIds(text: string, members: readonly Mentionable[]): string[] {
  return [...new Set(mentionParts(text, members).flatMap((part) => part.memberId ?? []))];
}

export function searchMembers<M extends Mentionable>(members: readonly M[], query: string, limit = 6): M[] {
  const wanted = foldText(query);
  const rank = (name: string) => name.startsWith(wanted) ? 0 : name.split(/[\s-]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
  return members
    .map((member) => ({ member, rank: rank(foldText(member.name)) }))
    .filter((hit) => hit.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.member.name.localeCompare(b.member.name))
    .slice(0, limit)
    .map((hit) => hit.member);
}

/** One character for one: positions in the folded text are positions in the original. */
function foldInPlace(text: string): string {
  let folded = '';
  for (const char of text) {
    const plain = char.normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase().replace('ł', 'l');
    folded += plain.length === char.length ? plain : char;
  }
  return folded;
}
