import { logOnlyConformance } from '../conformance/log-only.conformance';
import { counter } from './counter.connector';

logOnlyConformance(counter, __dirname);

it('keeps its people and entries apart from those of other logs', () => {
  expect(counter.identityScope?.({})).toBe('counter');
});
