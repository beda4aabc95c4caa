import { failureCodes } from '../../apps/web/src/app/failure-codes';
import { reasonCodes } from './connector-reasons';

/** Codes that no screen puts into words, and why. */
const unseen: Readonly<Record<string, string>> = {
  'content-type': 'the answer to a webhook call',
  'malformed': 'the answer to a webhook call',
  'method': 'the answer to a webhook call',
  'not-a-mail': 'the answer to a webhook call',
  'keys-unavailable': 'of receiving: the channel shows the words of the error',
  'other-poller': 'of receiving: the channel shows the words of the error',
  'webhook-active': 'of receiving: the channel shows the words of the error',
  'nothing-chosen': 'of a consent: the form shows the words of the error',
  'no-avatar': 'a face that is missing shows letters instead',
  'unknown': 'stands in the log only',
};

it('finds the codes of every kind of source', () => {
  expect([...reasonCodes().keys()]).toEqual(expect.arrayContaining(['text-too-long', 'window-closed', 'not-in-channel', 'blocked-by-user', 'payment-missing', 'unknown-recipient']));
});

it('has a plain sentence for every reason that a connector gives', () => {
  const without = [...reasonCodes()].filter(([code]) => !(code in failureCodes) && !(code in unseen)).map(([code, files]) => `${code} (${files.join(', ')})`);
  expect(without).toEqual([]);
});

it('excuses no code that is not given, or that has words', () => {
  const given = reasonCodes();
  expect(Object.keys(unseen).filter((code) => !given.has(code) || code in failureCodes)).toEqual([]);
});
