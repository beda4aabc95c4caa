import type { ContextCard } from '@kontuar/contract';
import { ContextSources, type MemberActor, Purchases } from '@kontuar/core';
import { Database } from '@kontuar/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { DEMO_CONTEXT } from './remove-demo';

const states = ['Dostarczone', 'Dostarczone', 'Wysłane', 'W przygotowaniu', 'Zwrócone'] as const;

/** What the shop's own system would say of the customers who wrote by email. Nobody stands behind its address, so it is kept as if it had been asked just now. */
export async function fillOrders(app: INestApplicationContext, owner: MemberActor, emailChannelId: string): Promise<void> {
  const database = app.get(Database);
  const { source } = await app.get(ContextSources).create(owner, { kind: 'card', name: 'Dom Lipowy (demo)', url: `${DEMO_CONTEXT}{email}` });
  const people = await database.inWorkspace(owner.workspaceId, (tx) => tx.query<{ id: string; email: string }>(
    `SELECT DISTINCT ON (i.external_id) c.contact_id AS id, i.external_id AS email FROM conversations c JOIN identities i ON i.id = c.identity_id WHERE c.channel_id = $1 AND i.scope = 'email' ORDER BY i.external_id`, [emailChannelId]));
  for (const [index, { id, email }] of people.entries()) {
    const orders = ordersOf(index);
    // One of them never bought anything: a potential customer.
    if (orders.length > 0) await app.get(Purchases).put(owner, id, { orders });
    const counted = orders.filter(({ cancelled }) => cancelled !== true);
    const card: ContextCard = {
      link: `https://sklep.dom-lipowy.example/klienci/${index + 101}`, rows: [{ label: 'Klub stałego klienta', value: index % 2 === 0 ? 'tak' : 'nie' }], orders,
      figures: [{ label: 'Zamówienia', value: String(counted.length) }, { label: 'Łącznie', value: `${counted.reduce((sum, { amount = 0 }) => sum + amount, 0).toLocaleString('pl-PL')} zł` }],
    };
    await database.inWorkspace(owner.workspaceId, (tx) => tx.execute(
      `INSERT INTO context_cards (workspace_id, source_id, contact_id, asked, card, fetched_at, fresh_until) VALUES ($1, $2, $3, $4, $5, now(), now() + interval '100 years') ON CONFLICT DO NOTHING`,
      [owner.workspaceId, source.id, id, `${DEMO_CONTEXT}${encodeURIComponent(email)}`, JSON.stringify(card)]));
  }
}

function ordersOf(index: number): ContextCard['orders'] {
  return Array.from({ length: (index * 3 + 4) % 8 }, (_, n) => {
    const at = new Date(Date.now() - (n * 47 + index * 5 + 3) * 86_400_000);
    const state = states[(n + index) % states.length] ?? states[0];
    return { number: `DL-${2600 - index * 37 - n * 11}`, date: at.toISOString().slice(0, 10), amount: 249 + ((index * 571 + n * 1283) % 4200), currency: 'PLN', state, ...(state === 'Zwrócone' ? { cancelled: true } : {}), link: `https://sklep.dom-lipowy.example/zamowienia/${2600 - index * 37 - n * 11}` };
  });
}
