import { attributes, type Attribute } from '@kontuar/contract/filter';
import { asTime, freshCondition, isComplete } from './blocks';

describe('conditions', () => {
  it.each(Object.keys(attributes) as Attribute[])('begin a question about %s with what it needs', (by) => {
    const condition = freshCondition(by);
    expect(condition.by).toBe(by);
    expect(isComplete(condition)).toBe(['time', 'flag', 'amount'].includes(attributes[by].kind));
  });

  it('go from one question about a time to another with the same number', () => {
    expect(asTime('waiting', 'within', { ago: 3, unit: 'hours' })).toEqual({ by: 'waiting', is: 'after', at: { ago: 3, unit: 'hours' } });
    expect(asTime('snoozedUntil', 'ahead', { ago: 3, unit: 'hours' })).toEqual({ by: 'snoozedUntil', is: 'before', at: { ahead: 3, unit: 'hours' } });
    expect(asTime('waiting', 'empty', { ago: 3, unit: 'hours' })).toEqual({ by: 'waiting', is: 'empty' });
    expect(asTime('created', 'since', undefined)).toEqual({ by: 'created', is: 'after', at: { start: 'day', back: 0 } });
  });
});
