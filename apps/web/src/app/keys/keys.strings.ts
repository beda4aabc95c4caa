import { defineStrings } from '../../i18n';
import type { ShortcutId } from './keymap';

/** One name per shortcut: on the sheet, in the palette and in tooltips. */
export const keyNames = defineStrings('key-names', {
  en: {
    'report-earlier': 'Reports: earlier', 'report-later': 'later', 'report-day': 'Reports: a day', 'report-week': 'a week', 'report-weeks': 'four weeks', 'report-compare': 'Reports: compare with something else', 'report-table': 'Reports: as tables', 'report-pdf': 'Reports: save as PDF', 'report-csv': 'as CSV for spreadsheets',
    'hear-next': 'Next mention', 'hear-previous': 'previous', 'hear-monitor': 'Next monitor', 'hear-monitor-back': 'the one before', 'hear-original': 'Mention: where it stands', 'hear-copies': 'its copies', 'hear-take-alert': 'Take the alert', 'hear-relevant': 'Mention: relevant', 'hear-junk': 'junk', 'hear-answer': 'Mention: answer', 'hear-case': 'make a case', 'hear-assign': 'Mention: take', 'hear-mute': 'mute its author', 'hear-displeased': 'Mention: displeased', 'hear-neither': 'neither', 'hear-pleased': 'pleased', 'hear-like': 'Comment: like', 'hear-hide': 'hide',
    'next': 'Next', 'previous': 'previous', 'open': 'Open', 'back': 'back to the list', 'select': 'Select', 'select-extend': 'extend',
    'select-all': 'Select the whole list', 'show-new': 'Show what is new above', 'next-region': 'Next column', 'previous-region': 'previous',
    'palette': 'Search or do anything', 'view-1': 'Go to view 1 to 6', 'view-2': 'View 2', 'view-3': 'View 3', 'view-4': 'View 4', 'view-5': 'View 5', 'view-6': 'view 6',
    'go-inbox': 'Inbox', 'go-search': 'Search everything', 'go-contacts': 'Customers', 'go-channels': 'Channels', 'go-settings': 'settings', 'go-cases': 'register of claims', 'go-leads': 'leads', 'go-promises': 'Promises', 'go-quality': 'Quality',
    'board-left': 'Column before', 'board-right': 'behind', 'board-person': 'Jump to a person', 'board-risk': 'Next at risk', 'board-peek': 'Look inside', 'board-late': 'Select all that wait too long', 'board-spread': 'Spread by load', 'board-team': 'Move to a team',
    'go-board': 'Board', 'go-mentions': 'mentions', 'go-reports': 'reports', 'theme': 'Light or dark', 'sheet': 'This sheet',
    'reply': 'Reply', 'switch-side': 'public or private', 'note': 'Private note', 'aside': 'side conversation by email', 'send': 'Send and take the next', 'send-resolve': 'Send and resolve', 'send-later': 'Send later', 'share-draft': 'Write together', 'article': 'Put in the suggested article',
    'undo': 'Undo', 'canned': 'Canned reply', 'statement': 'Put in the statement of the crisis', 'plain-word': 'Replace jargon', 'link': 'Set a link', 'panel': 'Customer panel', 'whole-person': 'All channels in one timeline', 'watch': 'Watch or stop watching',
    'bold': 'Bold', 'italic': 'italic', 'strike': 'struck through', 'preview': 'Preview of the answer',
    'assign': 'Assign', 'hand-over': 'with a note', 'assign-me': 'Assign to me', 'take-next': 'Take the longest-waiting', 'unassign': 'Return to the queue',
    'snooze': 'Snooze', 'follow-up': 'Follow up unless answered', 'promise': 'Promise something by a date', 'no-promise': 'no promise after all', 'resolve': 'Resolve, reopen', 'lesson': 'leave a lesson', 'matter': 'Matter: claim, question …', 'lead': 'Take up as a lead', 'priority': 'Priority',
    'lesson-reviewed': 'Lesson: reviewed', 'lesson-done': 'put into practice', 'lesson-article': 'Lesson: make an article', 'lesson-canned': 'a canned answer', 'lesson-term': 'a trade word',
    'label': 'Label', 'fill-field': 'Fill in a field', 'merge': 'Merge with another', 'relate': 'link with another', 'rule-do': 'Do what a rule suggests', 'rule-leave': 'leave it', 'same-person': 'Merge with whom is suggested', 'not-same-person': 'not the same person', 'log-call': 'Log a call', 'log-visit': 'a visit', 'write-first': 'Write to a customer first', 'listen': 'Listen to the conversation', 'whisper': 'whisper to the agent', 'take-over': 'take over, hand back', 'review': 'Review the work in it',
  } satisfies Record<ShortcutId, string>,
  pl: {
    'report-earlier': 'Raporty: wcześniej', 'report-later': 'później', 'report-day': 'Raporty: dzień', 'report-week': 'tydzień', 'report-weeks': 'cztery tygodnie', 'report-compare': 'Raporty: porównaj z czymś innym', 'report-table': 'Raporty: jako tabele', 'report-pdf': 'Raporty: zapisz jako PDF', 'report-csv': 'jako CSV do arkusza',
    'hear-next': 'Następna wzmianka', 'hear-previous': 'poprzednia', 'hear-monitor': 'Następny monitor', 'hear-monitor-back': 'poprzedni', 'hear-original': 'Wzmianka: gdzie to jest', 'hear-copies': 'jej kopie', 'hear-take-alert': 'Weź alarm', 'hear-relevant': 'Wzmianka: trafna', 'hear-junk': 'śmieci', 'hear-answer': 'Wzmianka: odpowiedz', 'hear-case': 'załóż zgłoszenie', 'hear-assign': 'Wzmianka: weź', 'hear-mute': 'wycisz autora', 'hear-displeased': 'Wzmianka: niezadowolona', 'hear-neither': 'obojętna', 'hear-pleased': 'zadowolona', 'hear-like': 'Komentarz: polub', 'hear-hide': 'ukryj',
    'next': 'Następna', 'previous': 'poprzednia', 'open': 'Otwórz', 'back': 'wróć do listy', 'select': 'Zaznacz', 'select-extend': 'rozszerz',
    'select-all': 'Zaznacz całą listę', 'show-new': 'Pokaż nowe u góry', 'next-region': 'Następna kolumna', 'previous-region': 'poprzednia',
    'palette': 'Szukaj albo zrób', 'view-1': 'Widok od 1 do 6', 'view-2': 'Widok 2', 'view-3': 'Widok 3', 'view-4': 'Widok 4', 'view-5': 'Widok 5', 'view-6': 'widok 6',
    'go-inbox': 'Skrzynka', 'go-search': 'Szukaj wszędzie', 'go-contacts': 'Klienci', 'go-channels': 'Kanały', 'go-settings': 'ustawienia', 'go-cases': 'rejestr reklamacji', 'go-leads': 'szanse sprzedaży', 'go-promises': 'Obietnice', 'go-quality': 'Jakość',
    'board-left': 'Kolumna wcześniej', 'board-right': 'dalej', 'board-person': 'Skocz do osoby', 'board-risk': 'Następna zagrożona', 'board-peek': 'Zajrzyj', 'board-late': 'Zaznacz wszystkie zbyt długo czekające', 'board-spread': 'Rozdziel według obłożenia', 'board-team': 'Przekaż zespołowi',
    'go-board': 'Tablica', 'go-mentions': 'wzmianki', 'go-reports': 'raporty', 'theme': 'Jasny albo ciemny', 'sheet': 'Ta ściąga',
    'reply': 'Odpowiedz', 'switch-side': 'publicznie albo prywatnie', 'note': 'Notatka wewnętrzna', 'aside': 'rozmowa poboczna e-mailem', 'send': 'Wyślij i weź następną', 'send-resolve': 'Wyślij i zakończ', 'send-later': 'Wyślij później', 'share-draft': 'Pisz wspólnie', 'article': 'Wstaw podpowiadany artykuł',
    'undo': 'Cofnij', 'canned': 'Gotowa odpowiedź', 'statement': 'Wstaw oświadczenie kryzysowe', 'plain-word': 'Zamień żargon', 'link': 'Wstaw odnośnik', 'panel': 'Panel klienta', 'whole-person': 'Wszystkie kanały na jednej osi czasu', 'watch': 'Obserwuj albo przestań',
    'bold': 'Pogrubienie', 'italic': 'kursywa', 'strike': 'przekreślenie', 'preview': 'Podgląd odpowiedzi',
    'assign': 'Przydziel', 'hand-over': 'z notatką', 'assign-me': 'Przydziel mnie', 'take-next': 'Weź najdłużej czekającą', 'unassign': 'Oddaj do kolejki',
    'snooze': 'Odłóż', 'follow-up': 'Przypomnij, jeśli nie odpisze', 'promise': 'Obiecaj coś na termin', 'no-promise': 'to nie obietnica', 'resolve': 'Zakończ, otwórz ponownie', 'lesson': 'zapisz wniosek', 'matter': 'Rodzaj sprawy', 'lead': 'Podejmij szansę sprzedaży', 'priority': 'Priorytet',
    'lesson-reviewed': 'Wniosek: omówiony', 'lesson-done': 'wdrożony', 'lesson-article': 'Wniosek: zrób artykuł', 'lesson-canned': 'gotową odpowiedź', 'lesson-term': 'słowo branżowe',
    'label': 'Etykieta', 'fill-field': 'Uzupełnij pole', 'merge': 'Połącz z inną', 'relate': 'powiąż z inną', 'rule-do': 'Wykonaj, co podpowiada reguła', 'rule-leave': 'zostaw', 'same-person': 'Połącz z sugerowaną osobą', 'not-same-person': 'to nie ta osoba', 'log-call': 'Zapisz telefon', 'log-visit': 'wizytę', 'write-first': 'Napisz do klienta', 'listen': 'Słuchaj rozmowy', 'whisper': 'podpowiedz agentowi', 'take-over': 'przejmij, oddaj', 'review': 'Oceń pracę w rozmowie',
  },
});

/** The full name of those that on the sheet stand behind another one. */
export const ownKeyNames = defineStrings('own-key-names', {
  en: {
    'previous': 'Previous', 'back': 'Back to the list', 'select-extend': 'Extend the selection', 'previous-region': 'Previous column', 'view-1': 'View 1', 'view-6': 'View 6',
    'report-later': 'Reports: later', 'report-week': 'Reports: a week', 'report-weeks': 'Reports: four weeks', 'report-csv': 'Reports: save as CSV', 'go-cases': 'Register of claims', 'go-leads': 'Leads', 'go-mentions': 'Mentions', 'go-reports': 'Reports', 'whisper': 'Whisper to the agent', 'take-over': 'Take over or hand back',
    'board-right': 'Column behind', 'go-settings': 'Settings', 'no-promise': 'The suggested promise is none', 'hand-over': 'Assign with a note', 'switch-side': 'Public or private answer', 'log-visit': 'Log a visit', 'relate': 'Link with another', 'not-same-person': 'Not the same person as suggested', 'lesson': 'Leave a lesson', 'lesson-done': 'Lesson: put into practice', 'lesson-canned': 'Lesson: make a canned answer', 'lesson-term': 'Lesson: make a trade word', 'sheet': 'The sheet of shortcuts',
  },
  pl: {
    'previous': 'Poprzednia', 'back': 'Wróć do listy', 'select-extend': 'Rozszerz zaznaczenie', 'previous-region': 'Poprzednia kolumna', 'view-1': 'Widok 1', 'view-6': 'Widok 6',
    'report-later': 'Raporty: później', 'report-week': 'Raporty: tydzień', 'report-weeks': 'Raporty: cztery tygodnie', 'report-csv': 'Raporty: zapisz jako CSV', 'go-cases': 'Rejestr reklamacji', 'go-leads': 'Szanse sprzedaży', 'go-mentions': 'Wzmianki', 'go-reports': 'Raporty', 'whisper': 'Podpowiedz agentowi', 'take-over': 'Przejmij albo oddaj rozmowę',
    'board-right': 'Kolumna dalej', 'go-settings': 'Ustawienia', 'no-promise': 'Sugerowana obietnica to nie obietnica', 'hand-over': 'Przydziel z notatką', 'switch-side': 'Odpowiedź publiczna albo prywatna', 'log-visit': 'Zapisz wizytę', 'relate': 'Powiąż z inną', 'not-same-person': 'To nie osoba z sugestii', 'lesson': 'Zapisz wniosek', 'lesson-done': 'Wniosek: wdrożony', 'lesson-canned': 'Wniosek: zrób gotową odpowiedź', 'lesson-term': 'Wniosek: zrób słowo branżowe', 'sheet': 'Ściąga skrótów',
  },
});

export const keyStrings = defineStrings('keys', {
  en: {
    title: 'Keyboard shortcuts', change: 'Change keys or switch them off', move: 'Move', answer: 'Answer', decide: 'Decide', then: 'then',
  },
  pl: {
    title: 'Skróty klawiszowe', change: 'Zmień klawisze albo je wyłącz', move: 'Poruszanie się', answer: 'Odpowiadanie', decide: 'Decyzje', then: 'potem',
  },
});
