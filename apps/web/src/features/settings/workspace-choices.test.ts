import { changedParts, withCurrent } from './workspace-choices';

describe('settings of the workspace', () => {
  it('sends only what was changed', () => {
    expect(changedParts({ name: 'A', days: 1 }, { name: 'A', days: 2 })).toEqual({ days: 2 });
    expect(changedParts({ name: 'A' }, { name: 'A' })).toEqual({});
  });

  it('offers the value that holds now, also an unusual one, in its place', () => {
    expect(withCurrent([1, 24], 5)).toEqual([1, 5, 24]);
    expect(withCurrent([1, 24], 24)).toEqual([1, 24]);
  });
});
