import { moodAfter } from './mood-after';

const of = (label: 'negative' | 'neutral' | 'positive' | 'unsure') => ({ label, score: { negative: -0.8, neutral: 0, positive: 0.8, unsure: 0 }[label], confidence: 0.9 });

it.each([
  [null, 'negative', true, 'negative'], ['negative', 'neutral', false, 'negative'], ['negative', 'neutral', true, 'neutral'], ['negative', 'positive', false, 'positive'],
  ['positive', 'neutral', false, 'neutral'], ['positive', 'negative', false, 'negative'], ['negative', 'unsure', true, 'negative'],
] as const)('after %s comes %s (answered since: %s): %s', (before, message, answered, after) => {
  expect(moodAfter(before === null ? null : of(before), of(message), answered)).toEqual(of(after));
});

it('stays unknown when nothing could be told', () => {
  expect(moodAfter(null, of('unsure'), true)).toBeNull();
});
