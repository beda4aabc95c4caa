import { personEntry, type PersonEntry, type PersonKind, type Purchase } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { visibleCases } from '../cases/case-reach';
import { toPurchase, type PurchaseRow } from '../context-cards/purchases.service';
import { visibleLeads } from '../leads/lead-reach';
import { treesOf } from './trees';

/** One thing in a timeline: a message by its place in its conversation, everything else as it is told. */
export type TimelineRow =
  | { kind: 'message'; id: string; exact: string; data: { conversationId: string; seq: number } }
  | { kind: Exclude<PersonKind, 'message' | 'note'>; id: string; exact: string; data: Record<string, unknown> };

interface Asked { kinds: ReadonlySet<PersonKind>; forward: boolean; from: string[] | undefined; limit: number }

/** A key of its own for each turn of one thing: a case may be decided and closed in one moment. */
const turn = (id: string, what: string): string => `md5(${id}::text || '${what}')::uuid`;
interface Told { kind: PersonKind; id: string; at: string; data: string; from: string; and?: string }
const told = ({ kind, id, at, data, from, and = '' }: Told): string => `SELECT '${kind}' AS kind, ${id} AS id, ${at} AS at, jsonb_build_object(${data}) AS data ${from} ${and}`;

/** What was said by and to a person and what happened with them, from a moment on, back or forth: the newest of each kind, merged. */
export function happenedTo(tx: Tx, actor: MemberActor, contactId: string, { kinds, forward, from, limit }: Asked): Promise<TimelineRow[]> {
  const parameters: unknown[] = [contactId, from?.[0] ?? null, from?.[1] ?? null, limit];
  const [than, way] = forward ? ['>', 'ASC'] : ['<', 'DESC'];
  const stretch = (at: string, id: string) => `($2::timestamptz IS NULL OR (${at}, ${id}) ${than} ($2::timestamptz, $3::uuid))`;
  // Purchases ask for no conversation, and a parameter that nothing asks for is an error.
  const theirs = [...kinds].every((kind) => kind === 'purchase') ? '' : `c.contact_id = $1 AND ${visibleConversations(actor, parameters)}`;
  const parts: Told[] = [];
  const said = (['message', 'note'] as const).filter((kind) => kinds.has(kind));
  if (said.length > 0) {
    // A person has few conversations, and each is one range of an index.
    parts.push({ kind: 'message', id: 'm.id', at: 'm.at', data: `'conversationId', m.conversation_id, 'seq', m.seq`, from: `FROM conversations c CROSS JOIN LATERAL (
      SELECT n.id, n.at, n.conversation_id, n.seq FROM messages n WHERE n.conversation_id = c.id AND n.kind = ANY('{${said.join(',')}}') AND ${stretch('n.at', 'n.id')} ORDER BY n.at ${way}, n.id ${way} LIMIT $4) m WHERE ${theirs}` });
  }
  if (kinds.has('survey')) {
    const about = `'about', v.kind, 'scale', v.scale, 'conversationId', v.conversation_id`;
    const from = `FROM surveys v JOIN conversations c ON c.id = v.conversation_id WHERE ${theirs}`;
    parts.push({ kind: 'survey', id: turn('v.id', 'asked'), at: 'v.asked_at', data: `'what', 'asked', 'score', NULL, 'text', '', ${about}`, from, and: 'AND v.asked_at IS NOT NULL' });
    parts.push({ kind: 'survey', id: turn('v.id', 'answered'), at: 'v.answered_at', data: `'what', 'answered', 'score', v.score, 'text', v.text, ${about}`, from, and: 'AND v.answered_at IS NOT NULL' });
  }
  if (kinds.has('promise')) {
    const about = `'text', g.text, 'dueAt', g.due_at, 'conversationId', g.conversation_id`;
    const from = `FROM given_promises g JOIN conversations c ON c.id = g.conversation_id WHERE ${theirs} AND g.state <> 'withdrawn'`;
    parts.push({ kind: 'promise', id: turn('g.id', 'made'), at: 'g.created_at', data: `'what', 'made', ${about}`, from });
    parts.push({ kind: 'promise', id: turn('g.id', 'ended'), at: 'g.ended_at', data: `'what', g.state, ${about}`, from, and: `AND g.state IN ('kept', 'broken') AND g.ended_at IS NOT NULL` });
  }
  if (kinds.has('lead')) {
    const about = `'leadId', l.id, 'code', l.code, 'wants', l.wants`;
    const where = `WHERE l.id IN (SELECT x.lead_id FROM lead_conversations x JOIN conversations c ON c.id = x.conversation_id WHERE ${theirs}) AND ${visibleLeads(actor, parameters)}`;
    parts.push({ kind: 'lead', id: turn('l.id', 'taken'), at: 'l.created_at', data: `'what', 'taken', 'stage', '', ${about}`, from: `FROM leads l ${where}` });
    parts.push({ kind: 'lead', id: 'e.id', at: 'e.at', data: `'what', 'stage', 'stage', e.data->'stage'->>'to', ${about}`, from: `FROM leads l JOIN events e ON e.subject_id = l.id ${where}`, and: `AND e.type LIKE 'lead.%' AND e.type = 'lead.changed' AND e.data->'stage'->>'to' IS NOT NULL` });
  }
  if (kinds.has('case')) {
    const about = `'caseId', k.id, 'code', k.code, 'matter', k.matter, 'subject', k.subject, 'decision', k.decision`;
    const from = `FROM cases k WHERE k.id IN (SELECT x.case_id FROM case_conversations x JOIN conversations c ON c.id = x.conversation_id WHERE ${theirs}) AND ${visibleCases(actor, parameters)}`;
    for (const [what, at] of [['opened', 'k.created_at'], ['decided', 'k.decided_at'], ['closed', 'k.closed_at']] as const) parts.push({ kind: 'case', id: turn('k.id', what), at, data: `'what', '${what}', ${about}`, from, and: `AND ${at} IS NOT NULL` });
  }
  if (kinds.has('purchase')) {
    // Of everybody who went up in this person; an order that two of them have is one.
    parts.push({
      kind: 'purchase', id: turn('o.number', 'bought'), at: 'o.at', data: `'number', o.number, 'at', o.at, 'amount', o.amount, 'currency', o.currency, 'state', o.state, 'cancelled', o.cancelled, 'link', o.link`,
      from: 'FROM (SELECT DISTINCT ON (number) number, at, amount, currency, state, cancelled, link FROM purchases WHERE contact_id IN (SELECT id FROM tree) ORDER BY number, updated_at DESC) o',
    });
  }
  const each = parts.map((part) => `(SELECT * FROM (${told(part)}) s WHERE ${stretch('s.at', 's.id')} ORDER BY s.at ${way}, s.id ${way} LIMIT $4)`);
  return tx.query<TimelineRow>(
    `WITH RECURSIVE ${treesOf('$1', 'tree')} SELECT kind, id, data, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact FROM (${each.join(' UNION ALL ')}) happened ORDER BY at ${way}, id ${way} LIMIT $4`, parameters);
}

/** What is no message, as it is told. */
export function entriesOf(rows: readonly TimelineRow[]): { purchases: Purchase[]; entries: PersonEntry[] } {
  const purchases: Purchase[] = [];
  const entries: PersonEntry[] = [];
  for (const { kind, id, exact, data } of rows) {
    if (kind === 'message') continue;
    const at = new Date(exact).toISOString();
    if (kind === 'purchase') purchases.push(toPurchase({ ...(data as unknown as PurchaseRow), at: new Date(exact) }));
    else entries.push(personEntry.parse({ ...data, kind, key: id, at, ...('dueAt' in data ? { dueAt: new Date(String(data['dueAt'])).toISOString() } : {}) }));
  }
  return { purchases, entries };
}
