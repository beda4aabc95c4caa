import { logOnlyConformance } from '../conformance/log-only.conformance';
import { phone } from './phone.connector';

logOnlyConformance(phone, __dirname);

it('keeps its people and entries apart from those of other logs', () => {
  expect(phone.identityScope?.({})).toBe('phone');
});
