import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { mayReadGathered, visibleGathered } from '../access/gathered';

/** Cases `k`, for WHERE clauses; parameters are appended. */
export const visibleCases = (actor: MemberActor, parameters: unknown[]): string => visibleGathered('case', actor, parameters);
export const mayReadCase = (tx: Tx, actor: MemberActor, caseId: string): Promise<boolean> => mayReadGathered(tx, 'case', actor, caseId);
