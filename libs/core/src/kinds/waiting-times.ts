import type { KindList } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';

/** How long customers may wait, where the workspace set it. */
export const waitingTimesOf = (tx: Tx): Promise<KindList['waitingTimes']> =>
  tx.query(`SELECT nullif(channel_kind, '') AS "channelKind", nullif(customer_kind, '') AS "customerKind", minutes FROM waiting_times WHERE workspace_id = kontuar_workspace() ORDER BY customer_kind, channel_kind`);
