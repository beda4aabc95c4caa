import { nameFromAddress } from './owner-name';

describe('the name of an owner whom only an address is known of', () => {
  it.each([
    ['anna.kowalska@example.com', 'Anna Kowalska'],
    ['ANNA_KOWALSKA@example.com', 'Anna Kowalska'],
    ['anna-maria.nowak2+kontuar@example.com', 'Anna-Maria Nowak'],
    ['j.o\'neill@example.com', 'J. O\'Neill'],
    ['łucja.śliwa@example.com', 'Łucja Śliwa'],
  ])('%s is %s', (address, name) => { expect(nameFromAddress(address)).toEqual({ name, guessed: false }); });

  it.each([['anna@example.com', 'Anna'], ['owner@example.com', 'Owner'], ['biuro.krakow@example.com', 'Biuro Krakow'], ['sklep24.pl7x.b@example.com', 'Sklep Pl7x B.'], ['42@example.com', '42@example.com']])(
    '%s is a guess that its owner is asked about: %s', (address, name) => { expect(nameFromAddress(address)).toEqual({ name, guessed: true }); });
});
