import { CaseOpenings, GivenPromises, Leads, type MemberActor } from '@kontuar/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { Tx } from '@kontuar/platform';

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** What people at work have made of these conversations: a case with its clock, leads with their next steps, promises open and kept. No register starts empty. */
export async function fillWork(app: INestApplicationContext, { owner, marek }: { owner: MemberActor; marek: MemberActor }, of: (customer: string) => string | undefined): Promise<void> {
  const [claim, quote, project, wood, delivery] = ['Joanna Krawczyk', 'Thomas Green', 'Liam O’Connor', 'Krzysztof Sowa', 'Kasia Wójcik'].map(of);
  if (claim !== undefined) await app.get(CaseOpenings).open(owner, claim, { product: 'Brzoza 160', demand: 'replacement' });
  const leads = app.get(Leads);
  if (quote !== undefined) await leads.open(owner, quote, { wants: '14 tables for a restaurant', worth: { amount: '21000', currency: 'EUR' }, nextStep: 'Send the quote with delivery to Leeds', nextAt: inHours(20) });
  if (project !== undefined) await leads.open(marek, project, { wants: 'Oak for a studio, in spring', nextStep: 'Ask for the drawings', nextAt: inHours(70) });
  const promises = app.get(GivenPromises);
  if (delivery !== undefined) await promises.give(owner, delivery, { text: 'Powiedzieć, gdzie jest kurier', dueAt: inHours(3), remindMinutesBefore: 30 });
  if (wood !== undefined) {
    const { id } = await promises.give(owner, wood, { text: 'Wysłać wymiary regału', dueAt: inHours(24), remindMinutesBefore: 30 });
    await promises.change(owner, id, { state: 'kept' });
  }
}

/** Cases and leads of these channels alone; to be asked for while their conversations are there. */
export async function workOf(tx: Tx, channels: readonly string[]): Promise<{ cases: string[]; leads: string[] }> {
  const only = (table: string, key: string): string =>
    `SELECT DISTINCT l.${key} AS id FROM ${table} l JOIN conversations c ON c.id = l.conversation_id WHERE c.channel_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM ${table} o JOIN conversations x ON x.id = o.conversation_id WHERE o.${key} = l.${key} AND x.channel_id <> ALL($1::uuid[]))`;
  const [cases, leads] = [await tx.query<{ id: string }>(only('case_conversations', 'case_id'), [channels]), await tx.query<{ id: string }>(only('lead_conversations', 'lead_id'), [channels])];
  return { cases: cases.map(({ id }) => id), leads: leads.map(({ id }) => id) };
}
