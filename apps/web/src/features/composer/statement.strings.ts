import { defineStrings } from '../../i18n';

export const statementStrings = defineStrings('composer-statement', {
  en: { statement: 'Crisis mode, we say:', insert: 'Put in' },
  pl: { statement: 'Tryb kryzysowy, mówimy:', insert: 'Wstaw' },
});
