import type { ChannelSummary, ChannelView } from '@kontuar/contract';
import type { Capabilities } from '@kontuar/connectors/contract';
import { isoOrNull } from '../conversations/conversation.view';
import type { Connectors } from '../tokens';
import { channelStateOf } from './channel-alarms';
import type { ChannelContexts } from './channel-contexts';
import { maskSettings } from './channel-settings';
import { CHANNEL_COLUMNS, type ChannelRow } from './channel.row';

export interface ChannelViewRow extends ChannelRow { team_ids: string[]; member_ids: string[]; open_count: number }

/** What follows `WHERE c.workspace_id = $1 AND c.deleted_at IS NULL`; open conversations come from the counter rows. */
export const selectChannels = (rest: string): string => `
  WITH load AS (SELECT channel_id, sum(delta)::int AS n FROM conversation_totals WHERE workspace_id = $1 AND state IN ('open', 'pending') GROUP BY 1)
  SELECT ${CHANNEL_COLUMNS},
    ARRAY(SELECT team_id FROM channel_teams t WHERE t.channel_id = c.id ORDER BY team_id) AS team_ids,
    ARRAY(SELECT member_id FROM channel_members m WHERE m.channel_id = c.id ORDER BY member_id) AS member_ids,
    greatest(coalesce(load.n, 0), 0) AS open_count
  FROM channels c LEFT JOIN load ON load.channel_id = c.id WHERE c.workspace_id = $1 AND c.deleted_at IS NULL AND ${rest}`;

/** Of a connector that is not installed any more: its channel is still shown, and nothing is offered on it. */
const nothing: Capabilities = {
  text: 'plain', subject: false, cc: false, attachments: false, typing: false, reactions: false, edit: false, delete: false,
  readReceipts: false, deliveryReceipts: false, startConversation: false, undoSendSeconds: 0, public: false,
};

/** What every member who reads the channel may know. */
export function toChannelSummary(row: ChannelViewRow, connectors: Connectors, contexts: ChannelContexts): ChannelSummary {
  const { alarm } = row;
  return {
    id: row.id, connectorId: row.connector_id, name: row.name, state: channelStateOf(row), alarm,
    lastInboundAt: isoOrNull(row.last_inbound_at), lastOutboundAt: isoOrNull(row.last_outbound_at), expiresAt: isoOrNull(row.expires_at),
    access: row.access, teamIds: row.team_ids, memberIds: row.member_ids, defaultTeamId: row.default_team_id,
    capabilities: connectors.find(row.connector_id) === undefined ? nothing : contexts.capabilitiesOf(row),
    openCount: row.open_count, createdAt: row.created_at.toISOString(),
  };
}

function reconciliationOf({ reconciliation }: ChannelRow): ChannelView['reconciliation'] {
  if (reconciliation === null) return null;
  const { memory: _memory, ...shown } = reconciliation;
  return shown;
}

/** For those who manage it: settings with secrets masked, health, and where the platform reaches it. */
export function toChannelView(row: ChannelViewRow, connectors: Connectors, contexts: ChannelContexts): ChannelView {
  return {
    ...toChannelSummary(row, connectors, contexts),
    health: row.health,
    settings: maskSettings(row.settings, contexts.secretsOf(row)),
    webhookUrl: contexts.webhookUrl(row.connector_id, row.id) ?? null,
    reconciliation: reconciliationOf(row),
  };
}
