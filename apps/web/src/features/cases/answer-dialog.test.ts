import { effectOf } from './answer-dialog';

it('says before an answer is marked as the decision whether it stops the clock', () => {
  const of = (mail: boolean, status: Parameters<typeof effectOf>[0]['message']['status']) => effectOf({ mail, message: { status } }).key;
  expect([of(true, 'sent'), of(true, 'read'), of(true, 'queued'), of(true, 'failed'), of(true, 'unknown'), of(false, 'read'), of(false, 'failed')]).toEqual(['stops', 'stops', 'later', 'failed', 'failed', 'chat', 'chat']);
});
