/** Twilio's numbers for what went wrong, in our words. The same numbers come in answers and, later, in status calls. */
export interface Meaning {
  codes: readonly number[];
  reason: string;
  words: string;
  /** Nothing is wrong with the message: the account or its access is. */
  unauthorized?: true;
  /** The same message may pass later. */
  later?: true;
}

const meanings: readonly Meaning[] = [
  { codes: [20003, 20005, 20006, 20010, 20104], reason: 'token-refused', words: 'Twilio refused the account SID or the auth token, or the account is suspended', unauthorized: true },
  { codes: [30002, 63020], reason: 'account-suspended', words: 'Twilio has suspended this account or its WhatsApp sender', unauthorized: true },
  { codes: [20429, 14107, 30001, 63018, 63017, 63038], reason: 'rate-limited', words: 'Twilio asked us to slow down', later: true },
  { codes: [21610, 63014, 63033], reason: 'opted-out', words: 'The customer asked for no more messages from this number (STOP); they can write START to hear from it again' },
  { codes: [63016], reason: 'window-closed', words: 'More than 24 hours have passed since the customer wrote, so WhatsApp takes only an approved template' },
  { codes: [21211, 21214, 21217, 21219, 21401, 21421, 21614, 21635, 21265, 30005, 30006, 63003, 63024], reason: 'unknown-recipient', words: 'This number can’t receive such messages: it is wrong, a landline, or not in use' },
  { codes: [30003, 30008, 30017, 30018], reason: 'phone-unreachable', words: 'The phone could not be reached: it is off, out of range, or its network did not say why' },
  { codes: [21408, 30024, 21612], reason: 'region-refused', words: 'This account can’t send to the customer’s country or network; the Twilio Console opens countries under "Geo permissions"' },
  { codes: [21608], reason: 'trial-account', words: 'A trial account of Twilio sends to verified numbers only' },
  { codes: [21212, 21603, 21606, 21659, 21660, 21661, 21701, 21703, 21705, 63007, 30034, 30035], reason: 'wrong-sender', words: 'The sender does not belong to this account, or may not send this kind of message' },
  { codes: [21602, 21619], reason: 'empty', words: 'There is nothing to send: the text is empty' },
  { codes: [21605, 21617], reason: 'text-too-long', words: 'The text is too long for one message' },
  { codes: [21620, 21623, 12300, 11200, 30019, 63005, 63019, 63021, 63029], reason: 'media-refused', words: 'The file could not be fetched or is of a kind or size that the network does not take' },
  { codes: [21654, 21655, 21656, 21658, 63027, 63028, 63040, 63041, 63042], reason: 'template-refused', words: 'The template is not approved, or its values do not fit' },
  { codes: [30004, 63032, 63049, 63050], reason: 'blocked-by-user', words: 'The message was blocked by the customer or their network' },
  { codes: [30007, 30022, 30023, 63013, 63051], reason: 'filtered', words: 'The network took the message for spam or against its rules' },
];

export function meaningOf(code: number | undefined): Meaning | undefined {
  return code === undefined ? undefined : meanings.find(({ codes }) => codes.includes(code));
}
