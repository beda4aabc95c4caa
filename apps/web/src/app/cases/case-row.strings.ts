import { defineStrings } from '../../i18n';

/** What a row says of a case. */
export const caseRowStrings = defineStrings('case-row', {
  en: { row: '{{matter}} {{day}}/{{of}}', rowSaid: '{{matter}} day {{day}} of {{of}}', rowLate: '{{matter}}, late', rowFailed: 'answer not delivered', answeredOn: 'with an answer' },
  pl: { row: '{{matter}} {{day}}/{{of}}', rowSaid: '{{matter}}, dzień {{day}} z {{of}}', rowLate: '{{matter}}, po terminie', rowFailed: 'odpowiedź nie dotarła', answeredOn: 'jest odpowiedź' },
});
