import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Who may be the same person, by what they wrote of themselves; what the shop's own systems say of a customer; and what a kind of customer is worth in time and in teams. */
export class ContextCards1700000000048 implements MigrationInterface {
  readonly name = 'ContextCards1700000000048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What is known of an identity, in a form that can be compared: it goes wherever the identity goes.
      CREATE TABLE identity_clues (
        workspace_id uuid NOT NULL,
        identity_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('phone', 'email', 'handle', 'name')),
        value text NOT NULL,
        source text NOT NULL CHECK (source IN ('address', 'signature')),
        -- As it was written, to be shown.
        words text NOT NULL,
        -- The letter in whose signature it stands.
        message_id uuid REFERENCES messages (id) ON DELETE CASCADE,
        PRIMARY KEY (identity_id, kind, value, source),
        FOREIGN KEY (workspace_id, identity_id) REFERENCES identities (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX identity_clues_value ON identity_clues (workspace_id, kind, value);
      CREATE INDEX identity_clues_message ON identity_clues (message_id) WHERE message_id IS NOT NULL;
      -- How far the history was followed; and, of what was there before, up to which identity. Null: all of them.
      CREATE TABLE clue_positions (workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE, seq bigint NOT NULL, backfilled_to uuid DEFAULT '00000000-0000-0000-0000-000000000000');
      INSERT INTO clue_positions (workspace_id, seq) SELECT workspace_id, last_seq FROM feeds;

      -- The shop's own systems: a page to open, or a card that they answer with.
      CREATE TABLE context_sources (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('link', 'card')),
        name text NOT NULL,
        -- With {email}, {phone} … for what is known of the customer.
        url text NOT NULL,
        -- Sealed.
        secret text NOT NULL,
        -- Who sees it; none: everybody who knows the customer.
        team_ids uuid[] NOT NULL DEFAULT '{}',
        position integer NOT NULL,
        -- What went wrong last, and since when; null once it answers again.
        trouble text,
        failing_since timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id)
      );
      CREATE INDEX ON context_sources (workspace_id, position);
      CREATE TABLE context_cards (
        workspace_id uuid NOT NULL,
        source_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        -- Of the address asked: another email address is another customer.
        asked text NOT NULL,
        card jsonb,
        etag text,
        fetched_at timestamptz,
        fresh_until timestamptz NOT NULL,
        trouble text,
        failing_since timestamptz,
        PRIMARY KEY (source_id, contact_id),
        FOREIGN KEY (workspace_id, source_id) REFERENCES context_sources (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON context_cards (contact_id);

      -- Of the contact to whom they belong, whoever that one went up in: a merge moves nothing, so that none need be moved back.
      CREATE TABLE purchases (
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        number text NOT NULL,
        -- Null: said by the API.
        source_id uuid,
        at timestamptz NOT NULL,
        amount numeric(14, 2),
        currency text,
        state text NOT NULL DEFAULT '',
        -- Cancelled or sent back whole: shown, not counted.
        cancelled boolean NOT NULL DEFAULT false,
        link text,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (contact_id, number),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, source_id) REFERENCES context_sources (workspace_id, id) ON DELETE SET NULL (source_id)
      );
      CREATE INDEX purchases_at ON purchases (contact_id, at DESC);
      ALTER TABLE contact_stats ADD COLUMN orders integer NOT NULL DEFAULT 0, ADD COLUMN turnover numeric(16, 2) NOT NULL DEFAULT 0, ADD COLUMN order_months text[] NOT NULL DEFAULT '{}', ADD COLUMN last_order_at timestamptz;

      -- What becomes of the conversations of such a customer that nobody gave to a team or ranked.
      ALTER TABLE customer_kinds ADD COLUMN team_id uuid REFERENCES teams (id) ON DELETE SET NULL, ADD COLUMN priority integer CHECK (priority BETWEEN 0 AND 3);
      -- How long a customer may wait: by kind of channel, by kind of customer, or by both ('' : any).
      CREATE TABLE waiting_times (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_kind text NOT NULL DEFAULT '',
        customer_kind text NOT NULL DEFAULT '',
        minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 43200),
        PRIMARY KEY (workspace_id, channel_kind, customer_kind),
        CHECK (channel_kind <> '' OR customer_kind <> '')
      );
      ${protect('identity_clues', 'clue_positions', 'context_sources', 'context_cards', 'purchases', 'waiting_times')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('waiting_times')}
      ALTER TABLE customer_kinds DROP COLUMN priority, DROP COLUMN team_id;
      ALTER TABLE contact_stats DROP COLUMN last_order_at, DROP COLUMN order_months, DROP COLUMN turnover, DROP COLUMN orders;
      ${drop('purchases', 'context_cards', 'context_sources', 'clue_positions', 'identity_clues')}
    `);
  }
}
