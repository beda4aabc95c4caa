import { amount, conditionsOf, flag, ids, names, several, time, type ConditionOver, type FilterOver } from './filter-words';

/**
 * What people are filtered by, for segments and for the rules of customer kinds: the language of filters over contacts instead of conversations.
 * A new attribute is one line here and one in core's `compile-people.ts` (its SQL).
 */
export const peopleAttributes = {
  kind: { kind: 'several', of: 'names', words: [] },
  company: ids('none'),
  language: names('none'),
  channel: ids(),
  connector: names(),
  /** Months in which conversations began, by the clock of the workspace. */
  months: several('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'),
  conversations: amount(0, 1_000_000),
  /** Days from one conversation to the next, on average; nobody with fewer than two has it. */
  everyDays: amount(0, 100_000),
  /** In how many different years. */
  years: amount(0, 1000),
  /** What they bought, without what was cancelled; turnover in the currency in which they bought most often. */
  orders: amount(0, 1_000_000),
  turnover: amount(0, 1_000_000_000),
  orderMonths: several('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'),
  lastOrder: time('sometimes'),
  lastSeen: time('sometimes'),
  firstSeen: time('sometimes'),
  created: time('always'),
  taxId: flag(),
  email: flag(),
  phone: flag(),
  open: flag(),
  lead: flag(),
  attribute: { kind: 'keyed' },
  companyName: { kind: 'words' },
  text: { kind: 'words' },
} as const;

type PeopleAttributes = typeof peopleAttributes;
export type PeopleAttribute = keyof PeopleAttributes;
export type PeopleCondition = ConditionOver<PeopleAttributes>;
export type PeopleFilter = FilterOver<PeopleAttributes>;

/** Who belongs comes and goes by the clock alone. */
export const movesWithTimePeople = (filter: PeopleFilter): boolean => conditionsOf<PeopleAttributes>(filter).some((condition) => 'at' in condition && !('at' in condition.at));
