import type { MoodInput } from '@kontuar/contract';
import { learn, nothingLearnt, type Learnt } from '@kontuar/language';
import type { Tx } from '@kontuar/platform';

const MOST_KEPT = 200;

/** What corrections taught each workspace, kept in this process until somebody corrects again: its version is read with every batch, the rest seldom. */
export class Lessons<L = Learnt> {
  private readonly kept = new Map<string, { version: number; learnt: L }>();

  constructor(private readonly table: 'mood_lessons' | 'matter_lessons') {}

  /** `version` null: nobody ever corrected anything there. */
  async of(tx: Tx, workspaceId: string, version: number | null): Promise<L | undefined> {
    if (version === null) return undefined;
    const known = this.kept.get(workspaceId);
    if (known?.version === version) return known.learnt;
    const [row] = await tx.query<{ version: number; learnt: L }>(`SELECT version, learnt FROM ${this.table} WHERE workspace_id = $1`, [workspaceId]);
    if (row === undefined) return undefined;
    this.kept.delete(workspaceId);
    this.kept.set(workspaceId, row);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return row.learnt;
  }
}

/** Held until the transaction ends: two corrections at once are learnt one after the other. */
export async function changeLessons(tx: Tx, workspaceId: string, change: (learnt: Learnt) => Learnt): Promise<void> {
  await tx.execute(`INSERT INTO mood_lessons (workspace_id, learnt) VALUES ($1, $2) ON CONFLICT (workspace_id) DO NOTHING`, [workspaceId, JSON.stringify(nothingLearnt())]);
  const [row] = await tx.query<{ learnt: Learnt }>(`SELECT learnt FROM mood_lessons WHERE workspace_id = $1 FOR UPDATE`, [workspaceId]);
  await tx.execute(`UPDATE mood_lessons SET learnt = $2, version = version + 1, changed_at = now() WHERE workspace_id = $1`, [workspaceId, JSON.stringify(change(row?.learnt ?? nothingLearnt()))]);
}

/** From all corrections that are left, of messages and of what was said in public: what somebody wrote who was erased is unlearnt, and what was taken back. */
export async function learnMoodsAgain(tx: Tx, workspaceId: string): Promise<Learnt> {
  const rows = await tx.query<{ text: string; label: MoodInput['label']; rating: { stars: number; of: number } | null }>(
    `SELECT text, mood->>'label' AS label, rating FROM (
       SELECT text, mood, rating, created_at AS at, id FROM messages WHERE workspace_id = $1 AND mood->>'correctedBy' IS NOT NULL
       UNION ALL SELECT CASE WHEN title = '' OR starts_with(text, title) THEN text ELSE title || E'\\n' || text END, mood, NULL, received_at, id FROM posts WHERE workspace_id = $1 AND mood->>'correctedBy' IS NOT NULL) corrected ORDER BY at, id`, [workspaceId]);
  const learnt = rows.reduce((before, { text, label, rating }) => learn(before, { text, label, stars: rating }), nothingLearnt());
  await changeLessons(tx, workspaceId, () => learnt);
  return learnt;
}
