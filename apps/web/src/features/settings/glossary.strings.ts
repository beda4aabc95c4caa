import { defineStrings } from '../../i18n';

export const glossaryStrings = defineStrings('glossary', {
  en: {
    lead: 'Trade words that customers stumble over, with the plain word to say instead. The composer points them out in every form.', add: 'New trade word', empty: 'No trade words yet',
    emptyBody: 'Jargon is a known source of quarrels. Put “prolongation → extension” here, and whoever writes it is shown the plain word.', term: 'Trade word', termHelp: 'In its basic form; all others are recognised.', plain: 'Plain word', plainHelp: 'Also in its basic form: it is put in as the sentence needs it.',
    language: 'Language', english: 'English', polish: 'Polish', instead: 'say “{{plain}}”', missing: 'Write it down.', removeTitle: 'Remove “{{term}}” from the glossary?', removeBody: 'It is no longer pointed out. You can add it again.', save: 'Save', saved: 'Saved.',
  },
  pl: {
    lead: 'Słowa branżowe, o które potykają się klienci, i prostsze, których warto użyć. Pole odpowiedzi wskazuje je w każdej formie.', add: 'Nowe słowo branżowe', empty: 'Nie ma jeszcze słów branżowych',
    emptyBody: 'Żargon bywa źródłem sporów. Wpisz tu „prolongata → przedłużenie”, a kto użyje tego słowa, zobaczy prostsze.', term: 'Słowo branżowe', termHelp: 'W formie podstawowej; pozostałe rozpoznamy.', plain: 'Proste słowo', plainHelp: 'Też w formie podstawowej: wstawimy je w takiej, jakiej wymaga zdanie.',
    language: 'Język', english: 'Angielski', polish: 'Polski', instead: 'lepiej: „{{plain}}”', missing: 'Wpisz to słowo.', removeTitle: 'Usunąć „{{term}}” ze słowniczka?', removeBody: 'Nie będzie już wskazywane. Można je dodać ponownie.', save: 'Zapisz', saved: 'Zapisano.',
  },
});
