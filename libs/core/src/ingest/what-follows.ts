import { givingWay } from '@kontuar/platform';
import type { Waiting } from '../planned/what-waits';
import type { LedgerEntry, LedgerWrites } from './ledger.types';

/** Whether the rows themselves are all that comes of a batch, as they mostly are: no plan, question, rule or case hears of it, and nothing was masked. */
export function nothingFollows(decided: LedgerWrites, entries: readonly LedgerEntry[], waiting: Waiting): boolean {
  return waiting.planned.length + waiting.followUps.length + waiting.outreach.length + decided.outside.length + decided.changedMessages.size + decided.joins.length + (decided.answers?.length ?? 0) === 0
    && !entries.some(({ masked }) => masked) && !decided.messages.some((message) => message.visibility === 'public' || message.event_type === 'rated');
}

/**
 * Faces that a batch asks for at once. A name is never waited for; a crowd's pictures come after its words, when the sweeper takes them in its own time, and behind a
 * backlog all of them do.
 */
export function facesWanted(writes: LedgerWrites, inBacklog = givingWay.inBacklog): string[] {
  const due = [...writes.newIdentities, ...writes.seenIdentities.values()].filter((identity) => identity.profile_due_at !== null);
  return [...due.filter(({ name }) => name === null), ...(inBacklog ? [] : due.filter(({ name }) => name !== null).slice(0, 5))].map(({ id }) => id);
}
