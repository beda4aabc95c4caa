/** Newest seq of each conversation that stood in sight under somebody's eyes; written by the thread, asked by the composer. */
const positions = new Map<string, number>();

export function markSeen(conversationId: string, seq: number): void {
  if (seq > seenSeq(conversationId)) positions.set(conversationId, seq);
}

export function seenSeq(conversationId: string): number {
  return positions.get(conversationId) ?? 0;
}
