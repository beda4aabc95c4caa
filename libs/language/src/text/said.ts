const begins = /^(on|am|le|el|w dniu|dnia)\b.{4,200}\b(wrote|schrieb|écrit|escribió|napisał\(a\)|napisał|napisała|pisze)\s*:?\s*$/iu;
/** Looked for only where a line ends as they all do: what comes before it is any name. */
const names = /^.{0,80}\b(napisał\(a\)|napisał|napisała|wrote)\s*:$/iu;
const forwarded = /^-{2,}\s*(original message|wiadomość oryginalna|forwarded message|wiadomość przekazana)/iu;
const headsQuote = (line: string): boolean => begins.test(line) || (line.endsWith(':') && names.test(line)) || (line.startsWith('--') && forwarded.test(line));
const signatureHeads = [/^--\s*$/, /^(wysłane z|sent from my|pobierz outlook|get outlook)\b/iu];

let last: { text: string; said: string } | undefined;

/**
 * What the customer says now: the text with quoted lines and everything below a signature mark blanked out, so that positions stay where they are. The same
 * message is read for one thing after the other, and what was left of it once is left again.
 */
export function said(text: string): string {
  if (last?.text === text || last?.said === text) return last.said;
  last = { text, said: without(text) };
  return last.said;
}

function without(text: string): string {
  let isBelow = false;
  let isWhole = true;
  const lines = text.split('\n').map((line) => {
    const trimmed = line.trim();
    if (!isBelow && signatureHeads.some((head) => head.test(trimmed))) isBelow = true;
    if (!isBelow && !trimmed.startsWith('>') && !headsQuote(trimmed)) return line;
    isWhole = false;
    return ' '.repeat(line.length);
  });
  return isWhole ? text : lines.join('\n');
}
