import { defineStrings } from '../../i18n';

/** What platforms ask of the address that they lead back to. */
export const redirectStrings = defineStrings('redirect', {
  en: {
    callback: 'Address for the platform’s list of allowed redirects', copyCallback: 'Copy the redirect address',
    exact: 'Enter it in your app there, letter for letter: the platform compares each sign.',
    asksHttps: 'It takes https only.', asksHttpsOrLocal: 'It takes https only; plain http just on this very computer (localhost).', asksName: 'It takes a name, no bare IP address.', asksNoPort: 'It takes no port.', asksSlash: 'The slash at the end belongs to it.',
    refused: '{{name}} will not take this address.', breaksHttps: 'It begins with http and not with https.', breaksName: 'It is a bare IP address.', breaksPort: 'It has a port.', breaksSlash: 'It lacks the slash at the end.',
    publicUrl: 'Set KONTUAR_PUBLIC_URL to the public https address under which Kontuar is reached, and start it anew.',
  },
  pl: {
    callback: 'Adres na listę dozwolonych przekierowań platformy', copyCallback: 'Kopiuj adres przekierowania',
    exact: 'Wpisz go w swojej aplikacji na platformie dokładnie tak: platforma porównuje każdy znak.',
    asksHttps: 'Przyjmuje tylko https.', asksHttpsOrLocal: 'Przyjmuje tylko https; samo http wyłącznie na tym komputerze (localhost).', asksName: 'Przyjmuje nazwę, nie sam adres IP.', asksNoPort: 'Nie przyjmuje portu.', asksSlash: 'Ukośnik na końcu jest częścią adresu.',
    refused: '{{name}} nie przyjmie tego adresu.', breaksHttps: 'Zaczyna się od http, a nie od https.', breaksName: 'To sam adres IP.', breaksPort: 'Jest w nim port.', breaksSlash: 'Brakuje ukośnika na końcu.',
    publicUrl: 'Ustaw KONTUAR_PUBLIC_URL na publiczny adres https, pod którym działa Kontuar, i uruchom go ponownie.',
  },
});
