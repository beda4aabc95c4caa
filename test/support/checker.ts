import { askDatabase } from './product-client';

/** What one customer wrote, in order; every text is unique over the whole test. */
export interface Written { author: string; texts: string[] }

export interface StoredMessage { conversation_id: string; seq: number; text: string; direction: string; status: string; author_name: string; kind: string }

export async function storedMessages(databaseUrl: string): Promise<StoredMessage[]> {
  return askDatabase<StoredMessage>(databaseUrl, `SELECT conversation_id, seq, text, direction, status, author_name, kind FROM messages ORDER BY conversation_id, seq`);
}

/** Nothing lost, nothing doubled, order kept, no hole in any thread. Throws with the first difference. */
export function expectAllStored(written: readonly Written[], stored: readonly StoredMessage[]): void {
  const inbound = stored.filter((message) => message.direction === 'in' && message.kind === 'message');
  for (const { author, texts } of written) {
    const found = inbound.filter((message) => message.author_name === author).map((message) => message.text);
    expect({ author, texts: found }).toEqual({ author, texts });
  }
  expect(inbound).toHaveLength(written.reduce((sum, { texts }) => sum + texts.length, 0));
  const seqs = new Map<string, number[]>();
  for (const message of stored) seqs.set(message.conversation_id, [...(seqs.get(message.conversation_id) ?? []), message.seq]);
  for (const list of seqs.values()) expect(list).toEqual(list.map((_, index) => index + 1));
}

/**
 * What we said against what customers got: a message that counts as sent arrived exactly once; one of which nobody can be certain at
 * most once; one that failed or was never sent not at all.
 */
export function expectSentOnce(stored: readonly StoredMessage[], arrived: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const text of arrived) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const message of stored.filter((one) => one.direction === 'out' && one.kind === 'message')) {
    const times = counts.get(message.text) ?? 0;
    if (message.status === 'unknown') expect({ text: message.text, times }).toEqual({ text: message.text, times: Math.min(times, 1) });
    else expect({ text: message.text, status: message.status, times }).toEqual({ text: message.text, status: message.status, times: message.status === 'sent' ? 1 : 0 });
  }
}
