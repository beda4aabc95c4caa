import type { LeadSettings, LeadStage } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { invalid } from '../errors';
import { builtInStages } from './stages';

export const DEFAULT_PREFIX = 'L-';
export const DEFAULT_CURRENCY = 'PLN';

export async function leadSettingsOf(tx: Tx, workspaceId: string): Promise<LeadSettings> {
  const [row] = await tx.query<{ prefix: string; currency: string; stages: LeadStage[] | null }>('SELECT prefix, currency, stages FROM lead_settings WHERE workspace_id = $1', [workspaceId]);
  return { prefix: row?.prefix ?? DEFAULT_PREFIX, currency: row?.currency ?? DEFAULT_CURRENCY, stages: row?.stages ?? [...builtInStages] };
}

/** @throws DomainError 'unknown-stage': there is none with this key, or it is no longer offered. */
export function stageOf(stages: readonly LeadStage[], key: string): LeadStage {
  const found = stages.find((stage) => stage.key === key && !stage.archived);
  if (found === undefined) throw invalid('unknown-stage', 'There is no such stage.', { errors: [{ path: 'stage', message: 'There is no such stage.' }] });
  return found;
}

/** Where a lead begins. */
export const firstStage = (stages: readonly LeadStage[]): LeadStage => stages.find(({ kind, archived }) => kind === 'open' && !archived) ?? (builtInStages[0] as LeadStage);
