/** What the server refuses about rules. */
export const rules: Readonly<Record<string, string>> = {
  'There is a gap in this text that nobody can fill.': 'W tym tekście jest luka, której nikt nie wypełni.',
  'A workspace has at most {} rules.': 'Przestrzeń może mieć najwyżej tyle reguł: {}.',
  'Somebody saved another version of this rule a moment ago.': 'Ktoś przed chwilą zapisał inną wersję tej reguły.',
  'Say who is told': 'Wskaż, kogo powiadomić',
  'An http or https address without a password': 'Adres http lub https bez hasła',
  'A rule has no “me” and no “my teams”.': 'Reguła nie zna „mnie” ani „moich zespołów”.',
  'Each occasion stands once': 'Każde zdarzenie może wystąpić raz',
};
