import type { Locale, NoticeView } from '@kontuar/contract';
import type { Parcel } from './ways';

/** One sentence about one notice, for ways that leave the house. */
export interface NoticeWords { title: string; body: string }

type Sentence = (facts: { by: string; about: string; count: number }) => string;

const some = { en: { person: 'Somebody', customer: 'A customer' }, pl: { person: 'Ktoś', customer: 'Klient' } } as const;

const plural = new Map<Locale, Intl.PluralRules>([['en', new Intl.PluralRules('en')], ['pl', new Intl.PluralRules('pl')]]);
const forms = (locale: Locale, count: number, words: { one: string; few?: string; many?: string; other: string }): string => {
  const form = plural.get(locale)?.select(count) ?? 'other';
  return `${count} ${(form === 'one' || form === 'few' || form === 'many' ? words[form] : undefined) ?? words.other}`;
};

const newMessages = { en: { one: 'new message', other: 'new messages' }, pl: { one: 'nowa wiadomość', few: 'nowe wiadomości', many: 'nowych wiadomości', other: 'nowej wiadomości' } };
const mentions = { en: { one: 'mention', other: 'mentions' }, pl: { one: 'wzmianka', few: 'wzmianki', many: 'wzmianek', other: 'wzmianki' } };
const others = { en: { one: 'other notification', other: 'other notifications' }, pl: { one: 'inne powiadomienie', few: 'inne powiadomienia', many: 'innych powiadomień', other: 'innego powiadomienia' } };

const sentences: Record<Locale, Record<NoticeView['what'], Sentence>> = {
  en: {
    'mentioned': ({ by, about, count }) => (count > 1 ? `${by} mentioned you ${count} times: ${about}` : `${by} mentioned you: ${about}`),
    'mention-due': ({ about }) => `Put off until now: ${about}`,
    'assigned': ({ by, about }) => `${by} gave you a conversation: ${about}`,
    'handed-over': ({ by, about }) => `${by} handed over to you: ${about}`,
    'message': ({ about, count }) => (count > 1 ? `${about}: ${forms('en', count, newMessages.en)}` : about),
    'unassigned': ({ about, count }) => (count > 1 ? `${about}, for nobody yet: ${forms('en', count, newMessages.en)}` : `${about}, for nobody yet`),
    'note': ({ by, about }) => `${by} wrote a note: ${about}`,
    'answered': ({ by, about }) => `${by} answered ${about}`,
    'moved': ({ by, about }) => `${by} changed a conversation that you watch: ${about}`,
    'send-failed': ({ about }) => `Not delivered: the reply to ${about}`,
    'approval-asked': ({ by, about }) => `${by} asks you to approve an answer to ${about}`,
    'approval-returned': ({ by, about }) => `${by} returned your answer to ${about}`,
    'approval-stale': ({ about }) => `${about} wrote while an answer waits for approval`,
    'plan-cancelled': ({ about }) => `${about} wrote first: the scheduled answer was cancelled`,
    'follow-up-due': ({ about }) => `Follow up now: ${about}`,
    'follow-up-stopped': ({ about }) => `The follow-up could not go on: ${about}`,
    'aside-answered': ({ about }) => `Your side conversation was answered: ${about}`,
    'aside-failed': ({ about }) => `A side mail was not delivered: ${about}`,
    'case-due': ({ about }) => `The answer to a claim is due soon: ${about}`,
    'case-overdue': ({ about }) => `The time to answer a claim is over: ${about}`,
    'case-bounced': ({ about }) => `The answer to a claim did not arrive, its clock runs: ${about}`,
    'lead-due': ({ about }) => `The next step with a lead is due: ${about}`,
    'rated-badly': ({ about }) => `${about} was not content and says why`,
    'not-fine': ({ about }) => `It is not fine after all: ${about}`,
    'promise-soon': ({ about }) => `Soon due, as promised: ${about}`,
    'promise-broken': ({ about }) => `A promise was not kept in time: ${about}`,
    'sla-soon': ({ about }) => `The promised time is nearly over: ${about}`,
    'sla-broken': ({ about }) => `The promised time is over: ${about}`,
    'spike': ({ about }) => `Unusually much comes in: ${about}`,
    'promise-given': ({ by, about }) => `${by} gave you a promise to keep: ${about}`,
    'article-review': ({ by, about }) => `${by} asks you to review an article: ${about}`,
    'article-returned': ({ by, about }) => `${by} gave an article back to you: ${about}`,
    'article-published': ({ by, about }) => `${by} published your article: ${about}`,
    'lessons-due': () => 'The lessons of the week wait for their review',
    'whispered': ({ by, about }) => `${by} whispers to you about ${about}`,
    'taken-over': ({ by, about }) => `${by} took over from you: ${about}`,
    'review-given': ({ by, about }) => `${by} reviewed your conversation with ${about}`,
    'review-answered': ({ by, about }) => `${by} answered your review: ${about}`,
    'review-contested': ({ by, about }) => `${by} asks for a second look: ${about}`,
    'review-settled': ({ by, about }) => `${by} took the second look at your review: ${about}`,
    'calibration-asked': ({ by, about }) => `${by} asks you to score beside others: ${about}`,
    'rule-told': ({ about }) => `A rule tells you of ${about}`,
    'crisis-named': ({ by, about }) => `${by} names you in the room of a crisis: ${about}`,
    'crisis-task': ({ by, about }) => `${by} gives you a task in a crisis: ${about}`,
    'rule-stopped': ({ about }) => `A rule was kept from going in circles: ${about}`,
    'channel': ({ about }) => `A channel needs you: ${about}`,
  },
  pl: {
    'mentioned': ({ by, about, count }) => (count > 1 ? `Wzmianki o tobie, ${count}: ${about} (${by})` : `Wzmianka o tobie: ${about} (${by})`),
    'mention-due': ({ about }) => `Odłożone do teraz: ${about}`,
    'assigned': ({ by, about }) => `Przydzielono ci rozmowę: ${about} (${by})`,
    'handed-over': ({ by, about }) => `Przekazano ci rozmowę: ${about} (${by})`,
    'message': ({ about, count }) => (count > 1 ? `${about}: ${forms('pl', count, newMessages.pl)}` : about),
    'unassigned': ({ about, count }) => (count > 1 ? `${about}, jeszcze niczyja: ${forms('pl', count, newMessages.pl)}` : `${about}, rozmowa jeszcze niczyja`),
    'note': ({ by, about }) => `Notatka: ${about} (${by})`,
    'answered': ({ by, about }) => `Odpowiedź dla: ${about} (${by})`,
    'moved': ({ by, about }) => `Zmiana w rozmowie, którą obserwujesz: ${about} (${by})`,
    'send-failed': ({ about }) => `Nie dostarczono odpowiedzi: ${about}`,
    'approval-asked': ({ by, about }) => `Odpowiedź czeka na twoją zgodę: ${about} (${by})`,
    'approval-returned': ({ by, about }) => `Twoja odpowiedź wróciła z uwagą: ${about} (${by})`,
    'approval-stale': ({ about }) => `Nowa wiadomość, gdy odpowiedź czeka na zgodę: ${about}`,
    'plan-cancelled': ({ about }) => `Klient napisał wcześniej, zaplanowana odpowiedź jest anulowana: ${about}`,
    'follow-up-due': ({ about }) => `Czas na przypomnienie: ${about}`,
    'follow-up-stopped': ({ about }) => `Ciąg przypomnień nie mógł iść dalej: ${about}`,
    'aside-answered': ({ about }) => `Odpowiedź w rozmowie pobocznej: ${about}`,
    'aside-failed': ({ about }) => `Nie dostarczono wiadomości pobocznej: ${about}`,
    'case-due': ({ about }) => `Zbliża się termin odpowiedzi na reklamację: ${about}`,
    'case-overdue': ({ about }) => `Minął termin odpowiedzi na reklamację: ${about}`,
    'case-bounced': ({ about }) => `Odpowiedź na reklamację nie dotarła, termin biegnie: ${about}`,
    'lead-due': ({ about }) => `Pora na następny krok w szansie sprzedaży: ${about}`,
    'rated-badly': ({ about }) => `Zła ocena ze słowami: ${about}`,
    'not-fine': ({ about }) => `Jednak coś jest nie tak: ${about}`,
    'promise-soon': ({ about }) => `Zbliża się termin obietnicy: ${about}`,
    'promise-broken': ({ about }) => `Minął termin obietnicy: ${about}`,
    'sla-soon': ({ about }) => `Kończy się obiecany czas: ${about}`,
    'sla-broken': ({ about }) => `Minął obiecany czas: ${about}`,
    'spike': ({ about }) => `Przychodzi niezwykle dużo: ${about}`,
    'promise-given': ({ by, about }) => `Masz obietnicę do dotrzymania: ${about} (${by})`,
    'article-review': ({ by, about }) => `Artykuł czeka na twoje sprawdzenie: ${about} (${by})`,
    'article-returned': ({ by, about }) => `Twój artykuł wrócił z uwagą: ${about} (${by})`,
    'article-published': ({ by, about }) => `Opublikowano twój artykuł: ${about} (${by})`,
    'lessons-due': () => 'Wnioski z tygodnia czekają na przegląd',
    'whispered': ({ by, about }) => `Podpowiedź dla ciebie: ${about} (${by})`,
    'taken-over': ({ by, about }) => `Przejęto od ciebie rozmowę: ${about} (${by})`,
    'review-given': ({ by, about }) => `Ocena twojej rozmowy: ${about} (${by})`,
    'review-answered': ({ by, about }) => `Odpowiedź na twoją ocenę: ${about} (${by})`,
    'review-contested': ({ by, about }) => `Prośba o drugie spojrzenie: ${about} (${by})`,
    'review-settled': ({ by, about }) => `Drugie spojrzenie na twoją ocenę: ${about} (${by})`,
    'calibration-asked': ({ by, about }) => `Prośba o wspólną ocenę: ${about} (${by})`,
    'rule-told': ({ about }) => `Reguła zwraca uwagę na: ${about}`,
    'crisis-named': ({ by, about }) => `Wzmianka o tobie w pokoju kryzysu: ${about} (${by})`,
    'crisis-task': ({ by, about }) => `Masz zadanie w kryzysie: ${about} (${by})`,
    'rule-stopped': ({ about }) => `Regułę zatrzymano, by się nie zapętliła: ${about}`,
    'channel': ({ about }) => `Kanał wymaga uwagi: ${about}`,
  },
};

export function noticeWords(notice: Pick<NoticeView, 'what' | 'count' | 'byName' | 'aboutName' | 'text'>, locale: Locale): NoticeWords {
  const facts = { by: notice.byName === '' ? some[locale].person : notice.byName, about: notice.aboutName === '' ? some[locale].customer : notice.aboutName, count: notice.count };
  return { title: sentences[locale][notice.what](facts), body: notice.text };
}

const away = { en: 'While you were away', pl: 'Podczas twojej nieobecności' } as const;
const discreet = { en: (count: number) => forms('en', count, { one: 'new notification', other: 'new notifications' }), pl: (count: number) => forms('pl', count, { one: 'nowe powiadomienie', few: 'nowe powiadomienia', many: 'nowych powiadomień', other: 'nowego powiadomienia' }) } as const;

/** A summary counts instead of quoting; without text neither a name nor a word is said. */
export function parcelWords({ notices, summary, member: { locale, choices } }: Parcel, options: { withoutText?: boolean } = {}): NoticeWords {
  const total = notices.reduce((sum, notice) => sum + notice.count, 0);
  if (options.withoutText ?? choices.push.withoutText) return { title: 'Kontuar', body: discreet[locale](total) };
  const [newest] = notices;
  if (!summary && newest !== undefined) {
    const words = noticeWords(newest, locale);
    return notices.length === 1 ? words : { title: words.title, body: [words.body, ...notices.slice(1).map((notice) => noticeWords(notice, locale).title)].filter((part) => part !== '').join('\n') };
  }
  const count = (kinds: (notice: NoticeView) => boolean) => notices.filter(kinds).reduce((sum, notice) => sum + notice.count, 0);
  const [named, written] = [count(({ kind }) => kind === 'mention'), count(({ kind }) => kind === 'message' || kind === 'unassigned')];
  const rest = total - named - written;
  return {
    title: away[locale],
    body: [named > 0 ? forms(locale, named, mentions[locale]) : '', written > 0 ? forms(locale, written, newMessages[locale]) : '', rest > 0 ? forms(locale, rest, others[locale]) : ''].filter((part) => part !== '').join(', '),
  };
}

/** What a push says that somebody asked for to try it out. */
export const trialWords: Record<Locale, string> = { en: 'Notifications arrive in this browser.', pl: 'Powiadomienia docierają do tej przeglądarki.' };
