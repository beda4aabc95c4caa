import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Filters with a name, acts on everything that matches, and the orders of lists. */
export class SavedViews1700000000019 implements MigrationInterface {
  readonly name = 'SavedViews1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saved_views (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        owner_id uuid NOT NULL,
        name text NOT NULL,
        icon text,
        filter jsonb NOT NULL,
        sort text NOT NULL,
        sharing text NOT NULL CHECK (sharing IN ('private', 'team', 'workspace')),
        team_id uuid,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        -- Can be brought back for a day.
        removed_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, owner_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE SET NULL (team_id)
      );
      CREATE INDEX ON saved_views (workspace_id) WHERE removed_at IS NULL;
      CREATE INDEX ON saved_views (removed_at) WHERE removed_at IS NOT NULL;
      -- Where a member wants a view to stand; without a line it stands below, the oldest first.
      CREATE TABLE saved_view_places (
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        view_id uuid NOT NULL,
        position integer NOT NULL,
        PRIMARY KEY (member_id, view_id),
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, view_id) REFERENCES saved_views (workspace_id, id) ON DELETE CASCADE
      );

      -- An act on everything that matched when it began, batch after batch.
      CREATE TABLE sweeps (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        action jsonb NOT NULL,
        ids uuid[] NOT NULL,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'undoing', 'undone')),
        handled integer NOT NULL DEFAULT 0,
        changed integer NOT NULL DEFAULT 0,
        refused integer NOT NULL DEFAULT 0,
        restored integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX sweeps_open ON sweeps (updated_at) WHERE state IN ('running', 'undoing');
      CREATE INDEX ON sweeps (created_at);
      ALTER TABLE undos ADD COLUMN sweep_id uuid REFERENCES sweeps ON DELETE CASCADE;
      CREATE INDEX undos_sweep ON undos (sweep_id, id) WHERE sweep_id IS NOT NULL;
      ${protect('saved_views', 'saved_view_places', 'sweeps')}

      -- The orders of lists over what is being worked on, whatever else is filtered.
      CREATE INDEX conversations_by_waiting ON conversations (workspace_id, coalesce(waiting_since, 'infinity'), last_message_at DESC, id DESC) WHERE state IN ('open', 'pending');
      CREATE INDEX conversations_by_priority ON conversations (workspace_id, priority DESC, last_message_at DESC, id DESC) WHERE state IN ('open', 'pending');
      -- Who wrote in a conversation.
      CREATE INDEX messages_by_member ON messages (author_id, conversation_id) WHERE author_kind = 'member' AND kind <> 'event';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX messages_by_member;
      DROP INDEX conversations_by_priority;
      DROP INDEX conversations_by_waiting;
      ALTER TABLE undos DROP COLUMN sweep_id;
      ${drop('sweeps', 'saved_view_places', 'saved_views')}
    `);
  }
}
