import type { ModerationVerdict } from '@kontuar/contract';
import { backOf, concerns } from './verdicts';

const verdicts = Object.keys(backOf) as ModerationVerdict[]; // Object.keys forgets what the record knows

it('leads back by the same way: what takes a verdict back is itself taken back by it', () => {
  for (const verdict of verdicts) expect(backOf[backOf[verdict]]).toBe(verdict);
});

it('says nothing twice: what was decided so concerns nobody whom it was decided about', () => {
  const hit = { decision: 'suggested', falseHit: false } as const;
  expect(verdicts.filter((verdict) => concerns(verdict, hit))).toEqual(['do', 'refuse', 'false']);
  expect(verdicts.filter((verdict) => concerns(verdict, { decision: 'done', falseHit: true }))).toEqual(['restore', 'right']);
  expect(verdicts.filter((verdict) => concerns(verdict, { decision: 'refused', falseHit: false }))).toEqual(['do', 'ask', 'false']);
});
