import { defineStrings } from '../../i18n';

export const mentionStrings = defineStrings('composer-mentions', {
  en: {
    whoeverIsFirst: 'whoever is first', eachOfThem: 'each of them', whoeverIsOn: 'whoever is on shift', away: 'away', off: 'off shift', sick: 'off shift', awayUntil: 'away until {{time}}', offUntil: 'off shift until {{time}}',
    absent: '{{name}} is {{when}} and will see it then.', substitute: 'Name {{name}}, who stands in', groups: 'Also told: {{names}}.',
  },
  pl: {
    whoeverIsFirst: 'kto pierwszy', eachOfThem: 'każda osoba', whoeverIsOn: 'kto jest na zmianie', away: 'na przerwie', off: 'poza zmianą', sick: 'poza zmianą', awayUntil: 'na przerwie do {{time}}', offUntil: 'poza zmianą do {{time}}',
    absent: '{{name}}: {{when}}, zobaczy to później.', substitute: 'Wymień {{name}} (zastępuje)', groups: 'Powiadomimy też: {{names}}.',
  },
});
