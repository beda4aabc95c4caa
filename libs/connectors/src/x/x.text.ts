const links = /https?:\/\/[^\s]+/gi;
const linkWeight = 23;
/** A flag, a letter in a box, or pictures put together of several. */
const emoji = /\p{Regional_Indicator}{2}|[#*0-9]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|[\u{e0020}-\u{e007f}]+)?(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?)*/gu;
const emojiWeight = 2;

/** X's own table: these count one, everything else two. */
const isLight = (point: number): boolean => point <= 0x10ff || (point >= 0x2000 && point <= 0x200d) || (point >= 0x2010 && point <= 0x201f) || (point >= 0x2032 && point <= 0x2037);

/** A post's length as X counts: letters of most scripts one, others two, an emoji two however it is put together, an address 23. */
export function weightedLength(text: string): number {
  let weight = 0;
  const counts = (each: number) => (): string => {
    weight += each;
    return '';
  };
  const letters = text.normalize('NFC').replace(links, counts(linkWeight)).replace(emoji, counts(emojiWeight));
  for (const letter of letters) weight += isLight(letter.codePointAt(0) ?? 0) ? 1 : 2;
  return weight;
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
/** X writes three letters as HTML does, and nothing else. */
export const unescaped = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

/** How two texts compare when one has come back from X: blanks and the ends of addresses are X's to change. */
export const comparable = (text: string): string => text.normalize('NFC').replace(/\/+(?=\s|$)/g, '').replace(/\s+/g, ' ').trim();
