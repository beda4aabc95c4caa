import { speaksOfAttachment } from './attachment';
import { checksBefore, type Leaving, type Warning } from './checks';
import { goodReplies } from './good-replies';
import { addressForms, greetedName, wrongName } from './greeting';
import { writtenIn, wrongLanguage } from './language';
import { linkTrouble } from './links';
import { emptyPlaceholder } from './placeholders';
import { recipientTrouble } from './recipients';

describe('an attachment that is spoken of', () => {
  it.each([
    'I have attached the invoice.', 'Please find attached our price list.', 'I’m attaching the label.', 'The return form is attached.', 'Attached is the contract.', 'You will find the details in the attachment.', 'We enclose the certificate.',
    'See the attached photo.', 'I am sending it as an attachment.', 'Attached you will find the form.', 'Please sign the attached form and send it back.',
    'W załączniku przesyłam fakturę.', 'Załączam etykietę zwrotną.', 'Załączamy cennik.', 'Dołączam zdjęcie blatu.', 'Instrukcja jest w załączeniu.', 'Proszę o zapoznanie się z załączonym regulaminem.', 'Przesyłam umowę jako załącznik.',
    'W załącznikach są obie faktury.', 'Dołączyłam do wiadomości potwierdzenie.', 'Załączyłem protokół.',
  ])('is heard in “%s”', (text) => expect(speaksOfAttachment(text)).not.toBeNull());

  it.each([
    'Could you please attach a photo of the scratch?', 'Your attachment did not arrive.', 'The photo you attached shows it well.', 'There was no attachment in your message.', 'Please attach the receipt.', 'I could not open the attachment.',
    'Proszę załączyć zdjęcie.', 'Pani załącznik się nie otwiera.', 'W wiadomości nie ma załącznika.', 'Dołączam do zespołu reklamacji.', 'Czy może Pan dołączyć paragon?', 'Śruby są dołączone do zestawu.', 'Zdjęcie załączone przez Panią jest wyraźne.',
    'If you like, we can attach it to the next order.', 'The legs are attached to the frame with four screws.', 'Jeśli załączy Pani zdjęcie, odpowiemy szybciej.',
    'Thank you.\n> I have attached the invoice.', 'Dziękuję.\nW dniu 20 listopada 2026 Marta napisała:\nW załączniku zdjęcie.',
  ])('is not heard in “%s”', (text) => expect(speaksOfAttachment(text)).toBeNull());

  it('is no trouble once something is attached', () => {
    const leaving: Leaving = { text: 'W załączniku przesyłam fakturę.', attachments: 1, to: '', cc: [], customer: 'Marta', language: null, theirWords: [] };
    expect(checksBefore(leaving)).toEqual([]);
    expect(checksBefore({ ...leaving, attachments: 0 })).toEqual([{ kind: 'attachment', words: 'W załączniku' }]);
  });
});

describe('the name in the greeting', () => {
  it.each([
    ['Marta', 'Marto'], ['Katarzyna', 'Katarzyno'], ['Kasia', 'Kasiu'], ['Ola', 'Olu'], ['Julia', 'Julio'], ['Marek', 'Marku'], ['Paweł', 'Pawle'], ['Michał', 'Michale'], ['Piotr', 'Piotrze'], ['Robert', 'Robercie'], ['Konrad', 'Konradzie'],
    ['Jan', 'Janie'], ['Adam', 'Adamie'], ['Stanisław', 'Stanisławie'], ['Jakub', 'Jakubie'], ['Filip', 'Filipie'], ['Krzysztof', 'Krzysztofie'], ['Łukasz', 'Łukaszu'], ['Grzegorz', 'Grzegorzu'], ['Andrzej', 'Andrzeju'], ['Kamil', 'Kamilu'], ['Wojciech', 'Wojciechu'],
    ['Dominik', 'Dominiku'], ['Aleksander', 'Aleksandrze'], ['Jaś', 'Jasiu'], ['Kuba', 'Kubo'], ['Daniel', 'Danielu'], ['Antoni', 'Antoni'],
  ])('%s is spoken to as %s', (name, spoken) => expect(addressForms(name)).toContain(spoken));

  it.each([
    ['Dzień dobry, Pani Marto, dziękuję', 'Marto'], ['Pani Marto,', 'Marto'], ['Szanowny Panie Marku!', 'Marku'], ['Cześć Ola, już sprawdzam', 'Ola'], ['Hi James,', 'James'], ['Dear Mr. Parker,', 'Parker'], ['Good morning, Claire!', 'Claire'], ['Witam Panie Tomaszu', 'Tomaszu'],
    ['Dzień dobry,\nPani Marto', null], ['Hello,', null], ['Dzień dobry!', null], ['hi there', null], ['Szanowni Państwo,', null], ['Dzień dobry, dziękuję za wiadomość.', null], ['Hello and welcome', null],
  ])('is read from “%s”', (text, expected) => expect(greetedName(text)).toBe(expected));

  it.each([
    ['Dzień dobry, Pani Anno,', 'Marta Wiśniewska'], ['Panie Marku, dziękuję', 'Tomasz Wrona'], ['Hi James,', 'Claire Donnelly'], ['Cześć Kasiu!', 'Ola Kędzierska'], ['Dear Michael,', 'Sarah Connor'], ['Szanowna Pani Ewo,', 'Halina Nowak'],
  ])('is somebody else’s: “%s” to %s', (text, customer) => expect(wrongName(text, customer)).not.toBeNull());

  it.each([
    ['Pani Marto,', 'Marta Wiśniewska'], ['Panie Marku,', 'Marek Nowak'], ['Pani Marto,', 'MARTA WIŚNIEWSKA'], ['Cześć Kasiu,', 'Katarzyna Bąk'], ['Hi Jim,', 'James Parker'], ['Dear Mr Parker,', 'James Parker'], ['Panie Kowalski,', 'Jan Kowalski'], ['Hi Kate,', 'Katarzyna Bąk'],
    ['Pani Anno,', 'ania.remontuje'], ['Panie Piotrze,', 'Hurtownia Meblex'], ['Pani Marto,', 'Wiśniewska Marta'], ['Pani Lunario,', 'Marta Laurent'], ['Hello Team,', 'James Parker'], ['Dear Customer,', 'James Parker'], ['Panie Januszu,', 'Jan Lis'], ['Pani Zosiu,', 'Zofia Maj'],
  ])('is theirs, or nobody can say: “%s” to %s', (text, customer) => expect(wrongName(text, customer)).toBeNull());

  it('is right when the customer signs with it', () => {
    expect(wrongName('Pani Anno,', 'Marek Nowak', ['Kiedy przyjedzie kurier?\nPozdrawiam, Anna Nowak'])).toBeNull();
    expect(wrongName('Pani Anno,', 'Marek Nowak', ['Kiedy przyjedzie kurier?'])).toBe('Anno');
  });
});

describe('a gap that nobody filled', () => {
  it.each([
    'Dear {{contact.name}},', 'Dzień dobry {imie},', 'Pani [imię],', 'Hello [NAME]', 'Zamówienie XXX wysłane', 'Numer: ____', 'Dzień dobry …,', 'Zamówienie nr … z dnia wczorajszego', 'Your order number ... was sent', 'Kwota [kwota] zł', '<imię i nazwisko>', 'Hi %FIRST_NAME%', 'Please pay [amount in EUR]', 'Do zapłaty [ ] zł',
  ])('is found in “%s”', (text) => expect(emptyPlaceholder(text)).not.toBeNull());

  it.each([
    'See [our shop](https://shop.example.com)', 'The shirt is XXL, or XXXL if you like it wide', 'Hmm… let me check', 'I will check… and write back.', 'Page [1] of the manual', 'a {b} c?'.replace('{b}', 'b'), 'Cena: 20 zł...', 'We have it in 3 sizes: S, M, L', 'file_name_2.pdf', 'Dziękuję... już sprawdzam',
    'OK.\n> Dear {{contact.name}}', 'snake_case___name', 'The code is [A12-B]',
  ])('is not found in “%s”', (text) => expect(emptyPlaceholder(text)).toBeNull());
});

describe('a link', () => {
  it.each([
    ['javascript:alert(1)', 'scheme'], ['Open file:///C:/invoice.pdf', 'scheme'], ['See http://localhost:3000/order/5', 'inside'], ['https://192.168.1.5/x', 'inside'], ['https:/shop.example.com/x', 'broken'], ['https://shop', 'broken'], ['http//shop', null], ['https;//shop.example.com', 'broken'],
    ['www.shop', 'broken'], ['Hello https://', 'broken'], ['[https://shop.example.com](https://evil.example.net/x)', 'other-host'], ['[our shop](https://shop.example.com)', null], ['[www.shop.example.com](https://shop.example.com/a)', null],
    ['See https://shop.example.com/path?x=1#y, or write.', null], ['www.shop.example.com.', null], ['(https://shop.example.com/a_(b))', null], ['mail us at data: 20 November', null], ['Profil: konto', null],
  ])('“%s”', (text, kind) => expect(linkTrouble(text)?.kind ?? null).toBe(kind));

  it('says in a letter what it opens', () => {
    expect(linkTrouble('', '<p><a href="https://evil.example.net/login">https://bank.example.com</a></p>')).toEqual({ kind: 'other-host', link: 'evil.example.net', shown: 'bank.example.com' });
    expect(linkTrouble('', '<a href="https://shop.example.com/x">our shop</a><a href=\'https://www.shop.example.com\'>shop.example.com</a>')).toBeNull();
    expect(linkTrouble('', '<a href="javascript:alert(1)">here</a>')?.kind).toBe('scheme');
  });
});

describe('whom it goes to', () => {
  it('finds addresses that nobody reads', () => {
    for (const address of ['no-reply@shop.example.com', 'noreply@x.example', 'donotreply+5@x.example', 'nie-odpowiadaj@x.example', 'mailer-daemon@x.example', 'shop-noreply@x.example']) expect([address, recipientTrouble(address, [])?.kind]).toEqual([address, 'no-reply']);
    for (const address of ['reply@x.example', 'norbert@x.example', 'noreen@x.example', 'bounceland@x.example', '']) expect([address, recipientTrouble(address, [])]).toEqual([address, null]);
  });
  it('counts them', () => {
    const cc = Array.from({ length: 12 }, (_, index) => `p${index}@x.example`);
    expect(recipientTrouble('a@x.example', cc)).toEqual({ kind: 'many', count: 13 });
    expect(recipientTrouble('a@x.example', cc.slice(0, 5))).toBeNull();
  });
});

describe('the language', () => {
  it('is told when there is enough of it', () => {
    expect(writtenIn('Dzień dobry, paczka została wysłana dzisiaj i będzie jutro.')).toBe('pl');
    expect(writtenIn('Hello, your parcel was sent today and will be with you tomorrow.')).toBe('en');
    expect(writtenIn('OK, Meblex GmbH')).toBeNull();
  });
  it('is wrong only when the customer writes in the other', () => {
    expect(wrongLanguage('Hello, your parcel was sent today and will be with you tomorrow.', 'pl')).toBe('en');
    expect(wrongLanguage('Hello, your parcel was sent today and will be with you tomorrow.', 'de')).toBeNull();
    expect(wrongLanguage('Hello, your parcel was sent today and will be with you tomorrow.', null)).toBeNull();
  });
});

describe('false alarms', () => {
  it('are none on good replies, Polish and English', () => {
    const alarms = goodReplies.flatMap(({ customer, text, language }): [string, Warning][] => checksBefore({ text, customer, language, attachments: 0, to: 'customer@example.com', cc: [], theirWords: [] }).map((warning) => [text, warning]));
    expect(goodReplies.filter(({ language }) => language === 'pl').length).toBeGreaterThanOrEqual(50);
    expect(goodReplies.filter(({ language }) => language === 'en').length).toBeGreaterThanOrEqual(50);
    expect(alarms).toEqual([]);
  });
});
