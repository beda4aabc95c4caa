import { defineStrings } from '../../i18n';

export const letterStrings = defineStrings('letter', {
  en: {
    look: 'Look of the text', bold: 'Bold', italic: 'Italic', underline: 'Underline', strike: 'Strike through', bulletList: 'List', orderedList: 'Numbered list', quote: 'Quote', heading: 'Heading', code: 'Code', table: 'Table', link: 'Link', picture: 'Picture in the text', clear: 'Clear the look',
    linkAddress: 'Address of the link', linkTake: 'Set the link', linkRemove: 'Remove the link', linkBad: 'Enter a web address, an email address or a phone number',
    tooLong: 'Not pasted: {{length}} characters are more than a letter takes ({{max}}). Attach it as a file instead.',
  },
  pl: {
    look: 'Wygląd tekstu', bold: 'Pogrubienie', italic: 'Kursywa', underline: 'Podkreślenie', strike: 'Przekreślenie', bulletList: 'Lista', orderedList: 'Lista numerowana', quote: 'Cytat', heading: 'Nagłówek', code: 'Kod', table: 'Tabela', link: 'Odnośnik', picture: 'Obraz w tekście', clear: 'Wyczyść wygląd',
    linkAddress: 'Adres odnośnika', linkTake: 'Ustaw odnośnik', linkRemove: 'Usuń odnośnik', linkBad: 'Podaj adres strony, adres e-mail albo numer telefonu',
    tooLong: 'Nie wklejono: {{length}} znaków to więcej, niż mieści list ({{max}}). Dołącz to jako plik.',
  },
});
