import { Injectable } from '@nestjs/common';
import type { ApiToken, ApiTokenInput, Page } from '@kontuar/contract';
import { Database, hashToken, newId, newToken } from '@kontuar/platform';
import { MoreThan } from 'typeorm';
import type { MemberActor } from '../access/actor';
import { forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { afterId, toPageById, type PageRequest } from '../paging';
import { ApiTokenRow } from './api-token.entity';

const toToken = (row: ApiTokenRow): ApiToken => ({
  id: row.id, name: row.name, scopes: row.scopes, createdAt: row.createdAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null, expiresAt: row.expiresAt?.toISOString() ?? null,
});

/** Credentials for programs: each acts as the member who made it, within its scopes. */
@Injectable()
export class ApiTokens {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<ApiToken>> {
    const after = afterId(page);
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.manager.find(ApiTokenRow, { where: { workspaceId: actor.workspaceId, ...(after === null ? {} : { id: MoreThan(after) }) }, order: { id: 'ASC' }, take: page.limit + 1 }));
    return toPageById(rows, page.limit, toToken);
  }

  /** The answer carries the token, this once. */
  async create(actor: MemberActor, input: ApiTokenInput): Promise<ApiToken> {
    if (actor.scopes !== undefined) throw forbidden('An API token cannot make other tokens. Sign in to make one.');
    if (input.expiresAt !== undefined && new Date(input.expiresAt) <= new Date()) throw invalid('expired', 'This token would have ended already.', { errors: [{ path: 'expiresAt', message: 'This moment is past.' }] });
    const token = `ktr_${newToken()}`;
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = tx.manager.create(ApiTokenRow, {
        id: newId(), workspaceId: actor.workspaceId, memberId: actor.memberId, name: input.name, tokenHash: hashToken(token), scopes: [...new Set(input.scopes)],
        createdAt: new Date(), lastUsedAt: null, expiresAt: input.expiresAt === undefined ? null : new Date(input.expiresAt),
      });
      await tx.manager.insert(ApiTokenRow, row);
      await record(tx, [{ type: 'token.created', actor: actorOf(actor), subjectId: row.id, data: { scopes: row.scopes } }]);
      return { ...toToken(row), token };
    });
  }

  async revoke(actor: MemberActor, tokenId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.manager.delete(ApiTokenRow, { id: tokenId })).affected === 0) throw notFound('token');
      await record(tx, [{ type: 'token.revoked', actor: actorOf(actor), subjectId: tokenId }]);
    });
  }
}
