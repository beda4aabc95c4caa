import { defineStrings } from '../../i18n';

export const alertPartStrings = defineStrings('alert-part', {
  en: {
    alert: 'Alert: {{name}}', rose: '{{name}}: {{count}} mentions in {{minutes}} minutes, where {{usual}} would be usual, since {{time}}.', because: '{{percent}} of them are “{{title}}”.', words: 'More often than before: {{words}}.', nobody: 'Nobody takes care of it yet.', owner: '{{name}} takes care of it.',
    take: 'Take it', give: 'Give to {{name}}', useful: 'Useful?', yes: 'Yes', no: 'No', times: '{{times}}×', timesUsual: '{{times}} times the usual', answerMany: 'Answer many', mute: 'Mute for 2 h', more: 'All about this alert', failed: 'Not done: {{reason}}.', muted: 'Nobody is told for two hours', judged: 'Thank you: the next alerts go by it', undone: 'Taken back',
  },
  pl: {
    alert: 'Alarm: {{name}}', rose: '{{name}}: wzmianek {{count}} w {{minutes}} minut, a zwykle byłoby {{usual}}; od: {{time}}.', because: '{{percent}} z nich to „{{title}}”.', words: 'Częściej niż wcześniej: {{words}}.', nobody: 'Nikt się tym jeszcze nie zajmuje.', owner: 'Zajmuje się tym {{name}}.',
    take: 'Weź', give: 'Przekaż: {{name}}', useful: 'Przydatne?', yes: 'Tak', no: 'Nie', times: '{{times}}×', timesUsual: '{{times}} razy więcej niż zwykle', answerMany: 'Odpowiedz wielu', mute: 'Wycisz na 2 h', more: 'Wszystko o tym alarmie', failed: 'Nie wykonano: {{reason}}.', muted: 'Przez dwie godziny nikt nie dostanie powiadomienia', judged: 'Dziękujemy: następne alarmy to uwzględnią', undone: 'Cofnięto',
  },
});
