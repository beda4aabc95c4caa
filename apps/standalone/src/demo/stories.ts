/** A furniture shop's week: the sample page at /demo is the same shop. Texts are invented; addresses end in `.example`, where no mail arrives. */
export type Agent = 'ola' | 'marek' | 'emma' | 'you';
export type DemoChannel = 'email' | 'chat' | 'telegram' | 'counter';

export interface Line {
  by: 'customer' | Agent;
  minutesAgo: number;
  text: string;
  /** Seen by colleagues only. `mentions` tells one of them. */
  note?: boolean;
  mentions?: Agent;
  /** How the sending of an answer ended; delivered unless said. */
  ended?: 'read' | 'failed' | 'unknown';
}

export interface Story {
  channel: DemoChannel;
  customer: { name: string; address: string; language: 'en' | 'pl' };
  subject?: string;
  matter?: 'question' | 'report' | 'complaint' | 'claim' | 'warranty' | 'lead' | 'praise';
  priority?: 'low' | 'high' | 'urgent';
  labels?: string[];
  assignee?: Agent;
  team?: string;
  state?: 'pending' | 'resolved';
  snoozedHours?: number;
  lines: Line[];
}

export const agents: Record<Exclude<Agent, 'you'>, { name: string; locale: 'en' | 'pl' }> = {
  ola: { name: 'Ola Nowak', locale: 'pl' },
  marek: { name: 'Marek Zieliński', locale: 'pl' },
  emma: { name: 'Emma Clarke', locale: 'en' },
};

export const teams = [{ name: 'Reklamacje', kind: 'team' }, { name: 'Salon Kraków', kind: 'branch' }] as const;
export const labels = [{ name: 'dostawa', tone: 'petrol' }, { name: 'zwrot', tone: 'amber' }, { name: 'uszkodzenie', tone: 'brick' }, { name: 'VIP', tone: 'violet' }] as const;

export const cannedAnswers = [
  { shortcut: 'dostawa', title: 'Termin dostawy', text: 'Dzień dobry, stoły i krzesła wysyłamy w ciągu 5 dni roboczych. Kurier zadzwoni dzień wcześniej i umówi godzinę.', locale: 'pl' },
  { shortcut: 'zwrot', title: 'Zwrot w 30 dni', text: 'Dzień dobry, mebel można zwrócić w ciągu 30 dni od odbioru. Odbieramy go sami, wystarczy wybrać dzień.', locale: 'pl' },
  { shortcut: 'delivery', title: 'Delivery time', text: 'Hello, tables and chairs leave our workshop within 5 working days. The driver calls a day ahead to agree on a time.', locale: 'en' },
  { shortcut: 'care', title: 'Caring for oiled wood', text: 'Wipe with a damp cloth and dry at once; oil once or twice a year. We gladly send you a small tin.', locale: 'en' },
] as const;

const hour = 60;
const day = 24 * hour;
const pl = (name: string, address: string): Story['customer'] => ({ name, address, language: 'pl' });
const en = (name: string, address: string): Story['customer'] => ({ name, address, language: 'en' });

export const stories: Story[] = [
  {
    channel: 'email', customer: pl('Joanna Krawczyk', 'joanna.krawczyk@poczta.example'), subject: 'Rysa na blacie stołu Brzoza 160', matter: 'claim', priority: 'high', labels: ['uszkodzenie'], team: 'Reklamacje',
    lines: [{ by: 'customer', minutesAgo: 95, text: 'Dzień dobry,\n\nwczoraj przyjechał stół Brzoza 160 (zamówienie 20418). Po zdjęciu folii zobaczyłam na blacie rysę długości około 12 cm. Kurier już odjechał. Chciałabym go wymienić albo dostać część pieniędzy z powrotem.\n\nPozdrawiam\nJoanna Krawczyk' }],
  },
  {
    channel: 'chat', customer: pl('Piotr', 'v_demo_b81d'), matter: 'question',
    lines: [{ by: 'customer', minutesAgo: 4, text: 'Dzień dobry, czy krzesło Lipa zmieści się pod stołem 140? Blat mam na wysokości 75 cm.' }, { by: 'customer', minutesAgo: 3, text: 'I czy jest w kolorze orzecha?' }],
  },
  {
    channel: 'chat', customer: en('Hannah Weber', 'v_demo_7c2e'), matter: 'question', assignee: 'you',
    lines: [
      { by: 'customer', minutesAgo: 22, text: 'Hi! Do you ship to Berlin?' },
      { by: 'you', minutesAgo: 20, text: 'Hello Hannah, we do: twice a week, 290 zł for a table, and the driver carries it upstairs.', ended: 'read' },
      { by: 'customer', minutesAgo: 12, text: 'Great. Could it arrive before the 12th? We have guests.' },
    ],
  },
  {
    channel: 'telegram', customer: pl('Kasia Wójcik', '700000101'), matter: 'report', labels: ['dostawa'], priority: 'urgent',
    lines: [{ by: 'customer', minutesAgo: 41, text: 'Kurier miał być między 10 a 12, jest 13 i nikt nie dzwoni 😕' }, { by: 'customer', minutesAgo: 9, text: 'Halo? Wzięłam specjalnie wolne w pracy.' }],
  },
  {
    channel: 'email', customer: en('Thomas Green', 'thomas.green@mail.example'), subject: 'Quote for 14 tables', matter: 'lead', labels: ['VIP'], assignee: 'emma',
    lines: [
      { by: 'customer', minutesAgo: 2 * day, text: 'Hello,\n\nwe are opening a restaurant in Gdańsk in spring and need 14 tables like the Brzoza, 80 × 80 cm, lacquered rather than oiled. Could you send a quote with delivery?\n\nThomas Green\nGreen & Daughters' },
      { by: 'emma', minutesAgo: 2 * day - 3 * hour, text: 'Dear Thomas,\n\nthank you for thinking of us. Lacquer is possible on all tables of the Brzoza line. I am asking the workshop about the 80 cm size and will come back with a quote by Thursday.\n\nEmma' },
      { by: 'emma', minutesAgo: 2 * day - 3 * hour - 5, text: '@Marek, can the workshop cut 80 × 80 in one go? He would need 14.', note: true, mentions: 'marek' },
      { by: 'marek', minutesAgo: day + 2 * hour, text: 'Yes, three weeks from the order, and 8% off from ten pieces.', note: true },
    ],
  },
  {
    channel: 'email', customer: pl('Andrzej Maj', 'a.maj@firma.example'), subject: 'Faktura do zamówienia 20377', matter: 'question', assignee: 'ola', state: 'resolved',
    lines: [
      { by: 'customer', minutesAgo: 3 * day, text: 'Dzień dobry, proszę o fakturę na firmę do zamówienia 20377. NIP podałem przy zakupie.' },
      { by: 'ola', minutesAgo: 3 * day - 50, text: 'Dzień dobry, faktura poszła właśnie na Pana adres. Miłego dnia!\n\nOla' },
      { by: 'customer', minutesAgo: 3 * day - 70, text: 'Dziękuję!' },
    ],
  },
  {
    channel: 'telegram', customer: en('Mike', '700000102'), matter: 'question', assignee: 'marek', state: 'pending',
    lines: [
      { by: 'customer', minutesAgo: 7 * hour, text: 'Is the oak sideboard back in stock soon?' },
      { by: 'marek', minutesAgo: 6 * hour, text: 'Two arrive next week. Shall I keep one for you? Then I need your town and a phone number.', ended: 'read' },
    ],
  },
  {
    channel: 'chat', customer: pl('Magda Lis', 'v_demo_03fa'), matter: 'praise', assignee: 'ola', state: 'resolved',
    lines: [
      { by: 'customer', minutesAgo: day, text: 'Stół stoi, jest przepiękny! Panowie wnieśli go na czwarte piętro bez windy. Dziękujemy!' },
      { by: 'ola', minutesAgo: day - 6, text: 'Pani Magdo, przekażę im to dzisiaj przy kawie. Niech dobrze służy!', ended: 'read' },
    ],
  },
  {
    channel: 'counter', customer: pl('Pan Stanisław', ''), matter: 'warranty', team: 'Salon Kraków', assignee: 'marek', snoozedHours: 20,
    lines: [
      { by: 'customer', minutesAgo: 5 * hour, text: 'Był w salonie: skrzypi krzesło Lipa kupione w marcu. Zostawił je u nas, odbierze w piątek.' },
      { by: 'marek', minutesAgo: 4 * hour, text: 'Stolarz obejrzy jutro rano.', note: true },
    ],
  },
  {
    channel: 'email', customer: en('Sarah Brown', 'sarah.brown@mail.example'), subject: 'Return of two chairs', matter: 'question', labels: ['zwrot'], assignee: 'emma',
    lines: [
      { by: 'customer', minutesAgo: 26 * hour, text: 'Hi, the two Lipa chairs are lovely but too high for our table. Can I return them? Order 20390.' },
      { by: 'emma', minutesAgo: 25 * hour, text: 'Hello Sarah,\n\nof course. Which day next week suits you for the pick-up? There is nothing to pack.\n\nEmma' },
      { by: 'customer', minutesAgo: 55, text: 'Tuesday after four would be perfect.' },
    ],
  },
  {
    channel: 'email', customer: pl('Krzysztof Sowa', 'krzysztof@stara-skrzynka.example'), subject: 'Pytanie o dębowy regał', matter: 'question', assignee: 'you',
    lines: [
      { by: 'customer', minutesAgo: 8 * hour, text: 'Dzień dobry, czy regał można zamówić o szerokości 95 cm?' },
      { by: 'you', minutesAgo: 7 * hour, text: 'Dzień dobry, tak, co 5 cm w zakresie 60–120 cm. Cena rośnie o 4% za każde 5 cm.', ended: 'failed' },
    ],
  },
  {
    channel: 'telegram', customer: pl('Bartek', '700000103'), matter: 'question', assignee: 'you',
    lines: [
      { by: 'customer', minutesAgo: 3 * hour, text: 'Macie próbki drewna do obejrzenia?' },
      { by: 'you', minutesAgo: 3 * hour - 10, text: 'Mamy, wyślemy Panu trzy: brzoza, dąb, orzech. Na jaki adres?', ended: 'unknown' },
    ],
  },
  {
    channel: 'email', customer: pl('Renata Góra', 'renata.gora@poczta.example'), subject: 'Skarga na obsługę w salonie', matter: 'complaint', priority: 'high', team: 'Salon Kraków',
    lines: [{ by: 'customer', minutesAgo: 4 * hour, text: 'Szanowni Państwo,\n\nw sobotę czekałam w salonie 40 minut, aż ktoś się mną zajmie, a na koniec usłyszałam, że wycena możliwa jest tylko w tygodniu. Nikt o tym nie uprzedza ani na stronie, ani przez telefon. Proszę o odpowiedź, nie o kupon.\n\nRenata Góra' }],
  },
  {
    channel: 'chat', customer: en('Visitor', 'v_demo_e96c'), matter: 'question',
    lines: [{ by: 'customer', minutesAgo: 17, text: 'what oil do you use on the tables? my son is allergic to nuts' }],
  },
  {
    channel: 'email', customer: en('Liam O’Connor', 'liam@studio.example'), subject: 'Interior project, spring', matter: 'lead', priority: 'low', snoozedHours: 70, assignee: 'emma',
    lines: [
      { by: 'customer', minutesAgo: 6 * day, text: 'Hello, I furnish small hotels. Could we talk about terms for designers some time next week?' },
      { by: 'emma', minutesAgo: 6 * day - 2 * hour, text: 'Dear Liam, gladly. Would next Wednesday at ten suit you? I will call.\n\nEmma' },
    ],
  },
  {
    channel: 'chat', customer: pl('Tomasz K.', 'v_demo_5a47'), matter: 'question', assignee: 'marek', state: 'resolved',
    lines: [
      { by: 'customer', minutesAgo: 2 * day, text: 'Czy w sobotę salon w Krakowie jest czynny?' },
      { by: 'marek', minutesAgo: 2 * day - 2, text: 'Tak, od 9 do 14. Zapraszamy, kawa na miejscu.', ended: 'read' },
      { by: 'customer', minutesAgo: 2 * day - 3, text: 'Super, dzięki' },
    ],
  },
];
