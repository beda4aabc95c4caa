import { defineStrings } from '../../i18n';

export const matterWords = defineStrings('matters', {
  en: { noMatter: 'No matter yet', unsure: 'Unsure what it is about', guess: 'a guess, {{sure}}', sureVery: 'very likely', sureQuite: 'likely', sureLittle: 'perhaps' },
  pl: { noMatter: 'Bez rodzaju sprawy', unsure: 'Nie wiadomo, o co chodzi', guess: 'domysł, {{sure}}', sureVery: 'bardzo prawdopodobny', sureQuite: 'prawdopodobny', sureLittle: 'niepewny' },
});
