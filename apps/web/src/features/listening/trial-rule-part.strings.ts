import { defineStrings } from '../../i18n';

export const trialRuleStrings = defineStrings('trial-rule', {
  en: {
    title: 'Rule on trial', notLive: 'does nothing yet', says: '“{{name}}”: {{does}}, when {{when}}.', allOf: ' and ', anyOf: ' or ', hits_one: '{{count}} comment would have been hit in 30 days', hits_other: '{{count}} comments would have been hit in 30 days', right: '{{count}} stand', wrong: '{{count}} marked as false', bar: '{{right}} of {{all}} stand, {{wrong}} were marked as false',
    isFalse: 'False hit', leaveAuthor: 'Leave this author alone', excepted: 'The rule leaves this author alone from now on', marked: 'Noted as a false hit', none: 'It has hit nothing yet.', restorable: 'Whatever a rule hides can be shown again, one by one or all at once.', stages: 'Stages', trial: 'Trial', suggest: 'Suggests', act: 'Acts', next: 'Next: suggest', raised: 'From now on it suggests', undone: 'Taken back', all: 'All rules', failed: 'Not done: {{reason}}',
  },
  pl: {
    title: 'Reguła na próbie', notLive: 'nic jeszcze nie robi', says: '„{{name}}”: {{does}}, gdy {{when}}.', allOf: ' i ', anyOf: ' lub ', hits_one: '{{count}} komentarz trafiony w 30 dni', hits_few: '{{count}} komentarze trafione w 30 dni', hits_many: '{{count}} komentarzy trafionych w 30 dni', hits_other: '{{count}} komentarza trafionego w 30 dni', right: '{{count}} zostaje', wrong: '{{count}} oznaczono jako fałszywe', bar: '{{right}} z {{all}} zostaje, {{wrong}} oznaczono jako fałszywe',
    isFalse: 'Fałszywe trafienie', leaveAuthor: 'Zostaw tego autora', excepted: 'Reguła zostawia odtąd tego autora w spokoju', marked: 'Zapisano jako fałszywe trafienie', none: 'Nic jeszcze nie trafiła.', restorable: 'Wszystko, co reguła ukryje, można pokazać znowu, po jednym albo naraz.', stages: 'Etapy', trial: 'Próba', suggest: 'Podpowiada', act: 'Działa', next: 'Dalej: podpowiadaj', raised: 'Odtąd podpowiada', undone: 'Cofnięto', all: 'Wszystkie reguły', failed: 'Nie udało się: {{reason}}',
  },
});
