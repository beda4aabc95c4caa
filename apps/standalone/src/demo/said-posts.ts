/** What is said in public about the shop and its neighbour in three weeks. Invented, as the shop is; `age` in hours. */
export interface SaidPost { age: number; on: 'bluesky' | 'mastodon' | 'reddit' | 'news' | 'forum' | 'blog' | 'youtube'; by: string; reach?: number; likes?: number; title?: string; text: string; language: 'en' | 'pl'; passesOn?: number }

export const saidMonitors = [
  { name: 'Dom Lipowy', kind: 'brand', query: '~"dom lipowy" OR #domlipowy OR @domlipowy' },
  { name: 'Lipa 180', kind: 'product', query: '"lipa 180" OR ("dom lipowy" AND (stół OR stolik OR table))' },
  { name: 'Jesień z drewnem', kind: 'campaign', query: '#jesienzdrewnem' },
  { name: 'Dębowy Dwór', kind: 'competitor', query: '~"dębowy dwór" OR #debowydwor' },
] as const;

/** Places in `saidPosts` that somebody has judged. */
export const judgedPosts = { relevant: [0, 1, 2, 4, 6, 8, 9, 11, 13], junk: [3, 17, 24] } as const;

export const saidPosts: readonly SaidPost[] = [
  { age: 0.4, on: 'bluesky', by: 'kasia.wieczorek', reach: 2_140, likes: 31, language: 'pl', text: 'Dom Lipowy, trzecia zmiana terminu dostawy stołu i nikt nie odbiera. Czy ktoś ma do nich numer, pod którym odpowiada człowiek? #domlipowy' },
  { age: 1.2, on: 'mastodon', by: 'oakandash', reach: 860, likes: 12, language: 'en', text: 'My Lipa 180 table arrived today. Dom Lipowy packed it so well that I spent longer unpacking than putting it together. Beautiful grain.' },
  { age: 2.1, on: 'reddit', by: 'u/mieszkanie_w_bloku', reach: 5_300, likes: 44, language: 'pl', title: 'Dom Lipowy czy Dębowy Dwór na pierwszy stół?', text: 'Szukam stołu do 3 tysięcy. Dom Lipowy ma ładniejsze nogi, Dębowy Dwór krótszy termin. Ktoś ma oba i może porównać po roku?' },
  { age: 3, on: 'forum', by: 'pasieka_pod_lasem', language: 'pl', text: 'Nasz dom lipowy stoi w ogrodzie od lat, a pszczoły w lipcu nie wychodzą z kwiatów. Miód będzie.' },
  { age: 4.5, on: 'bluesky', by: 'tomek.p', reach: 410, likes: 3, language: 'pl', text: 'Rysa na blacie po dwóch tygodniach. Dom Lipowy odpisał w pół godziny i wysyła nowy blat. Tak to powinno wyglądać.' },
  { age: 5, on: 'news', by: 'gazeta-meblarska', reach: 48_000, language: 'pl', title: 'Krakowskie meble podbijają Skandynawię', text: 'Dom Lipowy otwiera sprzedaż w Danii i Szwecji. Firma liczy, że za rok co trzeci stół pojedzie za granicę.' },
  { age: 9, on: 'youtube', by: 'Remont bez ściemy', reach: 112_000, likes: 1_930, language: 'pl', title: 'Stół Lipa 180 po roku: uczciwy test', text: 'Sprawdzamy, jak stół Lipa 180 od Dom Lipowy zniósł rok z trójką dzieci. Blat świetny, olej trzeba odnawiać częściej, niż mówi ulotka.' },
  { age: 11, on: 'mastodon', by: 'fika_fan', reach: 1_250, likes: 20, language: 'en', text: 'Does anybody know whether Dom Lipowy delivers to Gothenburg already? The website says soon.' },
  { age: 14, on: 'bluesky', by: 'magda.rysuje', reach: 18_400, likes: 260, language: 'pl', text: 'Mój kąt do pracy na jesień: stół Lipa 180, lampa po babci, kot w zestawie. #jesienzdrewnem #domlipowy' },
  { age: 20, on: 'reddit', by: 'u/chairs_enthusiast', reach: 2_700, likes: 9, language: 'en', title: 'Dom Lipowy chairs wobble?', text: 'Two of my six Dom Lipowy chairs wobble after a month. Support asked for photos and then went silent for five days. Not impressed.' },
  { age: 22, on: 'blog', by: 'Dom z pomysłem', reach: 7_900, language: 'pl', title: 'Pięć małych stolarni, które warto znać', text: 'Na drugim miejscu Dom Lipowy z Krakowa: proste formy, uczciwe drewno i obsługa, która naprawdę czyta wiadomości.' },
  { age: 27, on: 'bluesky', by: 'bartek_k', reach: 95, likes: 1, language: 'pl', text: 'Zamówiłem regał w Domu Lipowym, przyszedł o dwa centymetry za szeroki. Reklamacja przyjęta, czekam.' },
  { age: 30, on: 'news', by: 'kurier-handlowy', reach: 21_000, language: 'pl', passesOn: 5, title: 'Krakowskie meble podbijają Skandynawię', text: 'Dom Lipowy otwiera sprzedaż w Danii i Szwecji. Firma liczy, że za rok co trzeci stół pojedzie za granicę.' },
  { age: 31, on: 'mastodon', by: 'slowhome', reach: 3_300, likes: 41, language: 'en', text: 'Visited the Dom Lipowy showroom in Kraków: you can touch every kind of oil finish on the same wood. More shops should do this. #domlipowy' },
  { age: 44, on: 'bluesky', by: 'debowe.klimaty', reach: 640, likes: 7, language: 'pl', text: 'Dębowy Dwór znowu podniósł ceny, za ten sam stół 600 zł więcej niż wiosną.' },
  { age: 47, on: 'forum', by: 'stolarz_amator', language: 'pl', text: 'Olejowanie blatu Lipa 180 krok po kroku. Dom Lipowy podaje inny olej, ale ten z marketu też daje radę.' },
  { age: 52, on: 'reddit', by: 'u/krk_parents', reach: 4_100, likes: 18, language: 'en', text: 'Dębowy Dwór delivered in three days and carried the table to the fourth floor. Fair play.' },
  { age: 60, on: 'blog', by: 'Ule i ludzie', language: 'pl', title: 'Dom lipowy dla pszczół', text: 'Jak zbudować ul z desek lipowych: dom lipowy dla pszczół w jeden weekend, z rysunkami.' },
  { age: 75, on: 'bluesky', by: 'ania.z.podgorza', reach: 720, likes: 15, language: 'pl', text: 'Piękna akcja, oddałam stary stół i dostałam zniżkę na nowy. #jesienzdrewnem' },
  { age: 80, on: 'mastodon', by: 'nordic_nest', reach: 9_800, likes: 66, language: 'en', text: 'Comparing solid wood tables under 900 euro: the Lipa 180 by Dom Lipowy wins on finish and loses on delivery time.' },
  { age: 98, on: 'bluesky', by: 'jan.mar', reach: 150, likes: 0, language: 'pl', text: 'Dom Lipowy, na czacie miło i szybko, a paczka i tak w złym oddziale. Kurier do wymiany.' },
  { age: 110, on: 'reddit', by: 'u/drewnofil', reach: 3_600, likes: 25, language: 'pl', text: 'Dębowy Dwór: lakier odpryskuje po pół roku, reklamacja odrzucona. Nie polecam.' },
  { age: 126, on: 'youtube', by: 'Tiny Flat Diaries', reach: 34_000, likes: 410, language: 'en', title: 'Furnishing 38 square metres', text: 'Folding table from Dom Lipowy, shelves from the flea market, and why I sent one chair back.' },
  { age: 140, on: 'forum', by: 'mama_trojki', language: 'pl', text: 'Dom Lipowy wymienił nam krzesło bez pytania o paragon. Pani Ola złota.' },
  { age: 150, on: 'forum', by: 'grzybiarz', language: 'pl', text: 'Za wsią stoi dom lipowy sprzed wojny, obok rosną najlepsze podgrzybki.' },
  { age: 171, on: 'bluesky', by: 'zielona.kanapa', reach: 5_900, likes: 88, language: 'pl', text: 'Trzy rzeczy, które kupiłam w tym roku i nie żałuję: ekspres, rower, stół z Domu Lipowego. #domlipowy' },
  { age: 190, on: 'mastodon', by: 'woodworker_pl', reach: 1_900, likes: 14, language: 'en', text: 'Dębowy Dwór uses veneer on the sides and calls it solid oak. Read the small print.' },
  { age: 214, on: 'news', by: 'tygodnik-krakowski', reach: 15_500, language: 'pl', title: 'Oddaj stary stół, posadź drzewo', text: 'Akcja Jesień z drewnem: za każdy oddany mebel Dom Lipowy sadzi drzewo w podkrakowskich gminach. #jesienzdrewnem' },
  { age: 240, on: 'reddit', by: 'u/returns_hell', reach: 2_200, likes: 33, language: 'en', text: 'Dom Lipowy took eleven days to refund a returned lamp. In the end they did, with an apology and a real name under it.' },
  { age: 262, on: 'bluesky', by: 'pawel.gotuje', reach: 12_700, likes: 140, language: 'pl', text: 'Kolacja dla dziesięciu osób i wszyscy zmieścili się przy jednym stole. Lipa 180 z dostawką robi robotę.' },
  { age: 300, on: 'forum', by: 'wykonczeniowka', language: 'pl', text: 'Dębowy Dwór czy ktoś zamawiał na wymiar? Termin dziesięć tygodni to norma?' },
  { age: 340, on: 'blog', by: 'Homes and Hygge', reach: 6_400, language: 'en', title: 'Linden is the new oak', text: 'Soft, pale and forgiving: why small makers such as Dom Lipowy bring linden back to the dining room.' },
  { age: 390, on: 'bluesky', by: 'ewa.n', reach: 330, likes: 4, language: 'pl', text: 'Dom Lipowy odpowiada po polsku i po angielsku tak samo uprzejmie. Rzadkość.' },
  { age: 430, on: 'mastodon', by: 'fixit_felix', reach: 700, likes: 11, language: 'en', text: 'Spare screws for a four year old Dom Lipowy bed: sent free of charge, no questions. Respect.' },
  { age: 480, on: 'reddit', by: 'u/mebel_maniak', reach: 3_900, likes: 21, language: 'pl', text: 'Dębowy Dwór w końcu odpisał po trzech tygodniach. Stół ładny, kontakt żaden.' },
];
