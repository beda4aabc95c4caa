import { defineStrings } from '../../i18n';

export const spikesStrings = defineStrings('spikes', {
  en: {
    title: 'Alerts', lead: 'Where unusually much came in, by hour and weekday and by the season: what rose, and what is there more often than before.', empty: 'All is as usual', emptyBody: 'As soon as unusually much comes in on a channel, below a post, about a matter or for a monitor, it stands here with its cause, and whoever leads at that hour is told.', loadFailed: 'This could not be loaded', again: 'Try again',
    rose: '{{count}} in {{minutes}} minutes, where {{usual}} would be usual', peak: 'at most {{count}}', notable: 'Notable', high: 'High', critical: 'Critical', goesOn: 'Still going on', calmed: 'Calm again', since: 'since {{time}}',
    belowPost: '{{percent}} below “{{title}}”, usually {{usual}}', words: 'More often than before', angry: '{{percent}} of it angry or disappointed, usually {{usual}}', authors_one: 'from {{count}} person', authors_other: 'from {{count}} people', told: 'Told: {{names}}', nobody: 'Nobody was told.', taken: '{{name}} takes care of it', samples: 'For example',
    take: 'I take care of it', channel: 'channel', post: 'below one post', matter: 'matter', monitor: 'monitor', crisis: 'Crisis mode …', answerMany: 'Answer many', room: 'To the crisis room', calm: 'It is over', useful: 'Was this worth an alert?', yes: 'It was', no: 'It was not', mute: 'Tell nobody for a day', unmute: 'Tell again', precision: '{{percent}} of the {{judged}} alerts that somebody judged were worth it.', failed: 'Not done: {{reason}}.',
  },
  pl: {
    title: 'Alarmy', lead: 'Gdzie przyszło niezwykle dużo jak na godzinę, dzień tygodnia i sezon: co wzrosło i czego jest więcej niż wcześniej.', empty: 'Wszystko jak zwykle', emptyBody: 'Gdy tylko na kanale, pod wpisem, w rodzaju sprawy albo dla monitora zrobi się niezwykle tłoczno, pojawi się to tutaj z przyczyną, a kto wtedy prowadzi zmianę, dostanie powiadomienie.', loadFailed: 'Nie udało się wczytać', again: 'Spróbuj ponownie',
    rose: '{{count}} w {{minutes}} minut, a zwykle byłoby {{usual}}', peak: 'najwięcej {{count}}', notable: 'Zauważalny', high: 'Wysoki', critical: 'Krytyczny', goesOn: 'Trwa', calmed: 'Już spokojnie', since: 'od: {{time}}',
    belowPost: '{{percent}} pod „{{title}}”, zwykle {{usual}}', words: 'Częściej niż wcześniej', angry: '{{percent}} to złość albo zawód, zwykle {{usual}}', authors_one: 'od {{count}} osoby', authors_few: 'od {{count}} osób', authors_many: 'od {{count}} osób', authors_other: 'od {{count}} osoby', told: 'Powiadomieni: {{names}}', nobody: 'Nikogo nie powiadomiono.', taken: 'Zajmuje się tym {{name}}', samples: 'Na przykład',
    take: 'Zajmę się tym', channel: 'kanał', post: 'pod jednym wpisem', matter: 'rodzaj sprawy', monitor: 'monitor', crisis: 'Tryb kryzysowy …', answerMany: 'Odpowiedz wielu', room: 'Do pokoju kryzysowego', calm: 'Już po wszystkim', useful: 'Czy warto było o tym powiadomić?', yes: 'Warto było', no: 'Nie było warto', mute: 'Nie powiadamiaj przez dobę', unmute: 'Powiadamiaj znowu', precision: 'Z {{judged}} ocenionych alarmów {{percent}} było wartych uwagi.', failed: 'Nie wykonano: {{reason}}.',
  },
});
