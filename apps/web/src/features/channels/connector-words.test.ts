import { inWords } from './connector-words';
import { polish } from './connector-words.pl';

describe('words of connectors in Polish', () => {
  it('leaves English alone', () => expect(inWords('Bot token', 'en')).toBe('Bot token'));

  it('puts changing parts back where they belong', () => {
    expect(inWords('The server imap.x.pl was not found: check the name', 'pl')).toBe('Nie znaleziono serwera imap.x.pl: sprawdź nazwę');
    expect(inWords('The mail server imap.x.pl answered: $& go (away)', 'pl')).toBe('Serwer poczty imap.x.pl odpowiedział: $& go (away)');
  });

  it('says in Polish what the product itself finds out', () => {
    expect(inWords('Access to this channel ends on 2026-11-28. Reconnect it before.', 'pl')).toBe('Dostęp do tego kanału kończy się 2026-11-28. Połącz go ponownie wcześniej.');
    expect(inWords('Calls of the app: 100 of 100 are used up. The platform takes nothing more until then. It is renewed on 2026-11-22 05:00 UTC.', 'pl'))
      .toBe('Calls of the app: wykorzystano 100 z 100. Do tego czasu platforma nic nie przyjmie. Odnowienie: 2026-11-22 05:00 UTC.');
  });

  it('translates sentence by sentence, and keeps the one that nobody translated', () => {
    expect(inWords('The token belongs to @bot. Brand new sentence. 3 messages are waiting at Telegram.', 'pl')).toBe('Token należy do @bot. Brand new sentence. Wiadomości czekające w Telegramie: 3.');
  });

  it('knows a sentence with and without its full stop', () => {
    expect(inWords('Telegram refused the bot token: it was revoked or mistyped.', 'pl')).toBe('Telegram odrzucił token bota: cofnięto go albo zawiera literówkę.');
  });

  it('never shows an empty or foreign gap', () => {
    expect(inWords('Something new', 'pl')).toBe('Something new');
    for (const [english, words] of Object.entries(polish)) expect([english, words.split('{}').length]).toEqual([english, english.split('{}').length]);
  });
});
