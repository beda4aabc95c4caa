import { defineStrings } from '../../i18n';

export const mentionStrings = defineStrings('composer-mentions', {
  en: {
    whoeverIsFirst: 'whoever is first', eachOfThem: 'each of them', whoeverIsOn: 'whoever is on shift',
    absent: '{{name}} is {{when}} and will see it then.', substitute: 'Name {{name}}, who stands in', groups: 'Also told: {{names}}.',
  },
  pl: {
    whoeverIsFirst: 'kto pierwszy', eachOfThem: 'każda osoba', whoeverIsOn: 'kto jest na zmianie',
    absent: '{{name}}: {{when}}, zobaczy to później.', substitute: 'Wymień {{name}} (zastępuje)', groups: 'Powiadomimy też: {{names}}.',
  },
});
