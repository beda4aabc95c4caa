import type { Absence, WorkHours } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { dutyAt } from '../shifts/duty';
import { reachOf, type Reach } from './decide';
import { findRecipients } from './recipients';

/** Who of them could see to something now; by their hours and what they said, not by what a worker wrote down of them a moment ago. */
export async function findReach(tx: Tx, memberIds: readonly string[], now: Date): Promise<Map<string, Reach>> {
  if (memberIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; hours: WorkHours | null; absence: Absence | null }>('SELECT id, hours, absence FROM memberships WHERE id = ANY($1::uuid[]) AND active', [memberIds]);
  const recipients = await findRecipients(tx, memberIds);
  return new Map(rows.flatMap((row) => {
    const recipient = recipients.get(row.id);
    return recipient === undefined ? [] : [[row.id, reachOf({ ...recipient, duty: dutyAt(row, now) }, now)] as const];
  }));
}
