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

/** From all corrections that are left: what somebody wrote who was erased is unlearnt. */
export async function learnMoodsAgain(tx: Tx, workspaceId: string): Promise<void> {
  const rows = await tx.query<{ text: string; label: MoodInput['label']; rating: { stars: number; of: number } | null }>(
    `SELECT text, mood->>'label' AS label, rating FROM messages WHERE workspace_id = $1 AND mood->>'correctedBy' IS NOT NULL ORDER BY created_at, id`, [workspaceId]);
  await changeLessons(tx, workspaceId, () => rows.reduce((learnt, { text, label, rating }) => learn(learnt, { text, label, stars: rating }), nothingLearnt()));
}
