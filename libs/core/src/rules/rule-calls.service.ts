import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import axios from 'axios';
import type { Page, RuleCall, RuleCallQuery } from '@kontuar/contract';
import { BlockedAddressError, Database, errorFields, outboundHttp, Queues, Secrets, type Log, type ReadyConfig } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { notFound } from '../errors';
import { FairPlaces, type Share } from '../fair-places';
import { afterId, toPageById } from '../paging';
import { CONFIG, LOG } from '../tokens';

const CALL_MS = 10_000;
const ANSWER_BYTES = 64 * 1024;
/** Who had it and is gone after so long is dead: somebody else calls. Longer than a call takes. */
const LEASE_SECONDS = 60;
/** After each attempt so much later; behind the last one nobody calls any more. */
const AGAIN_SECONDS = [10, 60, 300, 1800, 7200] as const;
/** Of the eight that a worker makes at once: a slow host keeps nobody from the others, and a house that calls many of them no other house. */
const sharesOf = (call: { url: string; workspace_id: string }): Share[] => [{ of: new URL(call.url).host, most: 2 }, { of: call.workspace_id, most: 5 }];

interface Claimed { id: string; workspace_id: string; rule_id: string; url: string; body: string; attempts: number; secret: string }
interface Answered { status: number | null; trouble: string | null; again: boolean }

export const sealedFor = (workspaceId: string, ruleId: string): string => `rule:${workspaceId}:${ruleId}`;

/** Calls of rules to other systems: written down with what the rule did, made afterwards, at least once, with a name by which the other side knows a second time. */
@Injectable()
export class RuleCalls {
  private readonly http: ReturnType<typeof outboundHttp>;
  private readonly places = new FairPlaces();

  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly queues: Queues, @Inject(CONFIG) config: ReadyConfig, @Inject(LOG) private readonly log: Log) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: CALL_MS, maxBytes: ANSWER_BYTES });
  }

  /** Newest first. */
  list(actor: MemberActor, ruleId: string, query: RuleCallQuery): Promise<Page<RuleCall>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query('SELECT 1 FROM rules WHERE id = $1 AND removed_at IS NULL', [ruleId])).length === 0) throw notFound('rule');
      const parameters: unknown[] = [ruleId, afterId(query), query.limit + 1];
      const rows = await tx.query<{ id: string; run_id: string; conversation_id: string; url: string; state: RuleCall['state']; attempts: number; status: number | null; trouble: string | null; took_ms: number | null; created_at: Date; look_at: Date | null; done_at: Date | null }>(
        `SELECT k.id, k.run_id, k.conversation_id, k.url, k.state, k.attempts, k.status, k.trouble, k.took_ms, k.created_at, k.look_at, k.done_at FROM rule_calls k JOIN conversations c ON c.id = k.conversation_id
         WHERE k.rule_id = $1 AND ($2::uuid IS NULL OR k.id < $2) AND ${visibleConversations(actor, parameters)} ORDER BY k.id DESC LIMIT $3`, parameters);
      return toPageById(rows, query.limit, (row): RuleCall => ({
        id: row.id, runId: row.run_id, conversationId: row.conversation_id, url: row.url, state: row.state, attempts: row.attempts, status: row.status, trouble: row.trouble, tookMs: row.took_ms,
        at: row.created_at.toISOString(), nextAt: row.state === 'waiting' ? (row.look_at?.toISOString() ?? null) : null, doneAt: row.done_at?.toISOString() ?? null,
      }));
    });
  }

  /** What no poke reached, and what is to be tried again. */
  async due(): Promise<string[]> {
    const rows = await this.database.lookAsSystem((tx) => tx.query<{ id: string }>(
      // Of each rule a few: one that calls a thousand times waits behind nobody, and nobody behind it.
      `SELECT id FROM (SELECT id, look_at, row_number() OVER (PARTITION BY rule_id ORDER BY look_at) AS place FROM (SELECT id, rule_id, look_at FROM rule_calls WHERE state = 'waiting' AND look_at <= now() ORDER BY look_at LIMIT 2000) w) p WHERE place <= 20 ORDER BY look_at LIMIT 100`));
    return rows.map(({ id }) => id);
  }

  /** Safe to call at any time, twice, by two at once. */
  async run(id: string): Promise<void> {
    const [asked] = await this.database.lookAsSystem((tx) => tx.query<{ url: string; workspace_id: string }>(`SELECT url, workspace_id FROM rule_calls WHERE id = $1 AND state = 'waiting' AND look_at <= now()`, [id]));
    const shares = asked === undefined ? undefined : sharesOf(asked);
    if (shares === undefined || !this.places.take(shares, id)) return;
    try {
      const call = await this.claim(id);
      if (call === undefined) return;
      const from = Date.now();
      const answered = await this.call(call);
      await this.end(call, answered, Date.now() - from);
    } finally {
      for (const next of this.places.leave(shares)) this.queues.poke('rule-call', { callId: next });
    }
  }

  private claim(id: string): Promise<Claimed | undefined> {
    return this.database.asSystem(async (tx) => {
      const [row] = await tx.query<Claimed>(
        `WITH mine AS (SELECT id FROM rule_calls WHERE id = $1 AND state = 'waiting' AND look_at <= now() FOR UPDATE SKIP LOCKED)
         UPDATE rule_calls k SET attempts = attempts + 1, look_at = now() + interval '${LEASE_SECONDS} seconds' FROM mine, rules r WHERE k.id = mine.id AND r.id = k.rule_id RETURNING k.id, k.workspace_id, k.rule_id, k.url, k.body, k.attempts, r.secret`, [id]);
      return row;
    });
  }

  private async call(call: Claimed): Promise<Answered> {
    const seconds = Math.floor(Date.now() / 1000);
    try {
      const secret = this.secrets.open(call.secret, sealedFor(call.workspace_id, call.rule_id));
      const response = await this.http.post<string>(call.url, call.body, {
        headers: { 'Content-Type': 'application/json', 'X-Kontuar-Call': call.id, 'X-Kontuar-Signature': signature(secret, seconds, call.body) },
        responseType: 'text', transformRequest: (body: string) => body, transformResponse: (body: string) => body, validateStatus: () => true,
        // Of everything together, also of a server that sends a letter a second.
        signal: AbortSignal.timeout(CALL_MS),
      });
      const { status } = response;
      if (status >= 200 && status < 300) return { status, trouble: null, again: false };
      return { status, trouble: `answered-${status}`, again: status === 408 || status === 425 || status === 429 || status >= 500 };
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'unreachable') this.log.debug({ callId: call.id, ...errorFields(error) }, 'a call of a rule did not arrive');
      return { status: null, trouble, again: trouble !== 'private-address' };
    }
  }

  private async end(call: Claimed, { status, trouble, again }: Answered, tookMs: number): Promise<void> {
    const later = again ? AGAIN_SECONDS[call.attempts - 1] : undefined;
    const state = trouble === null ? 'done' : later === undefined ? 'failed' : 'waiting';
    // Whoever took it over meanwhile counts for themselves.
    await this.database.asSystem((tx) => tx.execute(
      `UPDATE rule_calls SET state = $2, status = $3, trouble = $4, took_ms = $5, look_at = CASE WHEN $2 = 'waiting' THEN now() + $6 * interval '1 second' END, done_at = CASE WHEN $2 <> 'waiting' THEN now() END WHERE id = $1 AND state = 'waiting' AND attempts = $7`,
      [call.id, state, status, trouble, tookMs, later ?? 0, call.attempts]));
  }
}

/** Over the moment and the body, as it is sent: an old call cannot be sent again as a new one. */
export const signature = (secret: string, seconds: number, body: string): string => `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

function troubleOf(error: unknown): 'private-address' | 'too-slow' | 'too-large' | 'unreachable' {
  if (error instanceof BlockedAddressError || (axios.isAxiosError(error) && (error.cause instanceof BlockedAddressError || error.code === 'EBLOCKED'))) return 'private-address';
  if (axios.isCancel(error) || (axios.isAxiosError(error) && (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT'))) return 'too-slow';
  return axios.isAxiosError(error) && /maxContentLength/.test(error.message) ? 'too-large' : 'unreachable';
}
