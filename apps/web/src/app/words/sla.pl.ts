/** What promised times and their calendars refuse, in Polish. Keys as in `all.pl.ts`. */
export const sla: Readonly<Record<string, string>> = {
  'Promises or routing go by this calendar.': 'Według tego kalendarza liczone są obietnice lub przydział.',
  'Choose a day that is over.': 'Wybierz dzień, który już minął.',
  'Nothing can be sent over this channel.': 'Tym kanałem nie można niczego wysłać.',
  'At most {} skills.': 'Najwyżej {} umiejętności.',
  'Give them another one first.': 'Najpierw wskaż dla nich inny.',
  'There is a calendar with this name already.': 'Jest już kalendarz o tej nazwie.',
  'A workspace has at most {} calendars.': 'Przestrzeń może mieć najwyżej {} kalendarzy.',
  'Say when somebody works.': 'Podaj, kiedy ktoś pracuje.',
  'A workspace has at most {} policies.': 'Przestrzeń może mieć najwyżej {} zasad.',
  'Promise at least one of the three.': 'Obiecaj przynajmniej jedno z trzech.',
  'This takes too long to try.': 'Ta próba trwa zbyt długo.',
  'This takes too long right now.': 'W tej chwili trwa to zbyt długo.',
  'Narrow it, for example by the kind of channel.': 'Zawęź ją, na przykład do rodzaju kanału.',
  'Policies ask for what a conversation is: kind of channel, of customer, priority, matter, team, labels, fields.': 'Zasady pytają o to, jaka jest rozmowa: rodzaj kanału i klienta, priorytet, sprawa, zespół, etykiety, pola.',
};
