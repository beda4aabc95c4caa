import { defineStrings } from '../../i18n';

export const afterStrings = defineStrings('after', {
  en: { title: 'Promises and ratings', sums: 'kept {{kept}}, late {{late}}, broken {{broken}}', kept: 'kept in time', late: 'kept late', broken: 'broken', open: 'by {{time}}', score: '{{score}} of 5', fine: 'fine', notFine: 'not fine', words: 'only words', rated: 'Rated the answer', stillFine: 'Asked later' },
  pl: { title: 'Obietnice i oceny', sums: 'dotrzymane: {{kept}}, po czasie: {{late}}, złamane: {{broken}}', kept: 'dotrzymana', late: 'po czasie', broken: 'złamana', open: 'do {{time}}', score: '{{score}} na 5', fine: 'w porządku', notFine: 'nie w porządku', words: 'same słowa', rated: 'Ocena odpowiedzi', stillFine: 'Zapytano później' },
});
