interface Said { title: string; html: string; summary: string; keywords: string[] }
export interface DemoArticle { name: string; audience: 'public' | 'internal'; texts: { en: Said; pl: Said } }

/** What the shop explained once, for customers and for itself; numbers and terms are invented with the shop. */
export const articles: readonly DemoArticle[] = [
  {
    name: 'claim', audience: 'public', texts: {
      en: { title: 'How to make a claim', summary: 'What to send us, and when we answer.', keywords: ['scratched', 'broken', 'damaged', 'warranty'], html: '<p>Something is wrong with your furniture? Write to us in the chat or by email.</p><h2>What do we need?</h2><ul><li>the number of your order,</li><li>two photos: the whole piece, and the place close up,</li><li>a word on what you would like: repair, replacement or money back.</li></ul><h2>When do we answer?</h2><p>Within 14 days, most often the next working day.</p>' },
      pl: { title: 'Jak złożyć reklamację', summary: 'Co nam wysłać i kiedy odpowiemy.', keywords: ['porysowany', 'uszkodzony', 'pęknięty', 'wada'], html: '<p>Coś jest nie tak z meblem? Napisz do nas na czacie albo e-mailem.</p><h2>Czego potrzebujemy?</h2><ul><li>numeru zamówienia,</li><li>dwóch zdjęć: całego mebla i miejsca z bliska,</li><li>informacji, czego oczekujesz: naprawy, wymiany czy zwrotu pieniędzy.</li></ul><h2>Kiedy odpowiemy?</h2><p>W ciągu 14 dni, najczęściej następnego dnia roboczego.</p>' },
    },
  },
  {
    name: 'delivery', audience: 'public', texts: {
      en: { title: 'When will my order arrive?', summary: 'From the warehouse to your room.', keywords: ['shipping', 'courier', 'tracking'], html: '<p>Lamps and chairs leave within two working days. Tables are made for you: that takes three to four weeks.</p><h2>Who carries it in?</h2><p>Two people bring tables into the room of your choice. Lamps come with a courier, to the door.</p>' },
      pl: { title: 'Kiedy przyjdzie moje zamówienie?', summary: 'Z magazynu do Twojego pokoju.', keywords: ['wysyłka', 'kurier', 'śledzenie'], html: '<p>Lampy i krzesła wysyłamy w dwa dni robocze. Stoły powstają na zamówienie: trzy do czterech tygodni.</p><h2>Kto to wniesie?</h2><p>Stół wnoszą dwie osoby do wybranego pokoju. Lampy przywozi kurier, pod drzwi.</p>' },
    },
  },
  {
    name: 'oak', audience: 'public', texts: {
      en: { title: 'Caring for an oak table', summary: 'Oil, stains and small scratches.', keywords: ['wax', 'polish', 'scratch'], html: '<p>Wipe it with a damp cloth, and dry it at once. Oil it twice a year.</p><h2>A small scratch</h2><p>Rub along the grain with the finest sandpaper, then oil the place.</p>' },
      pl: { title: 'Jak dbać o dębowy stół', summary: 'Olej, plamy i drobne rysy.', keywords: ['wosk', 'polerowanie', 'rysa'], html: '<p>Przecieraj wilgotną szmatką i od razu wycieraj do sucha. Dwa razy w roku nałóż olej.</p><h2>Drobna rysa</h2><p>Przetrzyj wzdłuż słojów najdrobniejszym papierem, potem naolejuj to miejsce.</p>' },
    },
  },
  {
    name: 'photos', audience: 'internal', texts: {
      en: { title: 'Which photos the workshop needs', summary: 'For colleagues.', keywords: ['workshop'], html: '<p>The label below the top, and the fault with a coin beside it. Without the label the workshop cannot say which batch it was.</p>' },
      pl: { title: 'Jakich zdjęć potrzebuje warsztat', summary: 'Dla współpracowników.', keywords: ['warsztat'], html: '<p>Etykieta pod blatem oraz wada z monetą obok. Bez etykiety warsztat nie wie, z której to partii.</p>' },
    },
  },
];
