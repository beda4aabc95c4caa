import { defineStrings } from '../../i18n';

export const openCasesStrings = defineStrings('open-cases', {
  en: {
    title: 'Cases of several conversations', how: '{{what}}: which cases?', ways: 'Cases', perPerson: 'One case for each person', perConversation: 'One case for each conversation', noCase: 'Only say what they are about',
    cases_one: '{{count}} case', cases_other: '{{count}} cases',
    opened_one: '{{what}}: case {{codes}} opened', opened_other: '{{what}}: {{count}} cases opened ({{codes}})',
    refused_one: '{{count}} stays as it was: it has an open case, or is not yours to change', refused_other: '{{count}} stay as they were: they have an open case, or are not yours to change',
  },
  pl: {
    title: 'Zgłoszenia z wielu rozmów', how: '{{what}}: ile zgłoszeń?', ways: 'Zgłoszenia', perPerson: 'Jedno zgłoszenie na osobę', perConversation: 'Osobne zgłoszenie z każdej rozmowy', noCase: 'Tylko oznacz rodzaj sprawy',
    cases_one: '{{count}} zgłoszenie', cases_few: '{{count}} zgłoszenia', cases_many: '{{count}} zgłoszeń', cases_other: '{{count}} zgłoszenia',
    opened_one: '{{what}}: zgłoszenie {{codes}} założone', opened_few: '{{what}}: założono {{count}} zgłoszenia ({{codes}})', opened_many: '{{what}}: założono {{count}} zgłoszeń ({{codes}})', opened_other: '{{what}}: założono {{count}} zgłoszenia ({{codes}})',
    refused_one: '{{count}} rozmowa bez zmian: ma otwarte zgłoszenie albo nie możesz jej zmieniać', refused_few: '{{count}} rozmowy bez zmian: mają otwarte zgłoszenie albo nie możesz ich zmieniać', refused_many: '{{count}} rozmów bez zmian: mają otwarte zgłoszenie albo nie możesz ich zmieniać', refused_other: '{{count}} rozmowy bez zmian: mają otwarte zgłoszenie albo nie możesz ich zmieniać',
  },
});
