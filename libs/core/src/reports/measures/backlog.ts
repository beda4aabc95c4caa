import { everyGroup, howMany, type Measure } from '../measure';

const standing = { from: 'report_facts', where: `f.kind = 'spell'`, lasts: 'standing', groups: everyGroup.filter((group) => group !== 'hour-of-day' && group !== 'weekday') } as const;

export const backlog: Measure = {
  ...standing, key: 'backlog', unit: 'count', better: 'less',
  name: { en: 'Not resolved yet', pl: 'Jeszcze nie zakończone' },
  counted: {
    en: 'How many conversations were open, pending or snoozed at the end of each day, or now.',
    pl: 'Ile rozmów było otwartych, oczekujących lub odłożonych na koniec każdego dnia albo jest teraz.',
  },
  figure: howMany,
};

export const backlogAge: Measure = {
  ...standing, key: 'backlog-age', unit: 'duration', better: 'less',
  name: { en: 'Age of what is not resolved', pl: 'Wiek niezakończonych' },
  counted: {
    en: 'How long the conversations that were not resolved at the end of each day, or now, had been going on since they began or were reopened.',
    pl: 'Jak długo trwały rozmowy niezakończone na koniec każdego dnia albo teraz, od początku lub ponownego otwarcia.',
  },
  figure: () => ({ cases: 'count(*)', value: 'percentile_cont(0.5) WITHIN GROUP (ORDER BY f.age)', p90: 'percentile_cont(0.9) WITHIN GROUP (ORDER BY f.age)' }),
  worst: () => 'f.age',
};

export const handling: Measure = {
  key: 'handling', unit: 'sum', better: null,
  name: { en: 'Time in hand', pl: 'Czas w rękach' },
  counted: {
    en: 'How long unresolved conversations were assigned to somebody, every minute for whoever had it then, not for the last owner. Two conversations at once count twice.',
    pl: 'Jak długo niezakończone rozmowy były do kogoś przypisane, każda minuta na konto tego, kto je wtedy miał, a nie ostatniego właściciela. Dwie rozmowy naraz liczą się podwójnie.',
  },
  groups: everyGroup.filter((group) => group !== 'hour-of-day' && group !== 'weekday'), from: 'report_facts', where: `f.kind = 'held'`, lasts: 'during',
  figure: () => ({ cases: 'count(DISTINCT f.conversation_id)', value: 'coalesce(sum(f.within), 0)' }), worst: () => 'f.within',
};
