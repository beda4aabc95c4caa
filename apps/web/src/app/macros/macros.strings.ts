import { defineStrings } from '../../i18n';

export const macroStrings = defineStrings('macros', {
  en: {
    toMe: 'assign to me', to: 'assign to {{name}}', toNobody: 'return to the queue', toTeam: 'to the team {{name}}', noTeam: 'to no team', somebodyGone: 'somebody who is gone', teamGone: 'a team that is gone', labelGone: 'a label that is gone',
    resolved: 'resolve', open: 'open again', pending: 'wait for the customer', hours: 'snooze for {{count}} h', days_one: 'snooze for {{count}} day', days_other: 'snooze for {{count}} days',
    priority: 'priority: {{name}}', matter: 'matter: {{name}}', noMatter: 'no matter', label: 'label {{names}}', unlabel: 'take off {{names}}', note: 'note: “{{text}}”', setField: '{{name}}: {{value}}', emptyField: '{{name}}: empty it', fieldGone: 'a field that is gone',
    does: 'With the answer', doesAlone: 'What it does', drop: 'Leave out what it does besides', applied: '{{title}}: done', skipped: '{{title}}: done, without {{what}}', notDone: '{{title}} was not done: {{reason}}',
  },
  pl: {
    toMe: 'przydziel mnie', to: 'przydziel: {{name}}', toNobody: 'oddaj do kolejki', toTeam: 'do zespołu {{name}}', noTeam: 'bez zespołu', somebodyGone: 'ktoś, kogo już nie ma', teamGone: 'zespół, którego już nie ma', labelGone: 'etykieta, której już nie ma',
    resolved: 'zakończ', open: 'otwórz ponownie', pending: 'czekaj na klienta', hours: 'odłóż na {{count}} h', days_one: 'odłóż na {{count}} dzień', days_few: 'odłóż na {{count}} dni', days_many: 'odłóż na {{count}} dni', days_other: 'odłóż na {{count}} dnia',
    priority: 'priorytet: {{name}}', matter: 'sprawa: {{name}}', noMatter: 'bez rodzaju', label: 'etykieta {{names}}', unlabel: 'zdejmij {{names}}', note: 'notatka: „{{text}}”', setField: '{{name}}: {{value}}', emptyField: '{{name}}: wyczyść', fieldGone: 'pole, którego już nie ma',
    does: 'Razem z odpowiedzią', doesAlone: 'Co robi', drop: 'Pomiń pozostałe kroki', applied: '{{title}}: zrobione', skipped: '{{title}}: zrobione, bez: {{what}}', notDone: '{{title}}: nie zrobiono, {{reason}}',
  },
});
