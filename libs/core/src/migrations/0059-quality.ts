import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** How good the work is: scorecards with their versions, what reviewers found, notes from coach to agent, and rounds in which reviewers compare. */
export class Quality1700000000059 implements MigrationInterface {
  readonly name = 'Quality1700000000059';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE quality_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        random_share integer NOT NULL DEFAULT 20 CHECK (random_share BETWEEN 0 AND 100),
        days integer NOT NULL DEFAULT 14 CHECK (days BETWEEN 1 AND 90),
        listeners_shown boolean NOT NULL DEFAULT true,
        drafts_heard boolean NOT NULL DEFAULT true
      );

      CREATE TABLE scorecards (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        -- No foreign key: reviews keep the card of a team that is gone, and nothing is measured by it any more.
        team_id uuid,
        version integer NOT NULL DEFAULT 1,
        changed_at timestamptz NOT NULL DEFAULT now(),
        changed_by uuid,
        archived_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, changed_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (changed_by)
      );
      -- One for everybody and one for each team at a time: which holds is never a question.
      CREATE UNIQUE INDEX scorecards_one ON scorecards (workspace_id, team_id) NULLS NOT DISTINCT WHERE archived_at IS NULL;
      CREATE INDEX ON scorecards (team_id) WHERE team_id IS NOT NULL;
      CREATE TABLE scorecard_versions (
        workspace_id uuid NOT NULL,
        scorecard_id uuid NOT NULL,
        version integer NOT NULL,
        -- [{key, name: {en, pl}, weight, anchors: {low, middle, high}}]
        qualities jsonb NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (scorecard_id, version),
        FOREIGN KEY (workspace_id, scorecard_id) REFERENCES scorecards (workspace_id, id) ON DELETE CASCADE
      );

      CREATE TABLE calibrations (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        conversation_id uuid,
        agent_id uuid NOT NULL,
        member_ids uuid[] NOT NULL,
        scorecard_id uuid NOT NULL,
        scorecard_version integer NOT NULL,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        -- All are in.
        closed_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE SET NULL (conversation_id),
        FOREIGN KEY (workspace_id, agent_id) REFERENCES memberships (workspace_id, id),
        FOREIGN KEY (workspace_id, created_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (created_by),
        FOREIGN KEY (scorecard_id, scorecard_version) REFERENCES scorecard_versions (scorecard_id, version)
      );
      CREATE INDEX calibrations_newest ON calibrations (workspace_id, id DESC);
      CREATE INDEX ON calibrations (conversation_id) WHERE conversation_id IS NOT NULL;

      CREATE TABLE reviews (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('review', 'second', 'calibration')),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'given', 'answered', 'contested', 'settled')),
        conversation_id uuid,
        agent_id uuid NOT NULL,
        reviewer_id uuid,
        -- The agent's, as it was.
        team_id uuid,
        scorecard_id uuid NOT NULL,
        scorecard_version integer NOT NULL,
        first_id uuid REFERENCES reviews ON DELETE CASCADE,
        calibration_id uuid REFERENCES calibrations ON DELETE CASCADE,
        why jsonb NOT NULL DEFAULT '[]',
        mean real,
        comment text NOT NULL DEFAULT '',
        answer text NOT NULL DEFAULT '',
        answered_at timestamptz,
        contest text NOT NULL DEFAULT '',
        contested_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        given_at timestamptz,
        -- A second look stands in its place: it counts no more.
        superseded boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (workspace_id, id),
        CHECK ((kind = 'second') = (first_id IS NOT NULL)),
        CHECK ((kind = 'calibration') = (calibration_id IS NOT NULL)),
        CHECK ((state = 'draft') = (given_at IS NULL)),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE SET NULL (conversation_id),
        FOREIGN KEY (workspace_id, agent_id) REFERENCES memberships (workspace_id, id),
        FOREIGN KEY (workspace_id, reviewer_id) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (reviewer_id),
        FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE SET NULL (team_id),
        FOREIGN KEY (scorecard_id, scorecard_version) REFERENCES scorecard_versions (scorecard_id, version)
      );
      -- Two reviewers never read the same by accident; who wants to compare starts a calibration.
      CREATE UNIQUE INDEX reviews_once ON reviews (conversation_id, agent_id) WHERE kind = 'review' AND conversation_id IS NOT NULL;
      CREATE UNIQUE INDEX reviews_second ON reviews (first_id) WHERE first_id IS NOT NULL;
      CREATE UNIQUE INDEX reviews_calibration ON reviews (calibration_id, reviewer_id) WHERE calibration_id IS NOT NULL;
      CREATE INDEX reviews_newest ON reviews (workspace_id, id DESC);
      CREATE INDEX reviews_agent ON reviews (agent_id, id DESC);
      CREATE INDEX reviews_reviewer ON reviews (reviewer_id, id DESC);
      CREATE INDEX reviews_given ON reviews (workspace_id, given_at) WHERE given_at IS NOT NULL AND kind <> 'calibration' AND NOT superseded;

      CREATE TABLE review_scores (
        workspace_id uuid NOT NULL,
        review_id uuid NOT NULL,
        quality text NOT NULL,
        -- Null: does not apply.
        score smallint CHECK (score BETWEEN 1 AND 5),
        note text NOT NULL DEFAULT '',
        PRIMARY KEY (review_id, quality),
        FOREIGN KEY (workspace_id, review_id) REFERENCES reviews (workspace_id, id) ON DELETE CASCADE
      );

      -- Between coach and agent: whoever reads this table asks for one of the two.
      CREATE TABLE coaching_notes (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        review_id uuid NOT NULL,
        message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        coach_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        quality text,
        text text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT now(),
        answer text NOT NULL DEFAULT '',
        answered_at timestamptz,
        FOREIGN KEY (workspace_id, review_id) REFERENCES reviews (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, coach_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, agent_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON coaching_notes (review_id);
      CREATE INDEX ON coaching_notes (message_id);

      -- Looked at and not worth a review.
      CREATE TABLE review_skips (
        workspace_id uuid NOT NULL,
        conversation_id uuid PRIMARY KEY,
        member_id uuid,
        at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (member_id)
      );

      -- What each member finished last: the queue looks at the newest of everybody, however much there is.
      CREATE INDEX conversations_done ON conversations (assignee_id, resolved_at DESC) WHERE state = 'resolved' AND assignee_id IS NOT NULL;
      -- What ended badly, further back.
      CREATE INDEX conversations_sad ON conversations (workspace_id, resolved_at DESC) WHERE state = 'resolved' AND mood_score < -0.3;
      ${protect('quality_settings', 'scorecards', 'scorecard_versions', 'calibrations', 'reviews', 'review_scores', 'coaching_notes', 'review_skips')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX conversations_sad;
      DROP INDEX conversations_done;
      DELETE FROM notices WHERE kind = 'quality';
      ${drop('review_skips', 'coaching_notes', 'review_scores', 'reviews', 'calibrations', 'scorecard_versions', 'scorecards', 'quality_settings')}
    `);
  }
}
