import { fold } from '../text/fold';
import { stemOf, type ArticleLanguage } from './stem';

/** Words for one thing, as customers and articles say it. */
const groups: Record<ArticleLanguage, readonly string[]> = {
  pl: [
    'paczka przesyłka zamówienie zakupy pakunek', 'zwrot zwrócić oddać odesłać odstąpienie', 'pieniądze zwrot środki', 'dostawa wysyłka dostarczyć wysłać przysłać doręczenie', 'kurier przewoźnik', 'płatność zapłacić zapłata płacić opłacić przelew opłata', 'cena koszt kosztuje kwota ile opłata', 'faktura rachunek paragon', 'reklamacja reklamować zareklamować wada wadliwy uszkodzony zniszczony zepsuty usterka rozpatrzenie popsuty pęknięty',
    'gwarancja rękojmia', 'rabat zniżka promocja kupon bon', 'konto profil', 'logować zalogować logowanie', 'hasło', 'zmienić zmiana edytować poprawić', 'anulować anulowanie zrezygnować rezygnacja odwołać', 'naprawa naprawić serwis', 'sklep salon stacjonarny', 'godziny otwarty otwarcie czynne', 'rozmiar wymiary wielkość', 'prać pranie czyścić czyszczenie pielęgnacja',
    'raty ratalny kredyt', 'dostępny niedostępny dostępność', 'śledzić śledzenie gdzie', 'kontakt telefon infolinia zadzwonić skontaktować', 'dane osobowe prywatność rodo', 'usunąć skasować usunięcie', 'odebrać odbiór paczkomat', 'złożyć montaż zmontować skręcić instrukcja', 'zamówić kupić zakup', 'firma działalność nip', 'opóźnienie spóźnia późno termin', 'newsletter biuletyn wypisać',
  ],
  en: [
    'parcel package order shipment purchase', 'return send back withdraw', 'refund money back', 'delivery shipping deliver ship arrive dispatch', 'courier carrier', 'pay payment paid transfer card', 'price cost fee charge much', 'invoice bill receipt vat', 'complaint claim broken damaged faulty defect cracked', 'warranty guarantee', 'discount coupon voucher promo code sale', 'account profile', 'login sign log', 'password', 'change edit correct update', 'cancel cancellation resign withdraw',
    'repair fix service', 'shop store showroom', 'hours open opening', 'size dimensions measurements', 'wash clean cleaning care', 'instalment instalments credit', 'track tracking where', 'contact phone call reach', 'personal data privacy gdpr', 'delete remove erase', 'collect collection pickup locker', 'assemble assembly instructions', 'buy order purchase', 'company business', 'late delay delayed', 'newsletter unsubscribe',
  ],
};

function stemsByStem(language: ArticleLanguage): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const group of groups[language]) {
    const stems = group.split(' ').map((word) => stemOf(fold(word), language));
    for (const stem of stems) found.set(stem, new Set([...(found.get(stem) ?? []), ...stems.filter((other) => other !== stem)]));
  }
  return found;
}
const known: Partial<Record<ArticleLanguage, ReadonlyMap<string, ReadonlySet<string>>>> = {};

/** Stems of other words for the same thing. */
export const kinOf = (stem: string, language: ArticleLanguage): ReadonlySet<string> => (known[language] ??= stemsByStem(language)).get(stem) ?? new Set();
