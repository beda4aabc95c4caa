import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, Queues, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import { lockConversations, type LockedConversation } from '../conversations/change';
import { keptBack } from '../crisis/in-force';
import { askNext } from '../approvals/approvals.service';
import { FollowUpSteps } from '../follow-ups/follow-up-steps';
import { CaseTimers } from '../cases/case-timers';
import { OutreachRunner } from '../outreach/outreach-runner';
import { LeadTimers } from '../leads/lead-timers';
import { ErasureRunner } from '../privacy/erase/erasure-runner';
import { RetentionRunner } from '../privacy/retention/retention-runner';
import { PromiseTimers } from '../promises/promise-timers';
import { RoutingEngine } from '../routing/routing-engine';
import { RuleTimers } from '../rules/rule-timers';
import { SlaTimers } from '../sla/sla-timers';
import { SurveyTimers } from '../surveys/survey-timers';
import { tellReview } from '../lessons/lesson-reviews';
import { LOG, PULSE } from '../tokens';
import { overtaken, spokeSince } from './customer-wrote';
import { refreshPlan } from './plan';
import { plannedColumns, type PlannedRow } from './planned.row';
import { release } from './release';

export const dueKinds = ['planned', 'follow-up', 'case', 'lead', 'outreach', 'survey', 'promise', 'sla', 'rules', 'lessons', 'erasure', 'retention', 'routing'] as const;
export type DueKind = (typeof dueKinds)[number];
/** 'cases', 'sla': all of a workspace that come to their time in the same moment. */
export interface DueItem { kind: DueKind | 'cases'; id: string; /** Epoch ms. */ at: number; inMs: number }

const AT_ONCE = 500;
/** Where that which concerns one conversation waits, and by which column. */
const waitsIn: Record<Exclude<DueKind, 'case' | 'sla' | 'rules' | 'lead' | 'outreach' | 'lessons' | 'erasure' | 'retention' | 'routing'>, { table: string; at: string }> = {
  'planned': { table: 'planned_answers', at: 'due_at' }, 'follow-up': { table: 'follow_ups', at: 'due_at' }, 'survey': { table: 'surveys', at: 'due_at' }, 'promise': { table: 'given_promises', at: 'look_at' },
};
/** As many cases as are settled together: few enough that nobody waits long for a conversation of theirs. */
const CASES_AT_ONCE = 250;
const SLAS_AT_ONCE = 200;
const RULES_AT_ONCE = 100;

/** What has come to its time: answers that leave, approvals that nobody gave, steps of follow-ups, warnings of cases, next steps with leads, campaigns that go on, questions to customers, promises given and reply times promised. The row says what is due; who gets it does it once. */
@Injectable()
export class Due {
  /** Workspaces whose cases or promises are being told of. */
  private readonly going = new Map<string, { again: boolean }>();

  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly queues: Queues,
    private readonly steps: FollowUpSteps,
    private readonly cases: CaseTimers,
    private readonly leads: LeadTimers,
    private readonly erasures: ErasureRunner,
    private readonly retention: RetentionRunner,
    private readonly outreach: OutreachRunner,
    private readonly surveys: SurveyTimers,
    private readonly promises: PromiseTimers,
    private readonly slas: SlaTimers,
    private readonly routing: RoutingEngine,
    private readonly rules: RuleTimers,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Due now or within `aheadMs`: a worker sets a clock for those that are not yet. */
  async soon(aheadMs: number): Promise<DueItem[]> {
    const rows = await this.database.lookAsSystem((tx) => tx.query<{ kind: DueItem['kind']; id: string; at: string; in_ms: string }>(
      `SELECT kind, id, extract(epoch FROM due_at) * 1000 AS at, extract(epoch FROM due_at - clock_timestamp()) * 1000 AS in_ms FROM (
         (SELECT 'planned' AS kind, id, due_at FROM planned_answers WHERE due_at <= now() + $1 * interval '1 millisecond' ORDER BY due_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'follow-up', id, due_at FROM follow_ups WHERE state = 'active' AND due_at <= now() + $1 * interval '1 millisecond' ORDER BY due_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'erasure', id, look_at FROM erasures WHERE state = 'held' AND look_at <= now() + $1 * interval '1 millisecond' ORDER BY look_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'retention', id, next_at FROM retention_rules WHERE active AND next_at <= now() + $1 * interval '1 millisecond' ORDER BY next_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'lead', id, look_at FROM leads WHERE look_at <= now() + $1 * interval '1 millisecond' ORDER BY look_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'outreach', id, look_at FROM outreach_campaigns WHERE look_at <= now() + $1 * interval '1 millisecond' ORDER BY look_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'survey', id, due_at FROM surveys WHERE state = 'waiting' AND due_at <= now() + $1 * interval '1 millisecond' ORDER BY due_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'promise', id, look_at FROM given_promises WHERE look_at <= now() + $1 * interval '1 millisecond' ORDER BY look_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'cases', workspace_id, date_bin('50 milliseconds', look_at, 'epoch') + interval '50 milliseconds' AS due_at FROM cases WHERE look_at <= now() + $1 * interval '1 millisecond' GROUP BY 2, 3 ORDER BY 3 LIMIT 2000)
         UNION ALL (SELECT 'sla', workspace_id, date_bin('50 milliseconds', look_at, 'epoch') + interval '50 milliseconds' AS due_at FROM sla_promises WHERE look_at <= now() + $1 * interval '1 millisecond' GROUP BY 2, 3 ORDER BY 3 LIMIT 2000)
         UNION ALL (SELECT 'routing', workspace_id, look_at FROM routing_settings WHERE look_at <= now() + $1 * interval '1 millisecond' ORDER BY look_at LIMIT ${AT_ONCE})
         UNION ALL (SELECT 'rules', workspace_id, date_bin('50 milliseconds', look_at, 'epoch') + interval '50 milliseconds' AS due_at FROM rule_clocks WHERE look_at <= now() + $1 * interval '1 millisecond' GROUP BY 2, 3 ORDER BY 3 LIMIT 2000)
         UNION ALL (SELECT 'lessons', workspace_id, due_at FROM lesson_reviews WHERE due_at <= now() + $1 * interval '1 millisecond' ORDER BY due_at LIMIT ${AT_ONCE})
       ) due ORDER BY due_at`,
      [aheadMs],
    ));
    return rows.map((row) => ({ kind: row.kind, id: row.id, at: Math.round(Number(row.at)), inMs: Math.max(0, Math.ceil(Number(row.in_ms))) }));
  }

  /** Safe to call at any time, from anywhere, twice: what is not due stays, what is done is done. */
  async run(kind: DueItem['kind'], id: string): Promise<void> {
    if (kind === 'case') return this.look('cases', id, async (tx, workspaceId) => (await this.cases.run(tx, workspaceId, [id])) > 0);
    if (kind === 'cases') return this.together(`cases ${id}`, CASES_AT_ONCE, () => this.someCasesOf(id));
    if (kind === 'sla') return this.together(`sla ${id}`, SLAS_AT_ONCE, () => this.somePromisesOf(id));
    if (kind === 'routing') return this.together(`routing ${id}`, 1, () => this.routing.run(id).then(() => 0));
    if (kind === 'rules') return this.together(`rules ${id}`, RULES_AT_ONCE, () => this.rules.some(id, RULES_AT_ONCE));
    if (kind === 'erasure') return this.erasures.look(id);
    if (kind === 'retention') return this.retention.look(id);
    if (kind === 'lead') return this.look('leads', id, (tx) => this.leads.run(tx, id));
    if (kind === 'outreach') return this.look('outreach_campaigns', id, (tx) => this.outreach.run(tx, id));
    if (kind === 'lessons') return this.runLessons(id);
    const { table, at } = waitsIn[kind];
    const [found] = await this.database.lookAsSystem((tx) => tx.query<{ workspace_id: string; conversation_id: string }>(`SELECT workspace_id, conversation_id FROM ${table} WHERE id = $1 AND ${at} <= now()`, [id]));
    if (found === undefined) return;
    const done = await this.database.inWorkspace(found.workspace_id, async (tx) => {
      // Whoever has it holds this until their transaction ends; everybody else goes on with the next.
      const [got] = await tx.query<{ got: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got`, [`due:${id}`]);
      if (got?.got !== true) return false;
      const [row] = await lockConversations(tx, [found.conversation_id]);
      if (row === undefined) return false;
      switch (kind) {
        case 'planned': return this.planned(tx, row, id);
        case 'follow-up': return this.steps.run(tx, row, id);
        case 'survey': return this.surveys.run(tx, row, id);
        case 'promise': return this.promises.run(tx, row, id);
        default: throw new Error(`nothing is due of ${JSON.stringify(kind satisfies never)}`);
      }
    });
    if (done) this.pulse.publish('relay');
  }

  /** What holds conversations in an order of its own, or none: looked at by one at a time. */
  private async look(table: 'cases' | 'leads' | 'outreach_campaigns', id: string, work: (tx: Tx, workspaceId: string) => Promise<boolean>): Promise<void> {
    const [found] = await this.database.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(`SELECT workspace_id FROM ${table} WHERE id = $1 AND look_at <= now()`, [id]));
    if (found === undefined) return;
    const done = await this.database.inWorkspace(found.workspace_id, async (tx) => {
      const [got] = await tx.query<{ got: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got`, [`due:${id}`]);
      return got?.got === true && work(tx, found.workspace_id);
    });
    if (done) this.pulse.publish('relay');
  }

  /**
   * What came in on one day is warned of in one second: together, and by as many workers as there are. One turn at a time here; wishes in between become one, and wait
   * for nothing: else thousands of one workspace would hold every place in which somebody else's promise is looked at.
   */
  private async together(what: string, atOnce: number, some: () => Promise<number>): Promise<void> {
    const going = this.going.get(what);
    if (going !== undefined) {
      going.again = true;
      return;
    }
    const turn = { again: false };
    this.going.set(what, turn);
    try {
      do {
        turn.again = false;
        while ((await some()) === atOnce);
      } while (turn.again);
    } finally {
      this.going.delete(what);
    }
  }

  private async somePromisesOf(workspaceId: string): Promise<number> {
    let taken: string[] = [];
    try {
      await this.database.inWorkspace(workspaceId, async (tx) => {
        taken = await this.slas.take(tx, workspaceId, SLAS_AT_ONCE);
        await this.slas.settle(tx, workspaceId, taken);
      });
    } catch (error) {
      this.log.warn({ workspaceId, promises: taken.length, ...errorFields(error) }, 'promises could not be settled together; one by one now');
      for (const id of taken) await this.database.inWorkspace(workspaceId, (tx) => this.slas.settle(tx, workspaceId, [id])).catch((why: unknown) => { this.log.warn({ id, ...errorFields(why) }, 'the promises of a conversation could not be settled'); });
    }
    if (taken.length > 0) this.pulse.publish('relay');
    return taken.length;
  }

  private async someCasesOf(workspaceId: string): Promise<number> {
    let taken: string[] = [];
    let rest: string[] = [];
    try {
      await this.database.inWorkspace(workspaceId, async (tx) => {
        taken = await this.cases.take(tx, workspaceId, CASES_AT_ONCE);
        if (taken.length > 0) rest = await this.cases.warn(tx, workspaceId, taken);
      });
      if (rest.length > 0) await this.database.inWorkspace(workspaceId, (tx) => this.cases.run(tx, workspaceId, rest));
    } catch (error) {
      this.log.warn({ workspaceId, cases: taken.length, ...errorFields(error) }, 'cases could not be settled together; one by one now');
      // One that cannot be settled must not keep the others from being told of.
      for (const id of taken) await this.run('case', id).catch((why: unknown) => { this.log.warn({ id, ...errorFields(why) }, 'a case could not be settled'); });
    }
    if (taken.length > 0) this.pulse.publish('relay');
    return taken.length;
  }

  /** The weekly review of a workspace, which is what the id names. */
  private async runLessons(workspaceId: string): Promise<void> {
    if (await this.database.inWorkspace(workspaceId, (tx) => tellReview(tx, workspaceId))) this.pulse.publish('relay');
  }

  private async planned(tx: Tx, row: LockedConversation, id: string): Promise<boolean> {
    const [planned] = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = $1 AND p.due_at <= now() FOR UPDATE`, [id]);
    // It went along into another conversation this very moment: found there with the next look.
    if (planned?.conversation_id !== row.id) return false;
    if (planned.state === 'awaiting') {
      await askNext(tx, this.queues, planned);
      return true;
    }
    if (planned.state !== 'scheduled') return false;
    // Two that came to their time together are woken together: what was to leave before it leaves before it.
    const [before] = await tx.query<{ id: string }>(`SELECT id FROM planned_answers WHERE conversation_id = $1 AND state = 'scheduled' AND due_at <= now() AND (due_at, id) < ($2, $3::uuid) ORDER BY due_at DESC, id DESC LIMIT 1`, [row.id, planned.due_at, id]);
    if (before !== undefined) {
      await this.planned(tx, row, before.id);
      return this.planned(tx, (await lockConversations(tx, [row.id]))[0] ?? row, id);
    }
    // The customer's message may have come in this very moment: what it says is in the thread before we look.
    if (planned.if_customer_writes === 'cancel' && (await spokeSince(tx, row.id, planned.since_seq))) {
      await overtaken(tx, planned);
      await refreshPlan(tx, row.workspace_id, [row.id]);
      return true;
    }
    if (await keptBack(tx, { workspaceId: row.workspace_id, kind: 'planned', id, channelId: row.channel_id, teamId: row.team_id, at: planned.send_at ?? planned.created_at })) {
      await tx.execute('UPDATE planned_answers SET due_at = NULL, version = version + 1 WHERE id = $1', [id]);
      await refreshPlan(tx, row.workspace_id, [row.id]);
      return true;
    }
    const channel = await findChannel(tx, planned.channel_id);
    const actor = { kind: 'system' as const, workspaceId: row.workspace_id };
    const messageId = await release(tx, this.queues, actor, row, planned, { capabilities: channel === undefined ? undefined : this.contexts.capabilitiesOf(channel), undoSeconds: 0 });
    if (messageId === undefined) await refreshPlan(tx, row.workspace_id, [row.id]);
    this.log.debug({ plannedId: id, conversationId: row.id, messageId }, 'a planned answer came to its time');
    return true;
  }
}
