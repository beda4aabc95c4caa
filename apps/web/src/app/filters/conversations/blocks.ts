import { attributes, type Attribute } from '@kontuar/contract/filter';
import type { Condition, Moment } from '@kontuar/contract';
import type { TimeQuestion } from '../../views/sentence';

export function isComplete(condition: Condition): boolean {
  if ('has' in condition) return condition.has.trim() !== '';
  if ('key' in condition && (condition.key.trim() === '' || ('text' in condition && condition.text.trim() === ''))) return false;
  if ('of' in condition) return condition.of.length > 0;
  if ('at' in condition && 'at' in condition.at) return !Number.isNaN(Date.parse(condition.at.at));
  return true;
}

const ahead: ReadonlySet<Attribute> = new Set(['caseDue', 'due', 'leadNext', 'snoozedUntil']);
/** How a condition begins when its attribute has been chosen. */
export function freshCondition(by: Attribute): Condition {
  const attribute = attributes[by];
  switch (attribute.kind) {
    case 'choice': return { by, is: 'any', of: [] } as Condition;
    case 'several': return { by, is: 'any', of: [] } as Condition;
    // What is still to come is asked for from now on, what happened from now back.
    case 'time': return (ahead.has(by) ? { by, is: 'before', at: { ahead: 2, unit: 'days' } } : { by, is: by === 'waiting' ? 'before' : 'after', at: { ago: by === 'waiting' ? 2 : 7, unit: by === 'waiting' ? 'hours' : 'days' } }) as Condition;
    case 'flag': return { by, is: true } as Condition;
    case 'amount': return { by, is: 'atMost', value: 3 } as Condition;
    case 'keyed': return { by, is: 'any', key: '', of: [] } as Condition;
    case 'words': return { by, has: '' } as Condition;
  }
}

/** From one question about a time to another, keeping the number where it still means something. */
export function asTime(by: Condition['by'], question: TimeQuestion, before: Moment | undefined, now = new Date()): Condition {
  const span = before !== undefined && 'unit' in before ? { count: 'ago' in before ? before.ago : before.ahead, unit: before.unit } : { count: 1, unit: 'days' as const };
  const start = before !== undefined && 'start' in before ? before : ({ start: 'day', back: 0 } as const);
  const date = before !== undefined && 'at' in before ? before : { at: new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString() };
  const answers: Record<TimeQuestion, object> = {
    olderThan: { is: 'before', at: { ago: span.count, unit: span.unit } }, within: { is: 'after', at: { ago: span.count, unit: span.unit } },
    ahead: { is: 'before', at: { ahead: span.count, unit: span.unit } }, beyond: { is: 'after', at: { ahead: span.count, unit: span.unit } },
    since: { is: 'after', at: start }, until: { is: 'before', at: start }, from: { is: 'after', at: date }, before: { is: 'before', at: date },
    empty: { is: 'empty' }, filled: { is: 'filled' },
  };
  return { by, ...answers[question] } as Condition;
}
