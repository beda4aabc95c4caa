/** What crisis mode refuses, in Polish. Keys as in `all.pl.ts`. */
export const crisis: Readonly<Record<string, string>> = {
  'There is no such crisis.': 'Nie ma takiego kryzysu.',
  'This channel does not exist.': 'Ten kanał nie istnieje.',
  'There is no such alert.': 'Nie ma takiego alarmu.',
  'There is no such task.': 'Nie ma takiego zadania.',
  'There is no such held thing.': 'To już nie czeka na decyzję.',
  'This crisis is over.': 'Ten kryzys już się skończył.',
  'Nobody knows yet for how long: this can be decided when the crisis is over.': 'Nie wiadomo jeszcze, jak długo to potrwa: o tym można zdecydować po kryzysie.',
};
