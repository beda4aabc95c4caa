import { Injectable } from '@nestjs/common';
import type { CaseChange, CaseInput, CasesInput, CasesOpened } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { remember } from '../conversations/bulk-change';
import { changeConversations, lockConversations, type LockedConversation, type Step } from '../conversations/change';
import { mayOn } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { conflict, invalid } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { legalBasisOf } from '../legal-clock/policies';
import { checkMatter, opensCaseOf } from '../matters/matters';
import { tellAct } from '../moves/journal';
import { holdCases, openCasesOf } from './case.row';
import { CaseTimers } from './case-timers';
import { CaseViews } from './case.view';
import { findSurroundings, policyOf, termOf } from './case-settings';
import { firstWord, firstWords, kindsOfCase } from './receipt';

/** More conversations than this are about one thing nowhere. */
export const MAX_CONVERSATIONS = 50;

/** Makes cases of conversations, one or many in one act, which says as well what they are about. */
@Injectable()
export class CaseOpenings {
  constructor(private readonly conversations: Conversations, private readonly timers: CaseTimers, private readonly views: CaseViews) {}

  /** Says what the conversation is about, and opens a case for it, in one act with one undo; `beside`: what else the same act did. */
  async open(actor: MemberActor, conversationId: string, input: CaseInput, beside: Partial<Step> = {}): Promise<CaseChange> {
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.triage');
      if (input.matter !== undefined) await checkMatter(tx, input.matter);
      const matter = await openingMatter(tx, input.matter ?? row.matter);
      const open = (await openCasesOf(tx, [row.id])).get(row.id);
      if (open !== undefined) throw conflict('case-open', `This conversation has an open case already: ${open.code}.`, { caseId: open.id, caseCode: open.code });
      const steps = await changeConversations(tx, actor, [row], () => ({ matter: matter }));
      const id = await this.make(tx, actor, row, matter, input);
      await this.opened(tx, actor, [id]);
      const [step = { conversationId: row.id, before: {}, after: {} }] = steps;
      const undoToken = await remember(tx, actor, [{ ...beside, ...step, before: { ...beside.before, ...step.before }, after: { ...beside.after, ...step.after }, openedCaseId: id } satisfies Step]);
      return { case: await this.views.view(tx, actor, id), conversation: await this.conversations.view(tx, row.id), undoToken };
    });
  }

  /** In the transaction of whoever acts for that member, a rule: answers its code, or undefined where one is open already. Callers hold the conversation. */
  async openIn(tx: Tx, actor: MemberActor, row: LockedConversation, wanted: string | undefined): Promise<string | undefined> {
    if (wanted !== undefined) await checkMatter(tx, wanted);
    const matter = await openingMatter(tx, wanted ?? row.matter);
    if ((await openCasesOf(tx, [row.id])).has(row.id)) return undefined;
    await changeConversations(tx, { kind: 'system', workspaceId: row.workspace_id }, [row], () => ({ matter }), { reason: 'rule' });
    const id = await this.make(tx, actor, row, matter, {});
    return (await this.opened(tx, actor, [id])).get(id);
  }

  /** The same for many, with one undo for all: what one person wrote about it on several channels is one case, or each conversation has its own. */
  async openMany(actor: MemberActor, { ids, matter: wanted, each }: CasesInput): Promise<CasesOpened> {
    return this.conversations.unit(actor, async (tx) => {
      await checkMatter(tx, wanted);
      const matter = await openingMatter(tx, wanted);
      const rows = await lockConversations(tx, [...new Set(ids)]);
      const taken = await openCasesOf(tx, rows.map(({ id }) => id));
      const free = rows.filter((row) => row.merged_into === null && mayOn(actor, 'conversation.read', row) && mayOn(actor, 'conversation.triage', row) && !taken.has(row.id));
      const groups = await this.grouped(tx, free, each);
      const steps = new Map((await changeConversations(tx, actor, free, () => ({ matter }))).map((step) => [step.conversationId, step]));
      const opened: (CasesOpened['opened'][number] & { main: string })[] = [];
      for (const [main, ...beside] of groups) {
        if (main === undefined) continue;
        const id = await this.make(tx, actor, main, matter, {});
        if (beside.length > 0) {
          await tx.execute('INSERT INTO case_conversations (workspace_id, case_id, conversation_id, added_by) SELECT $1, $2, id, $3 FROM unnest($4::uuid[]) WITH ORDINALITY AS more (id, place) ORDER BY place', [actor.workspaceId, id, actor.memberId, beside.map((row) => row.id)]);
        }
        opened.push({ id, code: '', main: main.id, conversationIds: [main, ...beside].map((row) => row.id) });
      }
      const codes = await this.opened(tx, actor, opened.map(({ id }) => id));
      const told = free.map((row): Step => {
        const { id } = opened.find(({ main }) => main === row.id) ?? {};
        return { ...(steps.get(row.id) ?? { conversationId: row.id, before: {}, after: {} }), ...(id === undefined ? {} : { openedCaseId: id }) };
      });
      const kept = new Set(free.map(({ id }) => id));
      return {
        opened: opened.map(({ id, conversationIds }) => ({ id, code: codes.get(id) ?? '', conversationIds })), refused: ids.filter((id) => !kept.has(id)), undoToken: told.length === 0 ? null : await remember(tx, actor, told),
      };
    });
  }

  /** Of each case, the conversation in which it was spoken of first stands first: its words name the case, and who wrote them is the customer. */
  private async grouped(tx: Tx, rows: readonly LockedConversation[], each: CasesInput['each']): Promise<LockedConversation[][]> {
    const groups = new Map<string, LockedConversation[]>();
    for (const row of rows) {
      const key = each === 'person' ? row.contact_id : row.id;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const words = await firstWords(tx, rows.map(({ id }) => id));
    const at = ({ id }: LockedConversation) => words.get(id)?.at.getTime() ?? Infinity;
    const sorted = [...groups.values()].map((group) => [...group].sort((a, b) => at(a) - at(b)));
    if (sorted.some((group) => group.length > MAX_CONVERSATIONS)) throw conflict('too-many-conversations', `A case gathers at most ${MAX_CONVERSATIONS} conversations.`);
    // Numbers in the order in which they came in.
    return sorted.sort(([a], [b]) => (a === undefined || b === undefined ? 0 : at(a) - at(b)));
  }

  /** Tells of cases just made and starts their clocks; answers their codes. */
  private async opened(tx: Tx, actor: MemberActor, caseIds: readonly string[]): Promise<Map<string, string>> {
    const held = await holdCases(tx, caseIds);
    for (const { row, conversations } of held) {
      for (const { id } of conversations) await tellAct(tx, actor, id, 'case-opened', { caseId: row.id, code: row.code, dueOn: row.due_on });
      const [main] = conversations;
      await record(tx, [
        { type: 'case.opened', actor: actorOf(actor), ...(main === undefined ? {} : { conversationId: main.id }), subjectId: row.id, data: { code: row.code, matter: row.matter, receivedAt: row.received_at.toISOString(), dueOn: row.due_on, policy: row.policy?.id ?? null } },
        directoryChanged(actor, 'cases', row.id),
      ]);
    }
    await this.timers.settleAll(tx, actor.workspaceId, held);
    return new Map(held.map(({ row }) => [row.id, row.code]));
  }

  private async make(tx: Tx, actor: MemberActor, row: LockedConversation, matter: string, input: CaseInput): Promise<string> {
    const id = newId();
    const around = await findSurroundings(tx, actor.workspaceId);
    const [given] = await tx.query<{ n: number; prefix: string }>(
      `INSERT INTO case_settings (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = case_settings.last_number + 1 RETURNING last_number AS n, prefix`, [actor.workspaceId]);
    const number = given?.n ?? 1;
    const word = await firstWord(tx, [row.id]);
    const { settings: { country } } = around;
    const policy = policyOf(around, { matter, country, customerKinds: await kindsOfCase(tx, [row.id]) });
    const receivedAt = word?.at ?? new Date();
    const term = termOf(around, policy, receivedAt);
    await tx.execute(
      `INSERT INTO cases (id, workspace_id, number, code, matter, subject, product, order_number, demand, country, legal_basis, received_at, received_how, received_message_id, policy, time_zone, received_on, due_on, due_at, clock, owner_id, team_id, opened_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
      [
        id, actor.workspaceId, number, `${given?.prefix ?? 'R-'}${String(number).padStart(4, '0')}`, matter, input.subject ?? subjectOf(row.subject, word?.text), input.product ?? '', input.orderNumber ?? '', input.demand ?? null, country,
        legalBasisOf(policy, around.locale), receivedAt, 'message', word?.id ?? null, policy === null ? null : JSON.stringify(policy), around.timeZone, term.received_on, term.due_on, term.due_at, term.due_at === null ? 'none' : 'running',
        row.assignee_id ?? actor.memberId, row.team_id, actor.memberId,
      ],
    );
    await tx.execute('INSERT INTO case_conversations (workspace_id, case_id, conversation_id, added_by) VALUES ($1, $2, $3, $4)', [actor.workspaceId, id, row.id, actor.memberId]);
    return id;
  }
}

/** @throws invalid when no case is made of it. */
async function openingMatter(tx: Tx, matter: string | null): Promise<string> {
  if (matter === null || !(await opensCaseOf(tx, matter))) throw invalid('matter-opens-no-case', 'A case is opened for a claim, a complaint or a warranty matter.', { errors: [{ path: 'matter', message: 'A case is opened for a claim, a complaint or a warranty matter.' }] });
  return matter;
}

const subjectOf = (subject: string | null, text: string | undefined): string => {
  const said = (subject ?? '').trim() === '' ? (text ?? '') : (subject ?? '');
  const line = said.replaceAll(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
};
