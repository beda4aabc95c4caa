import { inStrides, type Asked } from './in-strides';
import type { Occasion } from './occasion';
import type { RuleRow } from './rule.row';

// Only what tells them apart is looked at.
const rules = ['first', 'second'].map((id) => ({ id }) as RuleRow);
const ask = (rule: number, conversationId: string, key = ''): Asked => ({ rule: rules[rule] as RuleRow, occasion: { conversationId, key } as Occasion });
const told = (asked: Asked[]) => inStrides(asked).map(({ rule, occasions }) => `${rule.id}: ${occasions.map(({ conversationId, key }) => conversationId + key).join(' ')}`);

describe('what rules are asked at once', () => {
  it('is one question for a crowd, whose clocks ran out in whatever order', () => {
    expect(told([ask(0, 'a'), ask(0, 'b'), ask(0, 'c')])).toEqual(['first: a b c']);
  });

  it('keeps the order in each conversation, and asks nothing of one twice at once', () => {
    expect(told([ask(0, 'a'), ask(1, 'a'), ask(0, 'b'), ask(1, 'b'), ask(1, 'c'), ask(0, 'c')])).toEqual(['first: a b', 'second: c', 'second: a b', 'first: c']);
    expect(told([ask(0, 'a', '1'), ask(0, 'a', '2'), ask(0, 'b', '1')])).toEqual(['first: a1 b1', 'first: a2']);
  });

  it('is nothing where nothing ran out', () => {
    expect(told([])).toEqual([]);
  });
});
