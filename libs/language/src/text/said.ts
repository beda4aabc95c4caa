const quoteHeads = [/^(on|am|le|el|w dniu|dnia)\b.{4,200}\b(wrote|schrieb|écrit|escribió|napisał\(a\)|napisał|napisała|pisze)\s*:?\s*$/iu, /^.{0,80}\b(napisał\(a\)|napisał|napisała|wrote)\s*:\s*$/iu, /^-{2,}\s*(original message|wiadomość oryginalna|forwarded message|wiadomość przekazana)/iu];
const signatureHeads = [/^--\s*$/, /^(wysłane z|sent from my|pobierz outlook|get outlook)\b/iu];

/**
 * What the customer says now: the text with quoted lines and everything below a signature mark blanked out, so that positions stay where they are.
 */
export function said(text: string): string {
  const lines = text.split('\n');
  let isBelow = false;
  return lines.map((line) => {
    const trimmed = line.trim();
    if (!isBelow && signatureHeads.some((head) => head.test(trimmed))) isBelow = true;
    const isQuoted = trimmed.startsWith('>') || quoteHeads.some((head) => head.test(trimmed));
    return isBelow || isQuoted ? ' '.repeat(line.length) : line;
  }).join('\n');
}
