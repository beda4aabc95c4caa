import type { Meaning } from '../meta/meta.errors';

const unavailablePerson = { kind: 'rejected', reason: 'blocked-by-user', words: 'This person takes no messages from the page now: they blocked it, or their account is closed' } as const;
const closed = { kind: 'rejected', reason: 'window-closed', words: 'The time to answer is over: the customer last wrote too long ago' } as const;

/** Codes of Messenger and of comments, beside those that hold for all of Meta. */
export const meanings: readonly Meaning[] = [
  { code: 10, subcode: 2018278, ...closed },
  { code: 10, subcode: 2018065, ...closed },
  { code: 10, match: /outside (of )?(the )?allowed window/i, ...closed },
  { code: 10, subcode: 1893063, kind: 'rejected', reason: 'page-restricted', words: 'Meta has restricted the page for a while: look at the page’s quality in Business Suite' },
  { code: 10, subcode: 2018300, kind: 'rejected', reason: 'other-app-holds', words: 'Another app holds this conversation and did not let go of it' },
  { code: 10, match: /another app is controlling/i, kind: 'rejected', reason: 'other-app-holds', words: 'Another app holds this conversation and did not let go of it' },
  { code: 10, subcode: 2018108, ...unavailablePerson },
  { code: 200, subcode: 1545041, ...unavailablePerson },
  { code: 551, ...unavailablePerson },
  { code: 100, subcode: 2018001, kind: 'rejected', reason: 'unknown-recipient', words: 'Messenger does not know this person: they may never have written to this page' },
  { code: 100, subcode: 2018047, kind: 'rejected', reason: 'media-refused', words: 'Meta could not read this file' },
  { code: 100, match: /less than \d+ characters|too long|length (?:must|should)/i, kind: 'rejected', reason: 'text-too-long', words: 'The text is too long for Meta' },
  { code: 100, match: /does not exist|cannot be loaded/i, kind: 'rejected', reason: 'gone', words: 'It is no longer there, or the app may not see it' },
  { code: 4, subcode: 2018022, kind: 'rejected', reason: 'attachment-too-big', words: 'The file is too big for Meta' },
  { code: 10900, kind: 'rejected', reason: 'already-replied', words: 'This comment was answered in private before, and Meta allows one private answer' },
  { code: 10901, kind: 'rejected', reason: 'window-closed', words: 'The comment is too old for a private answer: Meta allows seven days' },
  { code: 10902, kind: 'rejected', reason: 'blocked-by-user', words: 'This person takes no private answers from pages' },
  { code: 10903, kind: 'rejected', reason: 'blocked-by-user', words: 'This person takes no private answers from pages' },
  { code: 1446036, kind: 'rejected', reason: 'spam', words: 'Meta took this comment for spam' },
];
