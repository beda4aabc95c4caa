import { everyGroup, howLong, howMany, spanOf, type Measure } from '../measure';

export const resolved: Measure = {
  key: 'resolved', unit: 'count', better: 'more',
  name: { en: 'Resolved', pl: 'Zakończone' },
  counted: {
    en: 'How often a conversation was resolved, for whoever did it; again after each reopening. What was undone was never resolved, and a merge resolves nothing.',
    pl: 'Ile razy zakończono rozmowę, na konto tego, kto to zrobił; po każdym ponownym otwarciu od nowa. Cofnięte zakończenie się nie liczy, a scalenie niczego nie kończy.',
  },
  groups: everyGroup, from: 'report_facts', where: `f.kind = 'resolved'`, figure: howMany,
};

export const resolution: Measure = {
  key: 'resolution', unit: 'duration', better: 'less', hasClock: true,
  name: { en: 'To resolution', pl: 'Do zakończenia' },
  counted: {
    en: 'From the first message, or from the reopening, until it was resolved, without the time for which it was snoozed. Opening hours leave out nights and days off, but not snoozed time.',
    pl: 'Od pierwszej wiadomości lub ponownego otwarcia do zakończenia, bez czasu odłożenia. W godzinach pracy: bez nocy i dni wolnych, ale z czasem odłożenia.',
  },
  groups: [...everyGroup, 'spread'], from: 'report_facts', where: `f.kind = 'resolved'`, figure: howLong, spread: spanOf, worst: (ms) => ms,
};

export const reopened: Measure = {
  key: 'reopened', unit: 'share', better: 'less',
  name: { en: 'Reopened', pl: 'Otwarte ponownie' },
  counted: {
    en: 'Reopenings for every hundred resolutions of the same time, credited to whoever had resolved. Thank-yous and answers to surveys reopen nothing; what was undone counts for nothing.',
    pl: 'Ponowne otwarcia na każde sto zakończeń w tym samym czasie, na konto tego, kto zakończył. Podziękowania i odpowiedzi na ankiety niczego nie otwierają; cofnięte zakończenie się nie liczy.',
  },
  groups: everyGroup, from: 'report_facts', where: `f.kind IN ('resolved', 'reopened', 'thanks')`, behind: `f.kind = 'reopened'`,
  figure: () => ({
    cases: `count(*) FILTER (WHERE f.kind = 'reopened')`, whole: `count(*) FILTER (WHERE f.kind = 'resolved')`,
    value: `count(*) FILTER (WHERE f.kind = 'reopened')::float8 / nullif(count(*) FILTER (WHERE f.kind = 'resolved'), 0)`, parts: [`count(*) FILTER (WHERE f.kind = 'thanks')`],
  }),
};
