import { companyDomain } from './free-mail';

it.each([
  ['biuro@Hurtownia-Meblex.pl', 'hurtownia-meblex.pl'], ['a@sub.firma.example', 'sub.firma.example'], ['jan@gmail.com', undefined], ['ola@WP.pl', undefined], ['x@yahoo.co.uk', undefined], ['x@outlook.de', undefined],
  ['no address', undefined], ['a@localhost', undefined],
])('%s speaks for the company %s', (address, domain) => {
  expect(companyDomain(address)).toBe(domain);
});
