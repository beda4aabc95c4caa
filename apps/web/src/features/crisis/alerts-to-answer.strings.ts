import { defineStrings } from '../../i18n';

export const alertsToAnswerStrings = defineStrings('alerts-to-answer', {
  en: {
    title: 'Answer many at once', which: 'No crisis is on. Which alert is it about?', rose: '{{number}} in {{minutes}} minutes, where {{usual}} would be usual', noAlert: 'No crisis is on and no alert goes on: nobody waits for the same answer now. From an earlier alert it can still be said:', noCrisis: 'No crisis is on. Switch crisis mode on first, or ask whoever sees the alerts.', alerts: 'Unusual days', loadFailed: 'This could not be loaded', again: 'Try again',
  },
  pl: {
    title: 'Odpowiedz wielu naraz', which: 'Żaden kryzys nie trwa. Którego alarmu to dotyczy?', rose: '{{number}} w {{minutes}} minut, a zwykle byłoby {{usual}}', noAlert: 'Nie trwa żaden kryzys ani alarm: nikt nie czeka teraz na tę samą odpowiedź. Z wcześniejszego alarmu nadal można ją dać:', noCrisis: 'Żaden kryzys nie trwa. Najpierw włącz tryb kryzysowy albo poproś kogoś, kto widzi alarmy.', alerts: 'Niezwykłe dni', loadFailed: 'Nie udało się wczytać', again: 'Spróbuj ponownie',
  },
});
