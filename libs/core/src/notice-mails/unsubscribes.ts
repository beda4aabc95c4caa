import { Injectable } from '@nestjs/common';
import type { Locale, NoticeKind, NoticeWay } from '@kontuar/contract';
import { Database, Secrets } from '@kontuar/platform';
import { DomainError } from '../errors';
import { record } from '../history/history';
import { choicesOf, mergeChoices } from '../notices/choices';
import { readUnsubscribeToken } from './unsubscribe-token';

/** "No more of these" from the mail client: it ends mails of both kinds for one member, and nothing else. */
@Injectable()
export class Unsubscribes {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  /** In whose language to ask. @throws not-found */
  async ask(token: string): Promise<{ locale: Locale }> {
    const { locale } = await this.member(token);
    return { locale };
  }

  async end(token: string): Promise<{ locale: Locale }> {
    const { id, workspaceId, locale } = await this.member(token);
    await this.database.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<{ notices: unknown }>('SELECT notices FROM memberships WHERE id = $1 FOR UPDATE', [id]);
      const before = choicesOf(row?.notices);
      const ways = Object.fromEntries(Object.entries(before.ways).map(([kind, chosen]) => [kind, chosen.filter((way) => way !== 'email' && way !== 'digest')])) as Record<NoticeKind, NoticeWay[]>;
      await tx.execute('UPDATE memberships SET notices = $2 WHERE id = $1', [id, JSON.stringify(mergeChoices(before, { ways }))]);
      await record(tx, [{ type: 'notices.unsubscribed', actor: { kind: 'member', id }, subjectId: id, data: { ways: 'email, digest' } }]);
    });
    return { locale };
  }

  private async member(token: string): Promise<{ id: string; workspaceId: string; locale: Locale }> {
    const id = readUnsubscribeToken(this.secrets, token);
    const [row] = id === undefined ? [] : await this.database.asSystem((tx) => tx.query<{ id: string; workspace_id: string; locale: Locale }>('SELECT m.id, m.workspace_id, u.locale FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = $1', [id]));
    if (row === undefined) throw new DomainError('not-found', 'not-found', 'This link is wrong or too old.');
    return { id: row.id, workspaceId: row.workspace_id, locale: row.locale };
  }
}
