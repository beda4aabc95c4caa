/** What the file of leads says. */
export const words = {
  en: { name: 'leads', columns: ['Number', 'Customer', 'Wants', 'Worth', 'Currency', 'Stage', 'Reason', 'Next step', 'Next step on', 'Owner', 'Taken up', 'Ended'], more: 'There are more leads than this file holds: narrow the filter.' },
  pl: { name: 'szanse-sprzedazy', columns: ['Numer', 'Klient', 'Czego chce', 'Wartość', 'Waluta', 'Etap', 'Powód', 'Następny krok', 'Termin kroku', 'Prowadzi', 'Podjęto', 'Zakończono'], more: 'Szans sprzedaży jest więcej, niż mieści plik: zawęź filtr.' },
} as const;
