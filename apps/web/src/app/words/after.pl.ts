/** What surveys and promises refuse, in Polish. Keys as in `all.pl.ts`. */
export const after: Readonly<Record<string, string>> = {
  'There is no such promise.': 'Nie ma takiej obietnicy.',
  'There is no such answer.': 'Nie ma takiej odpowiedzi.',
  'There are {} open promises already.': 'Otwartych obietnic jest już {}.',
  'Keep one first.': 'Najpierw trzeba którejś dotrzymać.',
  'Somebody changed this promise a moment ago.': 'Ktoś przed chwilą zmienił tę obietnicę.',
  'This promise is over. Give a new one.': 'Ta obietnica już się skończyła. Można złożyć nową.',
  'Choose somebody who may read this conversation.': 'Wybierz osobę, która może czytać tę rozmowę.',
  'Say a time that is still to come, within a year.': 'Podaj czas, który dopiero nadejdzie, najdalej za rok.',
  'The end comes after the beginning': 'Koniec musi być po początku',
};
