import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Replies that several people write at once. */
export class SharedDrafts1700000000024 implements MigrationInterface {
  readonly name = 'SharedDrafts1700000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shared_drafts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        -- Who shared it. A member who left keeps their name on it; the words belong to the team.
        owner_id uuid NOT NULL,
        owner_name text NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'kept')),
        since_seq integer NOT NULL,
        -- The document as of snapshot_seq; what came after it is in shared_draft_updates.
        snapshot bytea NOT NULL,
        snapshot_seq integer NOT NULL DEFAULT 0,
        seq integer NOT NULL DEFAULT 0,
        -- Of the snapshot and everything after it.
        bytes integer NOT NULL,
        -- {client id: member id}: which of the document's writers is whose, so that nobody writes in another's name.
        writers jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        updated_by uuid NOT NULL,
        updated_by_name text NOT NULL,
        ended_at timestamptz,
        ended_by uuid,
        ended_by_name text,
        -- What it was sent as.
        message_id uuid,
        planned_id uuid,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX shared_drafts_open ON shared_drafts (conversation_id) WHERE state = 'open';
      CREATE INDEX shared_drafts_conversation ON shared_drafts (conversation_id);
      CREATE INDEX shared_drafts_message ON shared_drafts (message_id) WHERE message_id IS NOT NULL;
      CREATE INDEX shared_drafts_planned ON shared_drafts (planned_id) WHERE planned_id IS NOT NULL;
      CREATE INDEX shared_drafts_age ON shared_drafts (updated_at);

      CREATE TABLE shared_draft_updates (
        workspace_id uuid NOT NULL,
        draft_id uuid NOT NULL REFERENCES shared_drafts (id) ON DELETE CASCADE,
        seq integer NOT NULL,
        body bytea NOT NULL,
        member_id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (draft_id, seq)
      );
      ${protect('shared_drafts', 'shared_draft_updates')}

      ALTER TABLE attachments ADD COLUMN shared_draft_id uuid REFERENCES shared_drafts (id) ON DELETE SET NULL;
      CREATE INDEX attachments_shared_draft ON attachments (shared_draft_id) WHERE shared_draft_id IS NOT NULL;
      -- {id, ownerId, ownerName, sharedAt}, so that rows and headers need no second query. Null: none.
      ALTER TABLE conversations ADD COLUMN shared_draft jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations DROP COLUMN shared_draft;
      ALTER TABLE attachments DROP COLUMN shared_draft_id;
      ${drop('shared_draft_updates', 'shared_drafts')}
    `);
  }
}
