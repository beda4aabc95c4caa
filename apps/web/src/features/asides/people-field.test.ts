import { readRecipients } from './people-field';

describe('whom a side conversation is with', () => {
  it('is read out of what people type and paste', () => {
    expect(readRecipients('Jan Nowak <Jan@Supplier.test>, "Ewa" <ewa@supplier.test>; warehouse@acme.test')).toEqual({
      good: [{ address: 'jan@supplier.test', name: 'Jan Nowak' }, { address: 'ewa@supplier.test', name: 'Ewa' }, { address: 'warehouse@acme.test', name: null }], rest: '',
    });
  });

  it('leaves behind what is no address', () => {
    expect(readRecipients('jan, ewa@supplier.test, <nobody>')).toEqual({ good: [{ address: 'ewa@supplier.test', name: null }], rest: 'jan, <nobody>' });
  });
});
