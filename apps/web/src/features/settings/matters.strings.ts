import { defineStrings } from '../../i18n';

export const matterStrings = defineStrings('settings-matters', {
  en: {
    lead: 'What customers come with. Kontuar guesses it from their words, and C corrects it; what you correct, it learns. Add matters of your own; those it came with can be renamed and hidden, not removed.',
    add: 'New matter', opensCase: 'Opens a case', opensCaseHelp: 'It is followed to its outcome, with an owner and a deadline.', nameEn: 'Name in English', namePl: 'Name in Polish', key: 'Key', keyHelp: 'For the API and filters; stays for good. Small letters, digits and -.', description: 'When it is this', descriptionHelp: 'Shown to whoever chooses.',
    ownWords: 'A name of our own', ownWordsHelp: 'Without one it is called “{{name}}”, in the language of whoever looks.', builtin: 'built in', opens: 'opens a case', missing: 'Fill this in.', wrongKey: 'Begin with a small letter; then small letters, digits and -. Not “none”.',
    save: 'Save', saved: 'Saved.', hide: 'Hide', archive: 'Archive', hidden: 'No longer offered: {{name}}', hiddenTag: 'hidden', archivedTag: 'archived', back: 'Offer again', up: 'Move up', down: 'Move down', edit: 'Change',
  },
  pl: {
    lead: 'To, z czym przychodzą klienci. Kontuar zgaduje to z ich słów, a klawisz C poprawia; poprawek się uczy. Dodaj własne rodzaje spraw; wbudowane można przemianować i ukryć, ale nie usunąć.',
    add: 'Nowy rodzaj sprawy', opensCase: 'Otwiera zgłoszenie', opensCaseHelp: 'Jest prowadzona aż do wyniku, z prowadzącym i terminem.', nameEn: 'Nazwa po angielsku', namePl: 'Nazwa po polsku', key: 'Klucz', keyHelp: 'Dla API i filtrów; zostaje na zawsze. Małe litery, cyfry i -.', description: 'Kiedy to jest to', descriptionHelp: 'Widzi to osoba, która wybiera.',
    ownWords: 'Własna nazwa', ownWordsHelp: 'Bez niej nazywa się „{{name}}”, w języku osoby, która patrzy.', builtin: 'wbudowany', opens: 'otwiera zgłoszenie', missing: 'Wpisz to.', wrongKey: 'Zacznij od małej litery; dalej małe litery, cyfry i -. Nie „none”.',
    save: 'Zapisz', saved: 'Zapisano.', hide: 'Ukryj', archive: 'Zarchiwizuj', hidden: 'Nie będzie już do wyboru: {{name}}', hiddenTag: 'ukryty', archivedTag: 'w archiwum', back: 'Daj znów do wyboru', up: 'Przesuń w górę', down: 'Przesuń w dół', edit: 'Zmień',
  },
});
