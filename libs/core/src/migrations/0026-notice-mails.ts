import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Notices by email, which can be answered from the mail client. */
export class NoticeMails1700000000026 implements MigrationInterface {
  readonly name = 'NoticeMails1700000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The mailbox that tells members; null: nobody is told by email.
      ALTER TABLE workspaces ADD COLUMN notice_channel_id uuid, ADD FOREIGN KEY (id, notice_channel_id) REFERENCES channels (workspace_id, id);
      CREATE TABLE notice_mails (
        -- Of its house mail; the reply token names it.
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        -- What a reply is about; null: a digest, a channel, a refused reply: nothing that could be answered.
        conversation_id uuid,
        -- Up to here the member had been told: what came since stops an answer to the customer.
        seq integer,
        -- The same parcel twice is one mail.
        parcel text NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        reply_until timestamptz NOT NULL,
        -- One refusal for each: a machine that answers every mail gets no second.
        refused_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (member_id, parcel),
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON notice_mails (created_at);
      ${protect('notice_mails')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${drop('notice_mails')} ALTER TABLE workspaces DROP COLUMN notice_channel_id; DELETE FROM house_mails WHERE purpose = 'notice';`);
  }
}
