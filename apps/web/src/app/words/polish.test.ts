import { polish } from './all.pl';
import { inPolish } from './polish';

describe('words of the server in Polish', () => {
  it('puts changing parts back where they belong', () => {
    expect(inPolish('The server imap.x.pl was not found: check the name')).toBe('Nie znaleziono serwera imap.x.pl: sprawdź nazwę');
    expect(inPolish('The mail server imap.x.pl answered: $& go (away)')).toBe('Serwer poczty imap.x.pl odpowiedział: „$& go (away)”');
  });

  it('says in Polish what the product itself finds out', () => {
    expect(inPolish('Access to this channel ends on 2026-11-28. Reconnect it before.')).toBe('Dostęp do tego kanału kończy się 2026-11-28. Połącz go ponownie wcześniej.');
    expect(inPolish('Calls of the app: 100 of 100 are used up. The platform takes nothing more until then. It is renewed on 2026-11-22 05:00 UTC.'))
      .toBe('Wywołania aplikacji: wykorzystano 100 z 100. Do tego czasu platforma nic nie przyjmie. Odnowienie: 2026-11-22 05:00 UTC.');
  });

  it('translates sentence by sentence, and keeps the one that nobody translated', () => {
    expect(inPolish('The token belongs to @bot. Brand new sentence. 3 messages are waiting at Telegram.')).toBe('Token należy do @bot. Brand new sentence. Wiadomości czekające w Telegramie: 3.');
  });

  it('knows a sentence with and without its full stop', () => {
    expect(inPolish('Telegram refused the bot token: it was revoked or mistyped.')).toBe('Telegram odrzucił token bota: cofnięto go albo zawiera literówkę.');
  });

  it('never shows an empty or foreign gap', () => {
    expect(inPolish('Something new')).toBe('Something new');
    for (const [english, words] of Object.entries(polish)) expect([english, words.split('{}').length]).toEqual([english, english.split('{}').length]);
  });

  it('quotes what a platform wrote in its own words, to its end', () => {
    expect(inPolish('LINE refused the request: Invalid recipient. Check the id.')).toBe('LINE odrzucił polecenie. Odpowiedź platformy: „Invalid recipient. Check the id.”');
    expect(inPolish('Telegram refused the request: CHAT_ADMIN_REQUIRED')).toBe('Telegram odrzucił polecenie. Odpowiedź platformy: „CHAT_ADMIN_REQUIRED”');
    // What stands before the colon is a name, not a sentence of ours.
    expect(inPolish('Email: something')).toBe('Email: something');
  });

  it('says a sentence of ours inside of another one in Polish too', () => {
    expect(inPolish('2 of 3 parts of this answer arrived, then: Viber no longer has this file')).toBe('Części odpowiedzi, które doszły: 2 z 3. Potem: Viber nie ma już tego pliku');
    expect(inPolish('Viber could not be reached; the message may or may not have arrived')).toBe('Nie udało się połączyć z Viberem; nie wiadomo, czy wiadomość doszła');
    expect(inPolish('anna@shop.pl: The recipient’s mailbox is full. Only the copy to jan@shop.pl was sent.')).toBe('anna@shop.pl: Skrzynka odbiorcy jest pełna. Wyszła tylko kopia do jan@shop.pl.');
  });
});
