import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { conflict, DomainError, invalid, type MemberActor } from '@kontuar/core';
import { beforeEachCommit, Database, Secrets, type Tx } from '@kontuar/platform';
import type { FastifyReply } from 'fastify';
import { catchError, from, mergeMap, Observable, throwError } from 'rxjs';
import type { AuthenticatedRequest } from './allow.decorator';

/** After this nobody answers any more: the process that had it is gone, and the key may be used again. */
const ABANDONED_SECONDS = 120;
const KEPT_HOURS = 24;
/** The work is committed, its answer is not kept yet; 200 when both are, empty before either. */
const COMMITTED = 102;

interface KeyRow { fingerprint: string; status: number | null; body: { sealed: string } | null; abandoned: boolean; stale: boolean }
interface Claim { actor: MemberActor; key: string; fingerprint: string }

/**
 * A POST that is sent again with the same Idempotency-Key is answered as it was the first time, instead of being done twice.
 * The answer is kept sealed: it may hold a link or a token that is shown only once.
 *
 * The key is marked in the very transaction that does the work, so a crash leaves either nothing of both or a key that says so. The answer
 * follows in a transaction of its own, since it is made after that; one that a crash took along is not made up by doing the work again.
 */
@Injectable()
export class Idempotency implements NestInterceptor {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const key = request.headers['idempotency-key'];
    // Uploads stream by; signing in and the first run have nobody whose keys these could be.
    if (request.method !== 'POST' || key === undefined || request.actor === undefined || request.isMultipart()) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw invalid('invalid-idempotency-key', 'An Idempotency-Key has 1 to 255 visible ASCII characters.');
    const fingerprint = createHash('sha256').update(JSON.stringify([request.url, request.body ?? null])).digest('hex');
    const claim: Claim = { actor: request.actor, key, fingerprint };
    const kept = await this.claim(claim);
    if (kept !== undefined) {
      void context.switchToHttp().getResponse<FastifyReply>().header('Idempotent-Replayed', 'true');
      return from([kept.body]);
    }
    const work = new Observable<unknown>((subscriber) => beforeEachCommit((tx) => this.mark(tx, claim), () => next.handle().subscribe(subscriber)));
    return work.pipe(
      mergeMap(async (body: unknown) => {
        await this.keep(claim, body);
        return body;
      }),
      // Nothing was done: the same key may try again.
      catchError((error: unknown) => from(this.release(claim)).pipe(mergeMap(() => throwError(() => error)))),
    );
  }

  /** Undefined when this request is the one that does the work. */
  private async claim({ actor, key, fingerprint }: Claim): Promise<{ body: unknown } | undefined> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if (await insert(tx, actor, key, fingerprint)) return undefined;
      const [row] = await tx.query<KeyRow>(
        `SELECT fingerprint, status, body, created_at < now() - make_interval(secs => $3) AS abandoned,
           created_at < now() - CASE WHEN status IS NULL THEN make_interval(secs => $3) ELSE make_interval(hours => $4) END AS stale
         FROM idempotency_keys WHERE member_id = $1 AND key = $2 FOR UPDATE`,
        [actor.memberId, key, ABANDONED_SECONDS, KEPT_HOURS],
      );
      if (row === undefined || row.stale) {
        await tx.execute('DELETE FROM idempotency_keys WHERE member_id = $1 AND key = $2', [actor.memberId, key]);
        if (await insert(tx, actor, key, fingerprint)) return undefined;
      }
      if (row !== undefined && row.fingerprint !== fingerprint) throw new DomainError('unprocessable', 'idempotency-mismatch', 'This Idempotency-Key was used for another request.');
      if (row?.status === COMMITTED && row.abandoned) throw conflict('idempotency-answer-lost', 'The first request with this Idempotency-Key was carried out, but its answer was lost: look at what it made instead of sending it again.');
      if (row?.status !== 200) throw conflict('idempotency-in-flight', 'The first request with this Idempotency-Key is still being worked on.', { retryAfterSeconds: 1 });
      return { body: row.body === null ? undefined : (JSON.parse(this.secrets.open(row.body.sealed, sealedFor(actor, key))) as unknown) };
    });
  }

  /** Units that only read have no transaction id, and leave no mark. */
  private async mark(tx: Tx, { actor, key }: Claim): Promise<void> {
    if (tx.workspaceId !== actor.workspaceId) return;
    await tx.execute('UPDATE idempotency_keys SET status = $3 WHERE member_id = $1 AND key = $2 AND status IS NULL AND pg_current_xact_id_if_assigned() IS NOT NULL', [actor.memberId, key, COMMITTED]);
  }

  private async keep({ actor, key }: Claim, body: unknown): Promise<void> {
    const sealed = body === undefined ? null : JSON.stringify({ sealed: this.secrets.seal(JSON.stringify(body), sealedFor(actor, key)) });
    await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute('UPDATE idempotency_keys SET status = 200, body = $3 WHERE member_id = $1 AND key = $2', [actor.memberId, key, sealed]));
  }

  private async release({ actor, key }: Claim): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute('DELETE FROM idempotency_keys WHERE member_id = $1 AND key = $2 AND (status IS NULL OR status = $3)', [actor.memberId, key, COMMITTED]));
  }
}

const sealedFor = (actor: MemberActor, key: string): string => `idempotency:${actor.memberId}:${key}`;

async function insert(tx: Tx, actor: MemberActor, key: string, fingerprint: string): Promise<boolean> {
  const made = await tx.query('INSERT INTO idempotency_keys (workspace_id, member_id, key, fingerprint) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1 AS made', [actor.workspaceId, actor.memberId, key, fingerprint]);
  return made.length > 0;
}
