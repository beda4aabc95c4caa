/**
 * What speaks in a message, told apart by what it means and not by its language. Lists are written folded; `word*` takes any ending, `a_b` is a phrase, and
 * the longest that fits wins. Words of one group exclude each other at a place; groups are read side by side.
 */
const signs = [
  // what is asked for
  'claim', 'warranty', 'complaint', 'refund', 'replace', 'repair', 'reduction', 'withdraw', 'legal', 'appeal', 'settled', 'apology', 'compensation', 'discount', 'told',
  // what is wrong
  'defect', 'missing', 'error', 'rude', 'waiting', 'staff', 'disgust',
  // how it is said
  'demand', 'want', 'inform', 'ask', 'status', 'policy', 'if', 'owned', 'give',
  // who may become a customer
  'offer', 'price', 'would', 'bulk', 'partner', 'interest', 'buy', 'sales', 'budget', 'slot', 'newcomer', 'visit',
  // who is pleased
  'thanks', 'recommend', 'praise', 'delight', 'service',
] as const;
export type Sign = (typeof signs)[number];

export type SignSource = Partial<Record<Sign, string>>;

/** Read side by side: "nie działa" is a fault beside whatever is asked for. */
export const groups: readonly (readonly Sign[])[] = [
  ['claim', 'warranty', 'complaint', 'refund', 'replace', 'repair', 'reduction', 'withdraw', 'legal', 'appeal', 'settled', 'apology', 'compensation', 'discount', 'told'],
  ['defect', 'missing', 'error', 'rude', 'waiting', 'disgust', 'staff'],
  ['demand', 'want', 'inform', 'ask', 'status', 'policy', 'if', 'owned', 'give'],
  ['offer', 'price', 'would', 'bulk', 'partner', 'interest', 'buy', 'sales', 'budget', 'slot', 'newcomer', 'visit'],
  ['thanks', 'recommend', 'praise', 'delight', 'service'],
];
