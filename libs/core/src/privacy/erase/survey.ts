import type { Tx } from '@kontuar/platform';
import { holdOf, type HoldRule } from '../hold-rules';
import type { Sets } from '../sets';

export interface Held { caseId: string; code: string; rule: HoldRule['id']; until: string | null }

export interface Survey {
  /** The person and everybody who was merged into them. */
  tree: string[];
  goes: Sets;
  /** What is held back, and what came after they asked. */
  stays: Sets;
  held: Held[];
  /** Conversations that other people's went up in: what is theirs there goes, the conversation stays with the others. */
  shared: string[];
  /** By which they are found in what carries no id: addresses, accounts, numbers, and the name where it is one of several words. */
  words: string[];
  /** Every conversation of theirs, held back or not: raw deliveries are needed by no case. */
  all: string[];
}

interface Conversation { id: string; identity_id: string; later: boolean; foreign: boolean }

/** Of short words others would be found too. */
const SHORTEST_WORD = 5;

/** What a person has and what of it may go now. `before`: when they asked; what began later is not meant. */
export async function survey(tx: Tx, contactIds: readonly string[], { before, now = new Date() }: { before: Date; now?: Date }): Promise<Survey> {
  const tree = (await tx.query<{ id: string }>('WITH RECURSIVE tree AS (SELECT id FROM contacts WHERE id = ANY($1::uuid[]) UNION SELECT c.id FROM tree JOIN contacts c ON c.merged_into = tree.id) SELECT id FROM tree', [contactIds])).map(({ id }) => id);
  const conversations = await tx.query<Conversation>(
    `SELECT c.id, c.identity_id, c.created_at > $2 AS later,
       EXISTS (SELECT 1 FROM conversations o WHERE o.merged_into = c.id AND o.contact_id <> ALL($1::uuid[])) AS foreign FROM conversations c WHERE c.contact_id = ANY($1::uuid[])`, [tree, before]);
  const identities = await tx.query<{ id: string; external_id: string; handle: string | null; email: string | null; phone: string | null; name: string | null; later: boolean }>(
    'SELECT id, external_id, handle, email, phone, name, created_at > $2 AS later FROM identities WHERE contact_id = ANY($1::uuid[])', [tree, before]);
  const ids = conversations.map(({ id }) => id);
  const { held, caseIds, free } = await casesOf(tx, ids, tree, now);
  const heldConversations = caseIds.length === 0 ? [] : (await tx.query<{ id: string }>('SELECT DISTINCT conversation_id AS id FROM case_conversations WHERE case_id = ANY($1::uuid[]) AND conversation_id = ANY($2::uuid[])', [caseIds, ids])).map(({ id }) => id);
  const kept = new Set([...heldConversations, ...conversations.filter(({ later }) => later).map(({ id }) => id)]);
  const shared = conversations.filter(({ id, foreign }) => foreign && !kept.has(id)).map(({ id }) => id);
  // Who speaks in what stays is still needed there.
  const speaking = kept.size === 0 ? [] : await tx.query<{ id: string }>(
    `SELECT identity_id AS id FROM conversations WHERE id = ANY($1::uuid[]) UNION SELECT identity_id FROM participants WHERE conversation_id = ANY($1::uuid[]) UNION SELECT author_id FROM messages WHERE conversation_id = ANY($1::uuid[]) AND author_kind = 'contact' AND author_id IS NOT NULL`, [[...kept]]);
  const needed = new Set([...speaking.map(({ id }) => id), ...identities.filter(({ later }) => later).map(({ id }) => id)]);
  const names = await tx.query<{ name: string }>('SELECT name FROM contacts WHERE id = ANY($1::uuid[])', [tree]);
  return {
    tree, held, shared, all: ids,
    goes: { contacts: tree, identities: identities.filter(({ id }) => !needed.has(id)).map(({ id }) => id), conversations: ids.filter((id) => !kept.has(id)), cases: free },
    stays: { contacts: [], identities: identities.filter(({ id }) => needed.has(id)).map(({ id }) => id), conversations: [...kept], cases: caseIds },
    words: wordsOf([...identities.flatMap(({ external_id: externalId, handle, email, phone }) => [externalId, handle, email, phone]), ...[...names, ...identities].map(({ name }) => (name !== null && /\S\s+\S/.test(name) ? name : null))]),
  };
}

const wordsOf = (words: readonly (string | null)[]): string[] => [...new Set(words.flatMap((word) => (word === null ? [] : [word.trim()])).filter((word) => word.length >= SHORTEST_WORD))];

interface CaseRow { id: string; code: string; country: string; state: 'open' | 'closed'; closed_at: Date | null; withdrawn: boolean; years: number | null; others: boolean }

/** Which cases hold something back, and which may go: not those that others have a part in. */
async function casesOf(tx: Tx, conversations: readonly string[], tree: readonly string[], now: Date): Promise<{ held: Held[]; caseIds: string[]; free: string[] }> {
  const rows = await tx.query<CaseRow>(
    `SELECT k.id, k.code, k.country, k.state, k.closed_at, k.withdrawn_at IS NOT NULL AS withdrawn, w.keep_cases_years AS years,
       EXISTS (SELECT 1 FROM case_conversations o JOIN conversations c ON c.id = o.conversation_id WHERE o.case_id = k.id AND c.contact_id <> ALL($2::uuid[])) AS others
     FROM cases k JOIN workspaces w ON w.id = k.workspace_id WHERE k.id IN (SELECT case_id FROM case_conversations WHERE conversation_id = ANY($1::uuid[])) ORDER BY k.number`, [conversations, tree]);
  const held: Held[] = [];
  const free: string[] = [];
  for (const row of rows) {
    const hold = holdOf({ country: row.country, state: row.state, closedAt: row.closed_at, withdrawn: row.withdrawn }, row.years, now);
    if (hold !== undefined) held.push({ caseId: row.id, code: row.code, rule: hold.rule.id, until: hold.until?.toISOString() ?? null });
    else if (!row.others) free.push(row.id);
  }
  return { held, caseIds: held.map(({ caseId }) => caseId), free };
}
