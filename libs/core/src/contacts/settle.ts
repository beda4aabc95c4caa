import type { Tx } from '@kontuar/platform';
import { copyMemberships } from '../companies/memberships';
import type { Actor } from '../access/actor';
import { isUnder, moveAll, rootOf, sendBack, type Homes } from './homes';
import { filled, lockContacts, writeFacts } from './join';

/**
 * Who was split off is nobody any more once the split is taken back: what is theirs goes to whom it belonged before, and they go up in the one from whom they came.
 * While a merge stands between (they went up in somebody else, or the one from whom they came went up in them) that waits until it is taken back, too.
 * Answers who stands for the contact now.
 */
export async function settle(tx: Tx, actor: Actor, contactId: string): Promise<string> {
  const root = (await rootOf(tx, contactId)) ?? contactId;
  const [split] = await tx.query<{ contact_id: string; moved: Homes }>('SELECT contact_id, moved FROM contact_splits WHERE other_id = $1 AND undone_at IS NOT NULL', [root]);
  if (split === undefined || (await isUnder(tx, split.contact_id, root))) return root;
  const into = (await rootOf(tx, split.contact_id)) ?? split.contact_id;
  const facts = await lockContacts(tx, [root, into]);
  await sendBack(tx, actor, { contactId: root, source: split.contact_id, homes: split.moved });
  await moveAll(tx, actor, root, into);
  const [stays, goes] = [facts.get(into), facts.get(root)];
  if (stays !== undefined && goes !== undefined) await writeFacts(tx, into, filled(stays, goes));
  await copyMemberships(tx, root, into);
  await tx.execute('UPDATE contacts s SET avatar_key = g.avatar_key, avatar_identity_id = g.avatar_identity_id FROM contacts g WHERE s.id = $1 AND g.id = $2 AND s.avatar_key IS NULL AND g.avatar_key IS NOT NULL', [into, root]);
  await tx.execute('UPDATE contacts SET merged_into = $2, updated_at = now() WHERE id = $1', [root, split.contact_id]);
  // The one from whom they came may have been split off, too.
  return settle(tx, actor, into);
}
