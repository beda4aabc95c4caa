const shape = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/;

/** Addresses out of typed or pasted text: "Jan Nowak <jan@example.com>; ola@example.com". What is none stays behind. */
export function readAddresses(text: string): { good: string[]; rest: string } {
  const good: string[] = [];
  const rest: string[] = [];
  for (const part of text.split(/[,;\n]+/).flatMap((piece) => (piece.includes('<') ? [piece] : piece.split(/\s+/)))) {
    const piece = part.trim();
    if (piece === '') continue;
    const address = (/<([^<>]+)>/.exec(piece)?.[1] ?? piece).trim().replace(/^mailto:/i, '').toLowerCase();
    if (shape.test(address)) good.push(address);
    else rest.push(piece);
  }
  return { good: [...new Set(good)], rest: rest.join(' ') };
}

/** Copies of a reply: those who had a copy of the last letter, without the customer and without our own mailbox. */
export function inheritedCc(letters: readonly { direction: string; kind: string; cc: readonly { address: string }[]; deletedAt: string | null }[], without: readonly string[]): string[] {
  const last = letters.findLast(({ kind, deletedAt }) => kind === 'message' && deletedAt === null);
  const skip = new Set(without.map((address) => address.toLowerCase()));
  return [...new Set((last?.cc ?? []).map(({ address }) => address.toLowerCase()))].filter((address) => shape.test(address) && !skip.has(address));
}
