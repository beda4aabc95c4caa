/** What is said of the shop's own systems and of purchases, in Polish. Keys as in `all.pl.ts`. */
export const contextCards: Readonly<Record<string, string>> = {
  'There is no such context source.': 'Nie ma takiego źródła.',
  'There are {} sources already.': 'Jest już {} źródeł.',
  'There is nothing that {} stands for.': 'Nic nie kryje się pod {}.',
  'Write an https address, without a password in it.': 'Podaj adres https bez hasła.',
  'What is put in stands behind the host, in the path or the question.': 'To, co się wstawia, stoi za nazwą serwera: w ścieżce albo w zapytaniu.',
  'Nobody knows what {} of this customer is.': 'Nie wiadomo, jakie jest {} tego klienta.',
  'A customer has at most {} purchases.': 'Klient ma najwyżej {} zakupów.',
  'It answered with {}.': 'Odpowiedź miała kod {}.',
  'What it answered is no JSON.': 'Odpowiedź nie jest JSON-em.',
  'What it answered is no card; look at “{}”.': 'Odpowiedź nie jest kartą; trzeba obejrzeć „{}”.',
  'What it answered is too large for a card.': 'Odpowiedź jest za duża na kartę.',
  'Its address lies inside a private network.': 'Adres leży w sieci prywatnej.',
  'It did not answer within three seconds.': 'Brak odpowiedzi w ciągu trzech sekund.',
  'It cannot be reached.': 'Nie ma z nim połączenia.',
  'An https address without a password': 'Adres https bez hasła',
};
