import { wallTime, momentOf } from '../../time-zones/wall-clock';
import type { RetentionWhat } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { Keeping, Scope } from './keeping';
import { oldConversations } from './old-conversations';
import { oldFiles } from './old-files';
import { oldPeople } from './old-people';
import { oldDeliveries, oldDrafts, oldSearches } from './old-rows';

export const keepings: Readonly<Record<RetentionWhat, Keeping>> = { conversations: oldConversations, attachments: oldFiles, deliveries: oldDeliveries, drafts: oldDrafts, searches: oldSearches, people: oldPeople };

/** When the house sleeps. */
const HOUR = 3;

/** The next night, on the clock of the house. */
export function nextNight(after: Date, timeZone: string): Date {
  const wall = { ...wallTime(after, timeZone), hour: HOUR, minute: 0 };
  const tonight = momentOf(wall, timeZone);
  return tonight > after ? tonight : momentOf({ ...wall, day: wall.day + 1 }, timeZone);
}

export const olderThan = (days: number, now = new Date()): Date => new Date(now.getTime() - days * 86_400_000);

/** A channel with a rule of its own goes by that alone, be it longer or shorter than the one for all. */
export async function scopeOf(tx: Tx, workspaceId: string, rule: { what: RetentionWhat; channelId: string | null }, before: Date): Promise<Scope> {
  const own = rule.channelId === null ? await tx.query<{ id: string }>('SELECT channel_id AS id FROM retention_rules WHERE workspace_id = $1 AND what = $2 AND active AND channel_id IS NOT NULL', [workspaceId, rule.what]) : [];
  return { workspaceId, before, channelId: rule.channelId, except: own.map(({ id }) => id) };
}
