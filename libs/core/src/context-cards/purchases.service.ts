import { Injectable } from '@nestjs/common';
import type { CardOrder, Purchase, PurchaseList, PurchasesInput } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { Actor, MemberActor } from '../access/actor';
import { findContact } from '../contacts/find-contact';
import { treesOf } from '../contacts/trees';
import { conflict } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';

const SHOWN = 500;
/** Of one contact: a customer of a lifetime, and no way to fill the disk. */
const MOST = 5000;

export interface PurchaseRow { number: string; at: Date; amount: string | null; currency: string | null; state: string; cancelled: boolean; link: string | null }
export const toPurchase = (row: PurchaseRow): Purchase => ({ number: row.number, at: row.at.toISOString(), amount: row.amount === null ? null : Number(row.amount), currency: row.currency, state: row.state, cancelled: row.cancelled, link: row.link });

/** What a person bought, as the shop's own systems say it. */
@Injectable()
export class Purchases {
  constructor(private readonly database: Database) {}

  /** Newest first; of everybody who went up in this person. */
  list(actor: MemberActor, contactId: string): Promise<PurchaseList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await purchasesOf(tx, await findContact(tx, actor, contactId), null, null)).reverse().map(toPurchase) }));
  }

  /** Said twice is said once. @throws DomainError 'too-many-purchases' */
  put(actor: MemberActor, contactId: string, { orders }: PurchasesInput): Promise<PurchaseList> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      // They belong to whom the shop names, also when that one went up in another: were the merge taken back, they would go along.
      await keepPurchases(tx, actor, { contactId, orders, sourceId: null });
      return { items: (await purchasesOf(tx, id, null, null)).reverse().map(toPurchase) };
    });
  }
}

/** In the order of time; between two moments, where they are given. */
export function purchasesOf(tx: Tx, rootId: string, from: string | null, to: string | null): Promise<PurchaseRow[]> {
  return tx.query<PurchaseRow>(
    `WITH RECURSIVE ${treesOf('$1', 'tree')} SELECT * FROM (
       SELECT * FROM (SELECT DISTINCT ON (number) number, at, amount, currency, state, cancelled, link FROM purchases WHERE contact_id IN (SELECT id FROM tree) AND ($2::timestamptz IS NULL OR at >= $2) AND ($3::timestamptz IS NULL OR at < $3) ORDER BY number, updated_at DESC) once
       ORDER BY at DESC, number DESC LIMIT ${SHOWN}
     ) newest ORDER BY at, number`, [rootId, from, to]);
}

/** Records only what is new: asking the shop again and again is no news. */
export async function keepPurchases(tx: Tx, actor: Actor, { contactId, orders, sourceId }: { contactId: string; orders: readonly CardOrder[]; sourceId: string | null }): Promise<void> {
  if (orders.length === 0) return;
  await tx.query('SELECT 1 FROM contacts WHERE id = $1 FOR UPDATE', [contactId]);
  const byNumber = new Map(orders.map((order) => [order.number, order]));
  const rows = [...byNumber.values()].map((order) => ({ number: order.number, at: order.date, amount: order.amount ?? null, currency: order.amount === undefined ? null : (order.currency ?? null), state: order.state ?? '', cancelled: order.cancelled ?? false, link: order.link ?? null }));
  const changed = await tx.query<{ number: string }>(
    `INSERT INTO purchases AS p (workspace_id, contact_id, number, source_id, at, amount, currency, state, cancelled, link)
     SELECT $1, $2, number, $3, at, amount, currency, state, cancelled, link FROM jsonb_to_recordset($4::jsonb) AS o (number text, at timestamptz, amount numeric, currency text, state text, cancelled boolean, link text)
     ON CONFLICT (contact_id, number) DO UPDATE SET source_id = excluded.source_id, at = excluded.at, amount = excluded.amount, currency = excluded.currency, state = excluded.state, cancelled = excluded.cancelled, link = excluded.link, updated_at = now()
       WHERE (p.at, p.amount, p.currency, p.state, p.cancelled, p.link) IS DISTINCT FROM (excluded.at, excluded.amount::numeric(14, 2), excluded.currency, excluded.state, excluded.cancelled, excluded.link) RETURNING p.number`,
    [actor.workspaceId, contactId, sourceId, JSON.stringify(rows)]);
  if (changed.length === 0) return;
  const [sum] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM purchases WHERE contact_id = $1', [contactId]);
  if ((sum?.n ?? 0) > MOST) throw conflict('too-many-purchases', `A customer has at most ${MOST} purchases.`);
  await record(tx, [{ type: 'contact.purchases', actor: actorOf(actor), subjectId: contactId, data: { count: changed.length, ...(sourceId === null ? {} : { sourceId }) } }, directoryChanged(actor, 'contacts', contactId)], actor.workspaceId);
}
