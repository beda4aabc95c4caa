import { defineStrings } from '../../i18n';

export const articlesStrings = defineStrings('articles', {
  en: { find: 'Find an article', findHint: 'Words of the article', searching: 'Searching …', nothing: 'Nothing found', group: 'Articles that may help', internal: 'internal', link: 'Put in the link', text: 'Put in the text', open: 'Read it', acts: 'What to do with “{{title}}”', failed: 'The article could not be fetched: {{reason}}' },
  pl: { find: 'Znajdź artykuł', findHint: 'Słowa z artykułu', searching: 'Szukanie …', nothing: 'Nic nie znaleziono', group: 'Artykuły, które mogą pomóc', internal: 'wewnętrzny', link: 'Wstaw odnośnik', text: 'Wstaw treść', open: 'Przeczytaj', acts: 'Co zrobić z artykułem „{{title}}”', failed: 'Nie udało się pobrać artykułu: {{reason}}' },
});
