import { needFilter, readNeedFilter, unasked, weightsForm, weightsOf } from './routing-form';

describe('rules about who gets what', () => {
  it('are read as they were written', () => {
    const form = { ...unasked, language: 'pl', matter: 'claim' };
    expect(readNeedFilter(needFilter(form))).toEqual(form);
    expect(readNeedFilter({ by: 'not', of: needFilter(form) })).toBeUndefined();
    expect(readNeedFilter({ by: 'language', is: 'any', of: ['pl', 'en'] })).toBeUndefined();
  });

  it('take factors with a point or a comma, leave out those that change nothing, and none that is out of bounds', () => {
    const weights = { matters: { claim: 3 }, priorities: { urgent: 1.5 }, pending: 0.5 };
    expect(weightsOf(weightsForm(weights))).toEqual(weights);
    expect(weightsOf({ matters: { claim: '2,5', lead: '1', praise: '' }, priorities: {}, pending: '0' })).toEqual({ matters: { claim: 2.5 }, priorities: {}, pending: 0 });
    for (const wrong of ['0', '-1', '21', 'much']) expect(weightsOf({ matters: { claim: wrong }, priorities: {}, pending: '0.5' })).toBeUndefined();
    expect(weightsOf({ matters: {}, priorities: {}, pending: '2' })).toBeUndefined();
  });
});
