import type { Outbound } from '@kontuar/connectors/contract';
import { newId, type Queues, type Tx } from '@kontuar/platform';
import type { Outcome } from '../sending/outcome';
import type { HousePurpose } from './house-token';

/** Replies to reports are read by nobody: they go the way of replies to notices, and end there. */
export type MailPurpose = HousePurpose | 'report';
export interface HouseMailRow { id: string; workspace_id: string; channel_id: string; purpose: MailPurpose; subject_id: string; attempt: number; created_at: Date }

/** Who writes the mails of one purpose. */
export interface HouseLetters {
  /** As it leaves; `code` when it must not any more. */
  build(tx: Tx, mail: HouseMailRow): Promise<Outbound | { code: string; detail: string }>;
  /** Locks what `settled` will change. False: it is gone, and so is the mail. */
  hold(tx: Tx, mail: HouseMailRow): Promise<boolean>;
  /** In the transaction that keeps how it ended. */
  settled(tx: Tx, mail: HouseMailRow, outcome: Outcome): Promise<void>;
}

export interface NewHouseMail { id?: string; workspaceId: string; channelId: string; purpose: MailPurpose; subjectId: string; delayMs: number }

/** Leaves after its pause, once the transaction is kept. */
export async function queueHouseMail(tx: Tx, queues: Queues, mail: NewHouseMail): Promise<void> {
  await tx.execute(
    `INSERT INTO house_mails (id, workspace_id, channel_id, purpose, subject_id, due_at) VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 millisecond')`,
    [mail.id ?? newId(), mail.workspaceId, mail.channelId, mail.purpose, mail.subjectId, mail.delayMs],
  );
  tx.afterCommit(() => { queues.poke('house-mail', { subjectId: mail.subjectId }, mail.delayMs); });
}
