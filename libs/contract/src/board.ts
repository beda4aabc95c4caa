import { z } from 'zod';
import { conversationView } from './conversations';
import { filter } from './filters';
import { id, instant, page } from './primitives';

/** What the columns are. Nobody's work stands before them all. */
export const boardBy = z.enum(['members', 'teams', 'channels']);
export type BoardBy = z.infer<typeof boardBy>;

const sum = z.object({ open: z.number().int(), waiting: z.number().int() });
/** `load` is weighted: a claim counts for more than a question. `capacity` null: nobody set one. */
export const boardLoad = sum.extend({ load: z.number(), capacity: z.number().nullable() });
export type BoardLoad = z.infer<typeof boardLoad>;

/** A promise to a customer that breaks within the hour, or broke. */
export const duePin = z.object({ conversationId: id, contactName: z.string(), connectorId: z.string(), assigneeId: id.nullable(), dueAt: instant, kind: z.enum(['first_reply', 'next_reply', 'resolution']) });
export type DuePin = z.infer<typeof duePin>;
export const boardHorizon = z.object({
  /** The earliest first; of very many only so many. */
  pins: z.array(duePin), total: z.number().int(), late: z.number().int(), nobodys: z.number().int(),
});

/** What the whole board is told at once: counted once for all who look, and sent on as what changed. */
export const boardFigures = z.object({
  unassigned: sum.extend({ oldestAt: instant.nullable() }),
  members: z.record(z.string(), boardLoad),
  teams: z.record(z.string(), sum),
  channels: z.record(z.string(), sum),
  waiting: z.number().int(), longestAt: instant.nullable(),
  horizon: boardHorizon,
  /** Legal terms that end by the end of that day; `late`: that are over. */
  claims: z.object({ due: z.number().int(), late: z.number().int(), by: z.iso.date() }),
  /** Of what is due in `minutes`, how many will be late if everybody goes on as in the last hour. */
  forecast: z.object({ minutes: z.number().int(), due: z.number().int(), breaks: z.number().int() }),
});
export type BoardFigures = z.infer<typeof boardFigures>;

const part = <T extends z.ZodType>(shape: T) => z.record(z.string(), shape.nullable());
/** What changed since the figures before: parts stand whole, of lists only the entries that are others; null: gone. `round` grows by one each time. */
export const boardNews = z.object({
  round: z.number().int(),
  changed: boardFigures.omit({ members: true, teams: true, channels: true }).partial().extend({ members: part(boardLoad).optional(), teams: part(sum).optional(), channels: part(sum).optional() }),
});
export type BoardNews = z.infer<typeof boardNews>;
export const boardCount = z.object({ round: z.number().int(), figures: boardFigures });
export type BoardCount = z.infer<typeof boardCount>;

export const boardQuery = z.object({ by: boardBy.default('members') });
export type BoardQuery = z.infer<typeof boardQuery>;
/** `key` is 'unassigned' or the id of the member, team or channel; further rows of a column are those of its list. */
export const boardColumn = z.object({ key: z.string(), rows: page(conversationView) });
export type BoardColumn = z.infer<typeof boardColumn>;
export const boardView = boardCount.extend({
  by: boardBy, columns: z.array(boardColumn),
  /** What each is doing now. */
  watching: z.array(z.object({ conversationId: id, watchers: z.array(z.object({ memberId: id, typing: z.boolean() })) })),
});
export type BoardView = z.infer<typeof boardView>;

/** The day on the workspace's clock, in half hours: customers who began to wait, and whose waiting ended. */
export const boardDay = z.object({
  day: z.iso.date(), timeZone: z.string(),
  /** Each up to now, or to the day's end. */
  cameIn: z.array(z.number().int()), answered: z.array(z.number().int()),
  /** Who waited when the day began: came in and carried, less answered, is who waits. */
  carried: z.number().int(),
  /** What came in on a usual one of these weekdays; null when there is none to compare with. */
  usual: z.array(z.number()).nullable(),
  medianFirstReplyMs: z.number().int().nullable(), firstReplies: z.number().int(),
  /** Of today's promises that ended. */
  kept: z.number().int(), broken: z.number().int(),
});
export type BoardDay = z.infer<typeof boardDay>;

/** Whose work is moved. With `assigneeId`, only where it still is with whom the mover saw it. */
export const moveWhat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('these'), conversations: z.array(z.object({ id, assigneeId: id.nullable().optional() })).min(1).max(500) }),
  z.object({ kind: z.literal('member'), memberId: id }),
  z.object({ kind: z.literal('filter'), filter }),
]);
export type MoveWhat = z.infer<typeof moveWhat>;
/** `spread`: to these members, or to all on shift, by load, access and room. */
export const moveTo = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), memberId: id }),
  z.object({ kind: z.literal('team'), teamId: id }),
  z.object({ kind: z.literal('queue') }),
  z.object({ kind: z.literal('spread'), memberIds: z.array(id).max(500).optional(), teamId: id.optional() }),
]);
export type MoveTo = z.infer<typeof moveTo>;

export const boardMoveInput = z.object({
  what: moveWhat, to: moveTo,
  /** For the receiver: an internal note in each conversation, with a notice. */
  note: z.string().trim().max(4000).optional(),
  /** Also beyond somebody's capacity. */
  force: z.boolean().default(false),
});
export type BoardMoveInput = z.infer<typeof boardMoveInput>;
export const boardPreviewInput = z.object({ what: moveWhat, to: moveTo.optional() });
export type BoardPreviewInput = z.infer<typeof boardPreviewInput>;

/**
 * Why one stays where it is. no-access: the new owner may not read its channel. cannot-answer: their role does not answer customers. moved: somebody moved it
 * meanwhile. not-open: it is resolved, or not to be found. full: nobody who may have it has room. skill: nobody who has room knows what it asks for. there: it is there already.
 */
export const moveRefusal = z.enum(['no-access', 'cannot-answer', 'moved', 'not-open', 'full', 'skill', 'there']);
export type MoveRefusal = z.infer<typeof moveRefusal>;
export const refusedMove = z.object({ conversationId: id, reason: moveRefusal, /** Who has it now; only where that is the reason. */ assigneeId: id.nullable().optional() });
export type RefusedMove = z.infer<typeof refusedMove>;
/** The weighted load of somebody before and after. */
export const loadChange = z.object({ memberId: id, before: z.number(), after: z.number(), capacity: z.number().nullable() });
export type LoadChange = z.infer<typeof loadChange>;

export const boardMoved = z.object({
  moved: z.number().int(), conversations: z.array(conversationView), refused: z.array(refusedMove), loads: z.array(loadChange),
  /** Takes the whole act back, for 24 hours; null: nothing was moved. */
  undoToken: z.string().nullable(),
});
export type BoardMoved = z.infer<typeof boardMoved>;

/** Somebody who could get all of it. */
export const moveTarget = loadChange.extend({
  refused: z.array(refusedMove),
  /** They are not on shift: it would wait for them. */
  offDuty: z.boolean(),
  /** More than their capacity: only by hand. */
  over: z.boolean(),
});
export type MoveTarget = z.infer<typeof moveTarget>;
export const boardPreview = z.object({
  count: z.number().int(), weight: z.number(),
  /** Everybody, if each alone got all of it. */
  targets: z.array(moveTarget),
  /** For `to`: what it would come to. */
  plan: z.object({ steps: z.array(z.object({ conversationId: id, assigneeId: id.nullable() })), refused: z.array(refusedMove), loads: z.array(loadChange) }).nullable(),
});
export type BoardPreview = z.infer<typeof boardPreview>;
