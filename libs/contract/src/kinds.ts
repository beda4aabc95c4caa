import { z } from 'zod';
import { contactView } from './contacts';
import { peopleFilter } from './filters';
import { id, instant, pageQuery } from './primitives';

/** Kinds of customers that every workspace has; it may add its own. */
export const builtinKinds = ['individual', 'business', 'seasonal', 'loyal', 'potential', 'strategic', 'bulk', 'retail'] as const;
/** Stays as it is for good: filters and the API name it. */
export const kindKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const named = z.object({ en: z.string().trim().min(1).max(40), pl: z.string().trim().min(1).max(40) });
/** In minutes of waiting that `next` counts in favour of such a customer. */
const weight = z.number().int().min(-720).max(720);

const priority = z.enum(['low', 'normal', 'high', 'urgent']);

export const kindView = z.object({
  id, key: z.string(), builtin: z.boolean(), name: named, weight: z.number().int(),
  /** Who gets this kind by itself; null: set by hand alone. */
  rule: peopleFilter.nullable(),
  /** A rule that is off is kept, and gives the kind to nobody. */
  ruleOn: z.boolean(),
  /** To whom their conversations go, while nobody has them; and how they rank, until somebody says otherwise. */
  teamId: id.nullable(), priority: priority.nullable(),
  /** No longer offered; those who have it keep it. */
  archived: z.boolean(), position: z.number().int(),
});
export type KindView = z.infer<typeof kindView>;
/** `waiting`: customers who are still held against the rules. */
export const kindList = z.object({ items: z.array(kindView), waiting: z.number().int() });
export type KindList = z.infer<typeof kindList>;

const changeable = z.object({ name: named, weight, teamId: id.nullable(), priority: priority.nullable(), rule: peopleFilter.nullable(), ruleOn: z.boolean(), archived: z.boolean() });
export const kindInput = changeable.omit({ archived: true }).extend({ key: kindKey, weight: weight.default(0), teamId: id.nullable().default(null), priority: priority.nullable().default(null), rule: peopleFilter.nullable().default(null), ruleOn: z.boolean().default(false) });
export type KindInput = z.infer<typeof kindInput>;
export const kindPatch = changeable.partial();
export type KindPatch = z.infer<typeof kindPatch>;

/** What a rule would do if it were on: nothing is changed. */
export const kindTrialInput = z.object({ kindId: id.optional(), rule: peopleFilter });
export type KindTrialInput = z.infer<typeof kindTrialInput>;
const moved = z.object({ count: z.number().int(), people: z.array(contactView) });
export const kindTrial = z.object({
  gain: moved, lose: moved,
  /** Match as well, and stay without it or with it because somebody said so by hand. */
  byHand: z.number().int(),
});
export type KindTrial = z.infer<typeof kindTrial>;

export const peopleSort = z.enum(['recent', 'name', 'created']);
export type PeopleSort = z.infer<typeof peopleSort>;
const asked = z.object({ segmentId: id.optional(), filter: peopleFilter.optional(), q: z.string().trim().max(200).optional() });
/** A segment, a filter, words, or all of them together. */
export const peopleQuery = asked.extend({ sort: peopleSort.default('recent'), ...pageQuery.shape });
export type PeopleQuery = z.infer<typeof peopleQuery>;
export const peopleCountQuery = asked;
export type PeopleCountQuery = z.infer<typeof peopleCountQuery>;
export const personRow = z.object({ contact: contactView, conversations: z.number().int(), lastSeenAt: instant.nullable(), open: z.number().int() });
export type PersonRow = z.infer<typeof personRow>;

/** A filter over people that somebody gave a name. */
export const segment = z.object({ id, name: z.string(), filter: peopleFilter, sharing: z.enum(['private', 'workspace']), ownerId: id, editable: z.boolean(), version: z.number().int() });
export type Segment = z.infer<typeof segment>;
export const segmentList = z.object({ items: z.array(segment) });
const segmentShape = z.object({ name: z.string().trim().min(1).max(80), filter: peopleFilter, sharing: z.enum(['private', 'workspace']) });
export const segmentInput = segmentShape.extend({ sharing: segmentShape.shape.sharing.default('private') });
export type SegmentInput = z.infer<typeof segmentInput>;
export const segmentPatch = segmentShape.partial();
export type SegmentPatch = z.infer<typeof segmentPatch>;

/** The same change for many; what it changed comes back, so that it can be taken back. */
export const peopleBulkInput = z.object({ ids: z.array(id).min(1).max(500), kinds: z.object({ add: z.array(z.string().max(40)).max(20).default([]), remove: z.array(z.string().max(40)).max(20).default([]) }) });
export type PeopleBulkInput = z.infer<typeof peopleBulkInput>;
export const peopleBulk = z.object({ changed: z.array(id) });
export type PeopleBulk = z.infer<typeof peopleBulk>;
