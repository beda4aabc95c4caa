import { Inject, Injectable } from '@nestjs/common';
import type { Outbound } from '@kontuar/connectors/contract';
import { Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import { mayOn } from '../conversations/conversations.queries';
import { houseToken } from '../house-mail/house-token';
import type { HouseLetters, HouseMailRow } from '../house-mail/letters';
import { findActors } from '../members/members.service';
import { CONFIG } from '../tokens';
import { unsubscribeToken } from './unsubscribe-token';

/** The mails that tell members; looked at once more as they leave: a right that ended meanwhile ends them. */
@Injectable()
export class NoticeLetters implements HouseLetters {
  constructor(private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  async build(tx: Tx, mail: HouseMailRow): Promise<Outbound | { code: string; detail: string }> {
    const [row] = await tx.query<{ member_id: string; conversation_id: string | null; subject: string; text: string; html: string; email: string; name: string; locale: string; workspace: string }>(
      `SELECT n.member_id, n.conversation_id, n.subject, n.text, n.html, u.email, u.name, u.locale, w.name AS workspace
       FROM notice_mails n JOIN memberships m ON m.id = n.member_id JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = n.workspace_id WHERE n.id = $1`,
      [mail.id],
    );
    const [actor] = row === undefined ? [] : await findActors(tx, [row.member_id]);
    if (row === undefined || actor === undefined) return { code: 'not-allowed', detail: 'The member is not active any more.' };
    if (row.conversation_id !== null) {
      const [conversation] = await tx.query<{ id: string; channel_id: string; assignee_id: string | null; team_id: string | null }>('SELECT id, channel_id, assignee_id, team_id FROM conversations WHERE id = $1', [row.conversation_id]);
      if (conversation === undefined || !mayOn(actor, 'conversation.read', conversation)) return { code: 'not-allowed', detail: 'The member may not read the conversation any more.' };
    }
    const { publicUrl } = this.config.http;
    return {
      messageId: mail.id, attempt: mail.attempt, to: { id: row.email, name: row.name }, subject: row.subject, text: row.text, html: row.html, attachments: [], references: [], visibility: 'private',
      replyToken: houseToken(this.secrets, 'notice', mail.id), author: { name: row.workspace, workspace: row.workspace }, language: row.locale, automatic: true,
      ...(publicUrl === undefined ? {} : { unsubscribeUrl: `${publicUrl}/unsubscribe/${unsubscribeToken(this.secrets, row.member_id)}` }),
    };
  }

  async hold(): Promise<boolean> {
    return true;
  }

  /** Nobody is told that they could not be told; the channel's alarm says so to those who keep it. */
  async settled(): Promise<void> {
    return undefined;
  }
}
