/** What is refused about customers, in Polish. Keys as in `all.pl.ts`. */
export const people: Readonly<Record<string, string>> = {
  'There is no such customer kind.': 'Nie ma takiego rodzaju klienta.',
  'Not all of these identities belong to this contact.': 'Nie wszystkie te tożsamości należą do tego klienta.',
  'Leave at least one identity with the contact.': 'Zostaw klientowi co najmniej jedną tożsamość.',
  'This split was taken back already.': 'Ten podział już cofnięto.',
  'There are {} kinds of customers already.': 'Jest już {} rodzajów klientów.',
  'There is a kind of customer with this key already.': 'Jest już rodzaj klienta z tym kluczem.',
  'There is no such kind of customer.': 'Nie ma takiego rodzaju klienta.',
  'This rule takes too long.': 'Ta reguła działa za długo.',
  'Narrow it, for example by the number of conversations.': 'Zawęź ją, na przykład liczbą rozmów.',
  'Narrow it, for example by kind, company or time.': 'Zawęź go, na przykład rodzajem, firmą albo czasem.',
  'A rule cannot ask for a kind of customer: kinds come of rules.': 'Reguła nie może pytać o rodzaj klienta: to z reguł biorą się rodzaje.',
  'Ask for what makes the kind.': 'Pytaj o to, co czyni z klienta ten rodzaj.',
  'More than {} segments of one\'s own are not kept.': 'Można mieć najwyżej {} własnych segmentów.',
  'Only its owner can take a segment back for themselves.': 'Tylko właściciel może zabrać segment z powrotem dla siebie.',
  'Only those who lead share segments with everybody.': 'Segmenty dla wszystkich udostępniają tylko kierujący.',
};
