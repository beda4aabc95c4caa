import type { HealthView, ReconciliationView } from '@kontuar/contract';
import type { Json } from '@kontuar/connectors/contract';
import type { Tx } from '@kontuar/platform';

export interface ChannelAlarm { code: string; detail: string; since: string }

/** A row of `channels` as PostgreSQL gives it. */
export interface ChannelRow {
  id: string;
  workspace_id: string;
  connector_id: string;
  name: string;
  settings: Record<string, unknown>;
  secrets: string | null;
  identity_scope: string;
  cursor: unknown;
  paused: boolean;
  health: HealthView | null;
  alarm: ChannelAlarm | null;
  last_inbound_at: Date | null;
  last_outbound_at: Date | null;
  expires_at: Date | null;
  access: 'everyone' | 'restricted';
  default_team_id: string | null;
  /** Silence counts from here; new with every change of settings and every resumption. */
  watch_from: Date;
  /** How the platform names it in requests that it sends for several accounts. */
  account: string | null;
  /** `memory`: what the connector noted for the next comparison; nobody else's to read. */
  reconciliation: (ReconciliationView & { memory?: Json }) | null;
  /** Out of reach since then: what came in between is still to be asked for. */
  gap_from: Date | null;
  created_at: Date;
  deleted_at: Date | null;
}

export const CHANNEL_COLUMNS =
  'c.id, c.workspace_id, c.connector_id, c.name, c.settings, c.secrets, c.identity_scope, c.cursor, c.paused, c.health, c.alarm, c.last_inbound_at, c.last_outbound_at, c.expires_at, c.access, c.default_team_id, c.watch_from, c.account, c.reconciliation, c.gap_from, c.created_at, c.deleted_at';

/** Undefined when it does not exist, was deleted, or belongs to another workspace than the unit of work. */
export async function findChannel(tx: Tx, channelId: string, lock: 'FOR UPDATE' | '' = ''): Promise<ChannelRow | undefined> {
  const [row] = await tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.id = $1 AND c.deleted_at IS NULL ${lock}`, [channelId]);
  return row;
}
