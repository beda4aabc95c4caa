import { defineStrings } from '../../i18n';

export const footStrings = defineStrings('foot', {
  en: {
    below: 'Below your text', signature: 'Signature', quote: 'Quote {{name}}', quoteIn: 'Quote in the text', showQuote: 'Show what is quoted', hideQuote: 'Hide what is quoted',
    preview: 'Preview', previewOf: 'How {{name}} will see it', asLetter: 'As mail', asText: 'As plain text', previewEmpty: 'Write something to see it here', letterFrame: 'Preview of the letter',
    asTyped: 'This channel shows text exactly as it is typed: it knows no bold or italic.', hasMarks: 'The platform reads these marks: {{marks}}', noMark: 'This channel cannot show that: text appears there as it is typed.', files_one: '{{count}} file', files_other: '{{count}} files',
    markBold: '{{mark}}bold{{mark}}', markItalic: '{{mark}}italic{{mark}}', markStrike: '{{mark}}struck{{mark}}', markCode: '{{mark}}code{{mark}}', markUnderline: '{{mark}}underlined{{mark}}',
  },
  pl: {
    below: 'Pod tekstem', signature: 'Podpis', quote: 'Cytuj: {{name}}', quoteIn: 'Cytuj w tekście', showQuote: 'Pokaż cytat', hideQuote: 'Ukryj cytat',
    preview: 'Podgląd', previewOf: 'Jak zobaczy to {{name}}', asLetter: 'Jako list', asText: 'Jako zwykły tekst', previewEmpty: 'Napisz coś, a pojawi się tutaj', letterFrame: 'Podgląd listu',
    asTyped: 'Ten kanał pokazuje tekst dokładnie tak, jak go wpisano: nie zna pogrubienia ani kursywy.', hasMarks: 'Platforma rozumie te znaki: {{marks}}', noMark: 'Ten kanał tego nie pokaże: tekst pojawia się tam tak, jak go wpisano.', files_one: '{{count}} plik', files_few: '{{count}} pliki', files_many: '{{count}} plików', files_other: '{{count}} pliku',
    markBold: '{{mark}}pogrubienie{{mark}}', markItalic: '{{mark}}kursywa{{mark}}', markStrike: '{{mark}}przekreślenie{{mark}}', markCode: '{{mark}}kod{{mark}}', markUnderline: '{{mark}}podkreślenie{{mark}}',
  },
});
