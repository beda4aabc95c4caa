import type { MessageView } from '@kontuar/contract';
import type { EventKey } from './event-words';

export interface RoutedPart { key: EventKey; values: Record<string, string> }

const modes: Readonly<Record<string, EventKey>> = { 'round-robin': 'routedTurn', 'least-loaded': 'routedLeast', 'capacity': 'routedRoom' };
const record = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});

/** What routing went by when it gave this to somebody, in the order of its weight: what was asked for and what they know, by which rule, what they carry since. Nothing for what people did. */
export function routedParts({ event }: Pick<MessageView, 'event'>, number: (value: number) => string): RoutedPart[] {
  if (event?.data['reason'] !== 'routing') return [];
  const { policy, knew, skills, asked, after, capacity } = record(event.data['why']);
  const wanted = record(asked);
  const known = Object.entries(record(skills)).map(([skill, level]): RoutedPart =>
    (wanted[skill] === undefined ? { key: 'routedSkill', values: { skill, level: String(level) } } : { key: 'routedLess', values: { skill, level: String(level), asked: String(wanted[skill]) } }));
  // Who asked for something that nobody had to know in the end got whoever was there.
  const gone = Object.keys(wanted).filter((skill) => record(skills)[skill] === undefined).map((skill): RoutedPart => ({ key: 'routedAnybody', values: { skill, asked: String(wanted[skill]) } }));
  const mode = typeof policy === 'string' && knew === undefined ? modes[policy] : undefined;
  return [
    ...known, ...gone, ...(mode === undefined ? [] : [{ key: mode, values: {} }]),
    ...(typeof after !== 'number' ? [] : [typeof capacity === 'number' ? { key: 'routedLoadOf' as const, values: { load: number(after), capacity: number(capacity) } } : { key: 'routedLoad' as const, values: { load: number(after) } }]),
  ];
}
