import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { mayReadGathered, visibleGathered } from '../access/gathered';

/** Leads `l`, for WHERE clauses; parameters are appended. */
export const visibleLeads = (actor: MemberActor, parameters: unknown[]): string => visibleGathered('lead', actor, parameters);
export const mayReadLead = (tx: Tx, actor: MemberActor, leadId: string): Promise<boolean> => mayReadGathered(tx, 'lead', actor, leadId);
