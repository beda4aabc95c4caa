/** What moves on the board refuse, in Polish. Keys as in `all.pl.ts`. */
export const board: Readonly<Record<string, string>> = {
  'At most {} conversations are moved at once.': 'Naraz można przekazać najwyżej {} rozmów.',
  'This is more than they can carry.': 'To więcej, niż ta osoba może udźwignąć.',
};
