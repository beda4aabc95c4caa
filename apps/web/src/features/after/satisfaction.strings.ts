import { defineStrings } from '../../i18n';

export const satisfactionStrings = defineStrings('satisfaction', {
  en: {
    title: 'Satisfaction', lead: 'What customers say after a conversation, and later of what was settled.', settings: 'What is asked', kind: 'Question', rating: 'How did we do?', fine: 'Still fine?', period: 'Since', days7: 'the last 7 days', days30: 'the last 30 days', days90: 'the last 90 days', ever: 'the beginning', by: 'Looked at by',
    channel: 'channel', agent: 'agent', team: 'team', day: 'day', week: 'week', month: 'month', asked: 'Asked', answered: 'Answered', mean: 'Mean of 5', good: 'Good', silent: 'Did not answer', words: 'With words', isFine: 'Fine', notFine: 'Not fine', none: 'nobody',
    answers: 'What they said', which: 'Which', any: 'all', goodOnes: 'good', badOnes: 'bad', unanswered: 'not answered yet', nothing: 'Nothing was asked yet', nothingBody: 'Choose in the settings on which channels customers are asked.', noAnswers: 'No such answers', score: '{{score}} of 5', yes: 'yes', no: 'no', onlyWords: 'only words', waits: 'no answer yet', loadFailed: 'This could not be loaded', again: 'Try again', more: 'More', figures: 'Figures', before: 'before: {{score}}',
  },
  pl: {
    title: 'Zadowolenie', lead: 'Co klienci mówią po rozmowie, a potem o tym, co załatwiono.', settings: 'O co pytamy', kind: 'Pytanie', rating: 'Jak nam poszło?', fine: 'Nadal w porządku?', period: 'Od kiedy', days7: 'ostatnie 7 dni', days30: 'ostatnie 30 dni', days90: 'ostatnie 90 dni', ever: 'od początku', by: 'W podziale na',
    channel: 'kanał', agent: 'agent', team: 'zespół', day: 'dzień', week: 'tydzień', month: 'miesiąc', asked: 'Zapytano', answered: 'Odpowiedzi', mean: 'Średnia z 5', good: 'Dobre', silent: 'Bez odpowiedzi', words: 'Ze słowami', isFine: 'W porządku', notFine: 'Nie w porządku', none: 'nikt',
    answers: 'Co powiedzieli', which: 'Które', any: 'wszystkie', goodOnes: 'dobre', badOnes: 'złe', unanswered: 'jeszcze bez odpowiedzi', nothing: 'Jeszcze o nic nie pytano', nothingBody: 'Wybierz w ustawieniach, na których kanałach pytać klientów.', noAnswers: 'Nie ma takich odpowiedzi', score: '{{score}} na 5', yes: 'tak', no: 'nie', onlyWords: 'same słowa', waits: 'jeszcze bez odpowiedzi', loadFailed: 'Nie udało się wczytać', again: 'Spróbuj ponownie', more: 'Więcej', figures: 'Liczby', before: 'wcześniej: {{score}}',
  },
});
