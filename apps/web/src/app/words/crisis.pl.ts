/** What crisis mode refuses, in Polish. Keys as in `all.pl.ts`. */
export const crisis: Readonly<Record<string, string>> = {
  'Another statement is being made at this moment. Look at who still waits afterwards.': 'Właśnie powstaje inna odpowiedź do wielu. Sprawdź potem, kto jeszcze czeka.',
  'This statement was made already, or was stopped.': 'Ta odpowiedź do wielu już powstała albo została zatrzymana.',
  'Say which alert or which crisis this is about.': 'Wskaż alarm albo kryzys, którego to dotyczy.',
  'Somebody answers this already, or nobody waits for an answer any more.': 'Ktoś już na to odpowiada albo nikt nie czeka na odpowiedź.',
  'They wrote again after you read it.': 'Ta osoba napisała ponownie, odkąd to przeczytano.',
  'There is no such crisis.': 'Nie ma takiego kryzysu.',
  'This channel does not exist.': 'Ten kanał nie istnieje.',
  'There is no such alert.': 'Nie ma takiego alarmu.',
  'There is no such task.': 'Nie ma takiego zadania.',
  'There is no such held thing.': 'To już nie czeka na decyzję.',
  'This crisis is over.': 'Ten kryzys już się skończył.',
  'Nobody knows yet for how long: this can be decided when the crisis is over.': 'Nie wiadomo jeszcze, jak długo to potrwa: o tym można zdecydować po kryzysie.',
};
