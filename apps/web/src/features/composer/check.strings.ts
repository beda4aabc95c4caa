import { defineStrings } from '../../i18n';

export const checkStrings = defineStrings('checks', {
  en: {
    number: 'There is a card or identity number in it: {{words}}', attachment: 'You wrote “{{words}}”, and nothing is attached', name: 'The customer is not called “{{words}}”', placeholder: 'A gap was left open: “{{words}}”',
    linkScheme: '“{{words}}” is no web address and may be dangerous', linkBroken: 'This link does not work: {{words}}', linkInside: 'Customers cannot open this link: {{words}}', linkOther: 'The link shows {{shown}} and opens {{words}}',
    noReply: 'Nobody reads {{words}}', many_one: '{{count}} person gets this', many_other: '{{count}} people get this', languagePl: 'You wrote in Polish; the customer writes in English', languageEn: 'You wrote in English; the customer writes in Polish',
    sendAnyway: 'Send anyway', back: 'Look again', found_one: '{{count}} thing to look at before sending', found_other: '{{count}} things to look at before sending',
  },
  pl: {
    number: 'W tekście jest numer karty albo dokumentu: {{words}}', attachment: 'W tekście jest „{{words}}”, a załącznika brak', name: 'Klient nie ma na imię „{{words}}”', placeholder: 'Zostało puste miejsce: „{{words}}”',
    linkScheme: '„{{words}}” to nie adres strony i może być niebezpieczny', linkBroken: 'Ten link nie działa: {{words}}', linkInside: 'Klient nie otworzy tego linku: {{words}}', linkOther: 'Link pokazuje {{shown}}, a otwiera {{words}}',
    noReply: 'Nikt nie czyta adresu {{words}}', many_one: 'Dostanie to {{count}} osoba', many_few: 'Dostaną to {{count}} osoby', many_many: 'Dostanie to {{count}} osób', many_other: 'Dostanie to {{count}} osoby', languagePl: 'Odpowiedź jest po polsku, a klient pisze po angielsku', languageEn: 'Odpowiedź jest po angielsku, a klient pisze po polsku',
    sendAnyway: 'Wyślij mimo to', back: 'Sprawdź jeszcze raz', found_one: '{{count}} uwaga przed wysłaniem', found_few: '{{count}} uwagi przed wysłaniem', found_many: '{{count}} uwag przed wysłaniem', found_other: '{{count}} uwagi przed wysłaniem',
  },
});
