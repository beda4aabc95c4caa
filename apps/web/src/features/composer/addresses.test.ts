import { inheritedCc, readAddresses } from './addresses';

describe('addresses for a copy', () => {
  it('are read from what people paste', () => {
    expect(readAddresses('Jan Nowak <Jan@Example.com>; ola@example.com, mailto:a@b.pl\nx@y.pl z@y.pl')).toEqual({ good: ['jan@example.com', 'ola@example.com', 'a@b.pl', 'x@y.pl', 'z@y.pl'], rest: '' });
  });

  it('leave behind what is none', () => {
    expect(readAddresses('jan@ ola@example.com')).toEqual({ good: ['ola@example.com'], rest: 'jan@' });
    expect(readAddresses('  ')).toEqual({ good: [], rest: '' });
  });

  it('are taken over from the last letter, without the customer and ourselves', () => {
    const letter = (cc: string[], more: object = {}) => ({ kind: 'message', direction: 'in', deletedAt: null, cc: cc.map((address) => ({ address })), ...more });
    expect(inheritedCc([letter(['a@a.pl']), letter(['b@b.pl', 'Us@us.pl', 'marta@x.pl']), { ...letter(['c@c.pl']), kind: 'note' }], ['us@us.pl', 'marta@x.pl'])).toEqual(['b@b.pl']);
    expect(inheritedCc([], [])).toEqual([]);
  });
});
