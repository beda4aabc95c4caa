import type { Meaning } from '../meta/meta.errors';

const closed = { kind: 'rejected', reason: 'window-closed', words: 'The time to answer is over: the customer last wrote too long ago' } as const;
const unavailablePerson = { kind: 'rejected', reason: 'blocked-by-user', words: 'This person takes no messages from the account now: they blocked it, or their account is closed' } as const;

/** Codes of Instagram, beside those that hold for all of Meta. */
export const meanings: readonly Meaning[] = [
  { code: 10, subcode: 2534022, ...closed },
  { code: 10, subcode: 2018278, ...closed },
  { code: 10, match: /outside (of )?(the )?allowed window/i, ...closed },
  { code: 10, subcode: 2018300, kind: 'rejected', reason: 'other-app-holds', words: 'Another app holds this conversation and did not let go of it' },
  { code: 551, ...unavailablePerson },
  { code: 200, subcode: 1545041, ...unavailablePerson },
  { code: 100, subcode: 2534014, kind: 'rejected', reason: 'unknown-recipient', words: 'Instagram does not know this person: they may never have written to this account' },
  { code: 100, subcode: 2018001, kind: 'rejected', reason: 'unknown-recipient', words: 'Instagram does not know this person: they may never have written to this account' },
  { code: 100, match: /too long|length (?:must|should)|1000 (?:bytes|characters)/i, kind: 'rejected', reason: 'text-too-long', words: 'The text is too long for Instagram' },
  { code: 100, match: /does not exist|cannot be loaded/i, kind: 'rejected', reason: 'gone', words: 'It is no longer there, or the app may not see it' },
  { code: 100, match: /attachment|media/i, kind: 'rejected', reason: 'media-refused', words: 'Instagram could not read this file', quote: true },
  { code: 9007, kind: 'rejected', reason: 'media-refused', words: 'Instagram could not read this file' },
  { code: 10900, kind: 'rejected', reason: 'already-replied', words: 'This comment was answered in private before, and Meta allows one private answer' },
];

/** For the first private answer to a comment. */
export const replyMeanings: readonly Meaning[] = [
  { code: 100, subcode: 2534014, kind: 'rejected', reason: 'already-replied', words: 'This comment was answered in private before, and Meta allows one private answer' },
  { code: 10, subcode: 2534014, kind: 'rejected', reason: 'already-replied', words: 'This comment was answered in private before, and Meta allows one private answer' },
  { code: 10901, kind: 'rejected', reason: 'window-closed', words: 'The comment is too old for a private answer: Meta allows seven days' },
];
