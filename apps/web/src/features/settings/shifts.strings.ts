import { defineStrings } from '../../i18n';

export const shiftsStrings = defineStrings('shifts', {
  en: {
    title: 'Shifts', lead: 'Who works when. Notifications, mentions, lists and approvals all go by it.', search: 'Search', plan: 'Plan the shift of {{name}}', hours: 'Weekly hours', noHours: 'no hours: on whenever their screen is there', weekly: 'Has weekly hours', timeZone: 'Time zone', from: '{{day}} from', to: '{{day}} to', off: 'day off',
    absence: 'Now', asHours: 'by the hours', on: 'on shift', away: 'away', sick: 'sick', offNow: 'off shift', begins: 'From (empty: now)', ends: 'Until (empty: until somebody says otherwise)', substitute: 'Stands in', nobody: 'nobody', until: '{{state}} until {{time}}', saved: 'Saved', own: 'My absence', ownLead: 'When you are away, sick or on holiday, and who stands in. Colleagues who mention you see it at once.', save: 'Save', edit: 'Plan', standsIn: '{{name}} stands in', sickHelp: 'Only those who plan shifts see that somebody is sick; to others they are off.',
  },
  pl: {
    title: 'Zmiany', lead: 'Kto kiedy pracuje. Według tego działają powiadomienia, wzmianki, listy i zgody.', search: 'Szukaj', plan: 'Zaplanuj zmianę: {{name}}', hours: 'Godziny w tygodniu', noHours: 'bez godzin: na zmianie, gdy ma otwarty ekran', weekly: 'Ma stałe godziny', timeZone: 'Strefa czasowa', from: '{{day}} od', to: '{{day}} do', off: 'wolne',
    absence: 'Teraz', asHours: 'według godzin', on: 'na zmianie', away: 'przerwa', sick: 'choroba', offNow: 'poza zmianą', begins: 'Od (puste: teraz)', ends: 'Do (puste: do odwołania)', substitute: 'Zastępstwo', nobody: 'nikt', until: '{{state}} do {{time}}', saved: 'Zapisano', own: 'Moja nieobecność', ownLead: 'Kiedy masz przerwę, chorobę albo urlop, i kto zastępuje. Kto cię wymieni w notatce, zobaczy to od razu.', save: 'Zapisz', edit: 'Zaplanuj', standsIn: 'zastępuje: {{name}}', sickHelp: 'O chorobie wiedzą tylko osoby planujące zmiany; dla innych to „poza zmianą”.',
  },
});
