/** A reply without what it quotes: what others wrote says nothing about what we forgot. */
export function ownWords(text: string): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (/^\s*(-{2,}\s*(original message|forwarded message|wiadomość oryginalna|przekazana wiadomość|oryginalna wiadomość)|on .{4,120} wrote:\s*$|w dniu .{4,120}(pisze|napisał|napisała|napisał\(a\)):?\s*$|.{4,120} (napisał|napisała|napisał\(a\)):\s*$)/i.test(line)) break;
    if (!/^\s*>/.test(line)) lines.push(line);
  }
  return lines.join('\n');
}

/** Sentences, roughly: enough to see which words belong together. */
export const sentencesOf = (text: string): string[] => ownWords(text).split(/(?<=[.!?…])\s+|\n+/u).map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
