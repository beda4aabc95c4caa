/** What the API channel says of itself, and what mailboxes and Telegram answer now and then, in Polish. Keys as in `all.pl.ts`. */
export const api: Readonly<Record<string, string>> = {
  // API
  'Your endpoint': 'Twój adres',
  'Kontuar posts every answer there, signed.': 'Kontuar wysyła tam każdą odpowiedź, z podpisem.',
  'Shared secret': 'Wspólny sekret',
  'Both sides sign with it, and it is your token for posting messages.': 'Podpisują nim obie strony, a dla Ciebie jest też tokenem do wysyłania wiadomości.',
  'Make it by chance: openssl rand -hex 32.': 'Niech będzie losowy: openssl rand -hex 32.',
  'Group of people': 'Grupa osób',
  'Channels with the same word here share their people: the same id is the same person.': 'Kanały z tym samym słowem mają wspólne osoby: ten sam identyfikator to ta sama osoba.',
  'Empty: the people of this channel are its own.': 'Puste: ten kanał ma własne osoby.',
  'Address for your events': 'Adres dla Twoich zdarzeń',
  'Kontuar has no public address yet, so that your platform can reach it only from the same network.': 'Kontuar nie ma jeszcze publicznego adresu, więc Twoja platforma dosięgnie go tylko z tej samej sieci.',
  'The endpoint could not be asked.': 'Nie udało się zapytać pod Twoim adresem.',
  'The file could not be fetched from its address.': 'Nie udało się pobrać pliku spod jego adresu.',
  'The endpoint is an address that Kontuar may not call.': 'To adres, którego Kontuarowi nie wolno wywoływać.',
  'The endpoint could not be reached.': 'Twój adres nie odpowiada.',
  'The endpoint refuses our signature: compare the shared secret on both sides.': 'Twój adres odrzuca nasz podpis: porównaj wspólny sekret po obu stronach.',
  'The endpoint asks to wait.': 'Twój adres prosi, żeby zaczekać.',
  'There is no endpoint at that address.': 'Pod tym adresem nic nie odbiera.',
  'The endpoint failed ({}).': 'Twój adres zgłosił błąd ({}).',
  'The endpoint does not take this ({}).': 'Twój adres tego nie przyjmuje ({}).',

  // Mailboxes
  'The mail server {} did not do what was asked': 'Serwer poczty {} nie wykonał polecenia',
  'The sign-in server can’t be reached': 'Nie można połączyć się z serwerem logowania',
  'The sign-in server can’t be reached: {}': 'Nie można połączyć się z serwerem logowania: {}',
  'The mail server offers no sign-in that fits: check the encryption and the kind of sign-in': 'Serwer poczty nie oferuje pasującego logowania: sprawdź szyfrowanie i sposób logowania',
  'The mail server {} could not be used': 'Nie udało się skorzystać z serwera poczty {}',
  'The mail server asks to try again later ({})': 'Serwer poczty prosi, żeby spróbować później ({})',

  // Telegram
  'The Bot API address answers with a redirect: it is not a Bot API': 'Adres Bot API odpowiada przekierowaniem: to nie jest Bot API',
  'A webhook is set for this bot, so Telegram gives nothing to polling.': 'Dla tego bota ustawiono webhook, więc Telegram niczego nie wydaje przy odpytywaniu.',
  'Reconnect the channel to remove the webhook': 'Połącz kanał ponownie, aby usunąć webhook',
  'Telegram was not asked for everything ({}).': 'Telegram nie został poproszony o wszystko ({}).',
  'Telegram can\'t deliver to us: {}.': 'Telegram nie może nam nic dostarczyć: {}.',
  'Telegram could not deliver to us lately, but has since: {}.': 'Telegram miał niedawno kłopot z dostarczeniem, potem już dostarczył: {}.',
  'Telegram sent updates without numbers': 'Telegram przysłał zdarzenia bez numerów',

  // LINE and Viber
  'LINE is still preparing this recording': 'LINE jeszcze przygotowuje to nagranie',
  'LINE is still preparing this file': 'LINE jeszcze przygotowuje ten plik',
  'Viber has blocked this bot': 'Viber zablokował tego bota',
  'Viber has suspended this bot': 'Viber zawiesił tego bota',
  'Viber knows no bot with this token': 'Viber nie zna bota z takim tokenem',
  'Viber does not know our address, and so lets the bot send nothing.': 'Viber nie zna naszego adresu, więc nie pozwala botowi niczego wysłać.',
  'Reconnect the channel': 'Połącz kanał ponownie',
  'Viber does not allow this bot to do it': 'Viber nie pozwala na to temu botowi',
  'Viber refused the bot token': 'Viber odrzucił token bota',
  'Viber could not give the file ({})': 'Viber nie mógł wydać pliku ({})',
};
