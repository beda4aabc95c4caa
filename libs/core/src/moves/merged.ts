import type { Tx } from '@kontuar/platform';
import { conflict } from '../errors';

/** Where what was said in a conversation stands now: in itself, or in the one in which it went up, however often. */
export async function goesOnIn(tx: Tx, conversationId: string): Promise<string> {
  const [row] = await tx.query<{ id: string | null }>('SELECT kontuar_goes_on_in($1) AS id', [conversationId]);
  return row?.id ?? conversationId;
}

/** @throws conflict: what went up in another conversation is not acted on; the refusal says where it goes on. */
export async function refuseMerged(tx: Tx, row: { id: string; merged_into: string | null }): Promise<void> {
  if (row.merged_into === null) return;
  const [on] = await tx.query<{ id: string; number: number }>('SELECT id, number FROM conversations WHERE id = kontuar_goes_on_in($1)', [row.id]);
  throw conflict('conversation-merged', `This conversation was merged into #${on?.number ?? ''} a moment ago. It goes on there.`, { mergedInto: on ?? null });
}
