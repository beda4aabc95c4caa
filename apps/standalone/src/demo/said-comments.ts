/** What is written below two posts of the shop, of which people and rules make something. Invented; `age` in hours, within the days that rules look at. */
export interface SaidComment { age: number; post: 'brzoza' | 'autumn'; by: string; text: string; /** Nobody has to answer it any more. */ isDone?: true }

export const ourPosts = {
  brzoza: { id: '9000000000001', text: 'Stół Brzoza 200 wrócił do sprzedaży. Zamówienia z tego tygodnia jadą jeszcze przed świętami.' },
  autumn: { id: '9000000000002', text: 'Autumn at Dom Lipowy: every oak chair 15 % off until Sunday.' },
} as const;

export const saidComments: readonly SaidComment[] = [
  { age: 2, post: 'brzoza', by: 'Grażyna Bąk', text: 'Dom Lipowy ma najładniejsze stoły. Kiedy będzie w kolorze orzecha?' },
  { age: 3, post: 'brzoza', by: 'Promo Meble 24', text: 'Taniej niż Dom Lipowy i szybciej: https://meble-okazja.example/brzoza, wpisz kod LATO', isDone: true },
  { age: 4, post: 'autumn', by: 'Owen Price', text: 'Is Dębowy Dwór your sister shop? I like both', isDone: true },
  { age: 5, post: 'brzoza', by: 'Szybka Kasa', text: 'Zarabiaj w domu 900 zł dziennie, zadzwoń 512 345 678', isDone: true },
  { age: 6, post: 'autumn', by: 'Crypto Queen', text: 'Dom Lipowy fans, double your money this week: https://coin-win.example', isDone: true },
  { age: 7, post: 'brzoza', by: 'Kuba Sroka', text: 'Zobaczcie Dębowy Dwór, tam jest wyprzedaż', isDone: true },
  { age: 8, post: 'brzoza', by: 'Paweł Lis', text: 'Oszuści! Czekam na krzesła trzeci tydzień i nikt nie odbiera.' },
  { age: 9, post: 'autumn', by: 'Tina Moss', text: 'This is a scam, my chair from Dom Lipowy never came.' },
  { age: 11, post: 'brzoza', by: 'Marek Czaja', text: 'Instrukcja montażu jest na https://dom-lipowy.example/brzoza, polecam', isDone: true },
  { age: 13, post: 'brzoza', by: 'Ewelina Graf', text: 'Dziękuję Domowi Lipowemu za piękny stół, cała rodzina zachwycona', isDone: true },
  { age: 15, post: 'autumn', by: 'Martha Hill', text: 'I love my chairs, thank you so much!', isDone: true },
  { age: 18, post: 'brzoza', by: 'Lena Wrona', text: 'Byłam w Dębowym Dworze, a jednak wracam do Was', isDone: true },
  { age: 21, post: 'brzoza', by: 'Okazje Dnia', text: 'W Dębowym Dworze ten sam stół za 300 zł mniej', isDone: true },
  { age: 26, post: 'brzoza', by: 'Jan Kruk', text: 'Złodzieje i tyle' },
  { age: 31, post: 'brzoza', by: 'Irena Sobczak', text: 'Zdjęcia mojego stołu w jadalni: https://fotoalbum.example/irena', isDone: true },
  { age: 40, post: 'autumn', by: 'Night Deals', text: 'Oak chairs half price, only tonight: https://deals-night.example/oak', isDone: true },
  { age: 44, post: 'brzoza', by: 'Magda Zych', text: 'Dębowy Dwór oddaje transport gratis', isDone: true },
];

/** Said of a hit by somebody who read it. */
export const restoredComment = 'Irena Sobczak';
export const falseHits = ['Owen Price', 'Lena Wrona'];
