import type { SaidPost } from './said-posts';

/** What is said within minutes when an advertisement promised a price that the basket did not keep. Invented, as the shop is; `age` in hours. */
export const stormPosts: readonly SaidPost[] = [
  { age: 0.005, on: 'bluesky', by: 'lena.w', reach: 320, likes: 1, language: 'pl', text: 'Dom Lipowy, kiedy ktoś wreszcie wyjaśni tę cenę z reklamy? Koszyk dalej pokazuje inną.' },
  { age: 0.008, on: 'forum', by: 'okazje24', language: 'pl', text: 'Dom Lipowy anulował zamówienie po godzinie. Cena z reklamy podobno była pomyłką. Wstyd.' },
  { age: 0.011, on: 'mastodon', by: 'bargain_hunter', reach: 1_100, likes: 6, language: 'en', text: 'So the Dom Lipowy advertisement says 499 and the basket says 4,999. Order cancelled, no answer. Terrible.' },
  { age: 0.014, on: 'bluesky', by: 'piotr.zet', reach: 210, likes: 2, language: 'pl', text: 'Zamówienie anulowane bez słowa. Dom Lipowy, tak się traci klientów, oszuści.' },
  { age: 0.018, on: 'reddit', by: 'u/lowca_promocji', reach: 9_200, likes: 51, language: 'pl', title: 'Dom Lipowy: cena 499 zł w reklamie, 4999 w koszyku', text: 'Komuś jeszcze anulowali zamówienie? Zbieram zrzuty ekranu do zgłoszenia.' },
  { age: 0.022, on: 'bluesky', by: 'konsument.info', reach: 38_000, likes: 190, language: 'pl', text: 'Dostajemy dziesiątki zgłoszeń: Dom Lipowy reklamuje cenę 499 zł i anuluje zamówienia. Cena z reklamy bywa wiążąca, zachowajcie zrzuty ekranu. #domlipowy' },
  { age: 0.025, on: 'mastodon', by: 'slowhome', reach: 3_300, likes: 4, language: 'pl', text: 'Lubię ich, ale dzisiaj wstyd. Dom Lipowy anulował moje zamówienie i nikt nie odbiera.' },
  { age: 0.028, on: 'forum', by: 'mama_trojki', language: 'pl', text: 'U mnie tak samo, Dom Lipowy anulował zamówienie, a reklama z tą ceną wisi dalej. Skandal.' },
  { age: 0.032, on: 'bluesky', by: 'wojtek_b', reach: 480, likes: 3, language: 'pl', text: 'Reklama: 499 zł. Koszyk: 4999 zł. Dom Lipowy, to jest oszustwo.' },
  { age: 0.036, on: 'bluesky', by: 'ada.kot', reach: 150, likes: 0, language: 'pl', text: 'Czy ta cena z reklamy Domu Lipowego jest prawdziwa? W koszyku mam dziesięć razy więcej.' },
  { age: 0.041, on: 'youtube', by: 'Remont bez ściemy', reach: 112_000, likes: 870, language: 'pl', title: 'Cena widmo', text: 'Dom Lipowy i cena widmo: pokazuję na żywo, co dzieje się z zamówieniem po kliknięciu w reklamę.' },
];
