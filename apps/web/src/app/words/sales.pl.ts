/** What leads and outreach refuse, in Polish. Keys as in `all.pl.ts`. */
export const sales: Readonly<Record<string, string>> = {
  'There is no such conversation of this lead.': 'Nie ma takiej rozmowy w tej szansie sprzedaży.',
  'There is no such stage.': 'Nie ma takiego etapu.',
  'Somebody is changing this lead this very moment.': 'Ktoś właśnie zmienia tę szansę sprzedaży.',
  'This conversation is a lead already: {}.': 'Ta rozmowa jest już szansą sprzedaży: {}.',
  'Somebody changed this lead a moment ago.': 'Ktoś przed chwilą zmienił tę szansę sprzedaży.',
  'A lead gathers at most {} conversations.': 'Szansa sprzedaży obejmuje najwyżej {} rozmów.',
  'This is the only conversation of the lead.': 'To jedyna rozmowa tej szansy sprzedaży.',
  'Say that it was lost, or take it back.': 'Oznacz ją jako przegraną albo cofnij.',
  'Leads stand on this stage: archive it instead.': 'Na tym etapie są szanse sprzedaży: zamiast usuwać, zarchiwizuj go.',
  'Each stage has a key of its own.': 'Każdy etap ma własny klucz.',
  'There is at least one stage that goes on, one for won and one for lost.': 'Potrzebny jest co najmniej jeden etap w toku, jeden wygrany i jeden przegrany.',
};
