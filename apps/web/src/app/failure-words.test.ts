import { failureKey, failureWords } from './failure-words';
import { failureStrings } from './failure.strings';

it.each([
  ['unknown-recipient', 'failAddress'], ['domain-not-found', 'failAddress'], ['mailbox-full', 'failMailbox'], ['mailbox-disabled', 'failRefused'], ['too-large', 'failTooLarge'], ['spam', 'failSpam'],
  ['policy', 'failSpam'], ['sender-refused', 'failRefused'], ['expired', 'failUnreachable'], ['loop', 'failRefused'], ['not-delivered', 'failUndelivered'], ['bounced', 'failRefused'],
])('has words of its own for the bounce %s', (code, key) => {
  expect(failureKey(code)).toBe(key);
});

it.each([
  ['window-closed', 'failWindow'], ['blocked-by-user', 'failBlocked'], ['rate-limited', 'failBusy'], ['quota-used', 'failQuota'], ['private-reply-used', 'failReplyUsed'], ['private-reply-too-late', 'failReplyLate'], ['template-refused', 'failTemplate'],
  ['template-paused', 'failTemplateState'], ['text-too-long', 'failTooLong'], ['attachment-too-big', 'failTooLarge'], ['attachment-type', 'failFileKind'], ['too-many-attachments', 'failTooMany'], ['token-refused', 'failLogin'],
  ['permission-missing', 'failPermission'], ['message-gone', 'failMessageGone'], ['opted-out', 'failOptedOut'], ['other-app-holds', 'failHeld'],
])('has words of its own for the refusal %s', (code, key) => {
  expect(failureKey(code)).toBe(key);
});

it('shows the words of the platform for a reason that it does not know', () => {
  expect([failureKey('moon-in-the-way'), failureKey(undefined)]).toEqual(['failOther', 'failOther']);
});

it('puts a code into words, however it is written', () => {
  expect(failureWords('WINDOW_CLOSED')).toBe('the time to answer freely is over');
});

it('says each failure in words of its own, in both languages', () => {
  for (const words of [failureStrings.en, failureStrings.pl]) expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
});
