import type { QualitySettings } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';

interface SettingsRow { random_share: number; days: number; listeners_shown: boolean; drafts_heard: boolean }

/** As the workspace chose, or as everybody begins. */
export async function qualitySettingsOf(tx: Tx, workspaceId: string): Promise<QualitySettings> {
  const [row] = await tx.query<SettingsRow>('SELECT random_share, days, listeners_shown, drafts_heard FROM quality_settings WHERE workspace_id = $1', [workspaceId]);
  return row === undefined ? { randomShare: 20, days: 14, listenersShown: true, draftsHeard: true } : { randomShare: row.random_share, days: row.days, listenersShown: row.listeners_shown, draftsHeard: row.drafts_heard };
}
