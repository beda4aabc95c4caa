import { defineStrings } from '../../i18n';

export const moodStrings = defineStrings('mood', {
  en: {
    negative: 'upset', neutral: 'neither pleased nor upset', positive: 'pleased', unsure: 'mood unsure',
    sure: '{{mood}}, {{percent}} sure', said: '{{mood}}, as {{name}} said', saidBySomebody: '{{mood}}, as a colleague said',
    mood: 'Mood', title: 'How does the customer feel?', because: 'Because of: {{words}}', noReason: 'Nothing in the words speaks for either side.', unread: 'Nobody has looked at the mood of this message.',
    upset: 'Upset', neither: 'Neither', pleased: 'Pleased', teaches: 'What you choose also teaches Kontuar how your customers speak.', thanks: 'Thank you. Messages that say something alike will be judged by it.', failed: 'The mood could not be changed: {{reason}}',
  },
  pl: {
    negative: 'niezadowolenie', neutral: 'nastrój neutralny', positive: 'zadowolenie', unsure: 'nastrój niepewny',
    sure: '{{mood}}, pewność {{percent}}', said: '{{mood}} – tak ocenia {{name}}', saidBySomebody: '{{mood}} – tak ocenia ktoś z zespołu',
    mood: 'Nastrój', title: 'W jakim nastroju pisze klient?', because: 'Świadczą o tym słowa: {{words}}', noReason: 'Żadne słowo nie przemawia za którąś ze stron.', unread: 'Nikt jeszcze nie ocenił nastroju tej wiadomości.',
    upset: 'Niezadowolenie', neither: 'Neutralny', pleased: 'Zadowolenie', teaches: 'Ten wybór uczy też Kontuar, jak mówią Wasi klienci.', thanks: 'Dziękujemy. Podobne wiadomości będą oceniane tak samo.', failed: 'Nie udało się zmienić nastroju: {{reason}}',
  },
});
