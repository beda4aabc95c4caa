/**
 * What any platform may answer, with its name in a gap; tried last, so that a platform's own words go first. A name stands in its first
 * case here, for nobody can inflect what is not known yet.
 */
export const generic: Readonly<Record<string, string>> = {
  'Saving or reconnecting the channel asks for it.': 'Zapisanie lub ponowne połączenie kanału o to poprosi.',
  'What answered was not {}’s sign-in': 'Odpowiedział ktoś inny niż serwer logowania platformy {}',
  '{}’s sign-in is busy': '{}: serwer logowania jest zajęty',
  'What answered was not {}': 'Odpowiedział ktoś inny niż {}',
  '{} could not be reached': 'Nie udało się połączyć z platformą {}',
  'The connection to {} broke': 'Połączenie z platformą {} zostało przerwane',
  'The connection to {} broke; the message may or may not have arrived': 'Połączenie z platformą {} zostało przerwane; nie wiadomo, czy wiadomość doszła',
  '{} asked us to slow down': '{} prosi o zwolnienie tempa',
  '{} had an internal error ({})': '{} zgłasza własny błąd ({})',
  '{} had an internal error': '{} zgłasza własny błąd',
  '{} does not answer at this address: look at the API address': 'Pod tym adresem nie odpowiada {}: sprawdź adres API',
  '{} can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).': '{} wywołuje Kontuar z zewnątrz: potrzebny jest publiczny adres https (KONTUAR_PUBLIC_URL).',
  '{} can only call us: it needs a public https address of Kontuar (KONTUAR_PUBLIC_URL)': '{} wywołuje Kontuar z zewnątrz: potrzebny jest publiczny adres https (KONTUAR_PUBLIC_URL)',
  '{} does not know our address yet.': '{} nie zna jeszcze naszego adresu.',
  '{} delivers to our webhook.': '{} dostarcza na nasz webhook.',
  'The access belongs to {}.': 'Dostęp należy do {}.',
  'The token belongs to {}.': 'Token należy do {}.',
  'Signed in as {}.': 'Zalogowano jako {}.',
  'Access to the account': 'Dostęp do konta',
  'Access to {}': 'Dostęp do platformy {}',
  '"{}" could not be read from our own storage': 'Nie udało się odczytać pliku „{}” z naszego magazynu',
  'Filled in by "{}".': 'Wypełni się po „{}”.',
  'It failed': 'Nie powiodło się',
  // What stands in a gap when nobody knows better
  'another account': 'inne konto',
  'the app': 'aplikacja',
  'no reason given': 'bez podania powodu',
  'an account without a channel': 'konto bez kanału',
  'an unknown address': 'nieznany adres',
  'it has expired': 'wygasł',
  'it was made for another name': 'wystawiono go dla innej nazwy',
  'the server made it itself': 'serwer wystawił go sobie sam',
};
