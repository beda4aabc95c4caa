import { defineStrings } from '../i18n';

export const kindsStrings = defineStrings('kinds', {
  en: { kinds: 'Kinds of customer', addKind: 'Kinds of customer', byRule: '{{name}}, by a rule', refused: '{{name}}: a rule says so, refused by hand' },
  pl: { kinds: 'Rodzaje klienta', addKind: 'Rodzaje klienta', byRule: '{{name}}, według reguły', refused: '{{name}}: tak mówi reguła, odrzucono ręcznie' },
});
