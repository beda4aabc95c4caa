import { Injectable } from '@nestjs/common';
import type { SlaKind, SlaTrial, SlaTrialInput } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { LockedConversation } from '../conversations/change';
import { invalid, notFound } from '../errors';
import { Connectors } from '../tokens';
import { compileFilter } from '../views/compile';
import { withinTime } from '../views/within-time';
import { calendarHours, findPolicies, policyContext, termsOf, type NamedHours, type Policy } from './policies';
import { measure } from './terms';
import { findPromised } from './threads';

const DAYS = 30;
/** Enough to tell nine in ten from eight in ten. */
const COUNTED = 600;
const TRIAL_MS = 8000;

interface Tally { kept: number; late: number; open: number }

/** What a policy would have come to, had it held for the last thirty days: read from the threads themselves, as promises are. Changes nothing. */
@Injectable()
export class SlaTrials {
  constructor(private readonly database: Database, private readonly connectors: Connectors) {}

  try(actor: MemberActor, input: SlaTrialInput): Promise<SlaTrial> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const known = await findPolicies(tx, actor.workspaceId);
      const place = input.policyId === undefined ? 0 : known.findIndex(({ id }) => id === input.policyId);
      const policy: Policy = { ...input, id: input.policyId ?? '', position: 0, name: '', warnings: [], escalations: [], active: true, hours: await hoursOf(tx, input.calendarId) };
      const now = new Date();
      const found = await this.matching(tx, actor.workspaceId, policy, known.slice(0, place < 0 ? known.length : place), now);
      const promises = [...(await findPromised(tx, found)).values()].flat();
      const begun = new Date(now.getTime() - DAYS * 86_400_000);
      const tallyOf = (kind: SlaKind): Tally | null => {
        const terms = termsOf(policy, kind);
        if (terms === undefined) return null;
        const tally: Tally = { kept: 0, late: 0, open: 0 };
        for (const promise of promises) {
          if (promise.kind !== kind || promise.startedAt < begun) continue;
          const { outcome, brokenAt } = measure(promise, terms, now);
          if (outcome === 'dropped') continue;
          tally[outcome === 'late' || brokenAt !== null ? 'late' : outcome === 'kept' ? 'kept' : 'open'] += 1;
        }
        return tally;
      };
      return { days: DAYS, matching: found[0]?.total ?? 0, counted: found.length, firstReply: tallyOf('first_reply'), nextReply: tallyOf('next_reply'), resolution: tallyOf('resolution') };
    });
  }

  /** The newest that fit it, and none of those that are asked before it. */
  private async matching(tx: Tx, workspaceId: string, policy: Policy, before: readonly Policy[], now: Date): Promise<(Pick<LockedConversation, 'id' | 'state' | 'resolved_at' | 'first_reply_at' | 'merged_into'> & { total: number })[]> {
    const parameters: unknown[] = [workspaceId, new Date(now.getTime() - DAYS * 86_400_000)];
    const context = policyContext(this.connectors, workspaceId, now);
    const fits = compileFilter(policy.filter, context, parameters);
    const others = before.map(({ filter }) => `AND (${compileFilter(filter, context, parameters)}) IS NOT TRUE`).join(' ');
    const rows = await withinTime(tx, TRIAL_MS, () => tx.query<Pick<LockedConversation, 'id' | 'state' | 'resolved_at' | 'first_reply_at' | 'merged_into'> & { total: number }>(
      `SELECT c.id, c.state, c.resolved_at, c.first_reply_at, c.merged_into, (count(*) OVER ())::int AS total FROM conversations c
       WHERE c.workspace_id = $1 AND c.state IN ('open', 'pending', 'snoozed', 'resolved') AND c.last_message_at >= $2 AND c.last_inbound_seq > 0 AND (${fits}) IS TRUE ${others} ORDER BY c.last_message_at DESC, c.id LIMIT ${COUNTED}`, parameters));
    if (rows === undefined) throw invalid('filter-too-slow', 'This takes too long to try. Narrow it, for example by the kind of channel.');
    return rows;
  }
}

async function hoursOf(tx: Tx, calendarId: string | null): Promise<NamedHours | null> {
  if (calendarId === null) return null;
  const [row] = await tx.query<{ hours: NamedHours }>(`SELECT ${calendarHours} AS hours FROM business_calendars k WHERE k.id = $1`, [calendarId]);
  if (row === undefined) throw notFound('calendar');
  return row.hours;
}
