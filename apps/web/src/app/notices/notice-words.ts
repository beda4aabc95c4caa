import type { NoticeView } from '@kontuar/contract';
import { defineStrings, translate } from '../../i18n';

const noticeWordStrings = defineStrings('notice-words', {
  en: {
    'mentioned': '{{by}} mentioned you', 'mention-due': 'A mention that you put off', 'assigned': '{{by}} gave it to you', 'handed-over': '{{by}} handed it over to you',
    'message_one': '{{count}} new message', 'message_other': '{{count}} new messages', 'unassigned_one': '{{count}} new message, nobody has it', 'unassigned_other': '{{count}} new messages, nobody has it',
    'note': '{{by}} wrote a note', 'answered': '{{by}} answered', 'moved': '{{by}} changed it', 'send-failed': 'A reply was not delivered', 'approval-asked': '{{by}} asks you to approve an answer',
    'approval-returned': '{{by}} returned your answer', 'approval-stale': 'Wrote while an answer waits for approval', 'plan-cancelled': 'Wrote first: the scheduled answer was cancelled', 'follow-up-due': 'Follow up now',
    'follow-up-stopped': 'The follow-up could not go on', 'sla-soon': 'The promised time is nearly over', 'sla-broken': 'The promised time is over', 'aside-answered': 'Your side conversation was answered', 'aside-failed': 'A side mail was not delivered', 'lead-due': 'The next step with this lead is due', 'case-due': 'The answer to this claim is due soon', 'case-overdue': 'The time to answer this claim is over', 'case-bounced': 'The answer to this claim did not arrive: its clock runs', 'rated-badly': 'Not content, and says why', 'not-fine': 'It is not fine after all', 'promise-soon': 'Soon due, as promised', 'promise-broken': 'A promise was not kept in time', 'promise-given': '{{by}} gave you a promise to keep', 'article-review': '{{by}} asks you to review this article', 'article-returned': '{{by}} gave this article back to you', 'article-published': '{{by}} published this article', 'lessons-due': 'Talk about what was learnt this week', 'lessons': 'Lessons', 'channel': 'This channel needs somebody', 'someone': 'Somebody', 'aCustomer': 'A customer',
  },
  pl: {
    'mentioned': 'Wzmianka o tobie ({{by}})', 'mention-due': 'Odłożona wzmianka', 'assigned': 'Przydzielono ci rozmowę ({{by}})', 'handed-over': 'Przekazano ci rozmowę ({{by}})',
    'message_one': '{{count}} nowa wiadomość', 'message_few': '{{count}} nowe wiadomości', 'message_many': '{{count}} nowych wiadomości', 'message_other': '{{count}} nowej wiadomości',
    'unassigned_one': '{{count}} nowa wiadomość, rozmowa niczyja', 'unassigned_few': '{{count}} nowe wiadomości, rozmowa niczyja', 'unassigned_many': '{{count}} nowych wiadomości, rozmowa niczyja', 'unassigned_other': '{{count}} nowej wiadomości, rozmowa niczyja',
    'note': 'Nowa notatka ({{by}})', 'answered': 'Nowa odpowiedź ({{by}})', 'moved': 'Zmiana w rozmowie ({{by}})', 'send-failed': 'Nie dostarczono odpowiedzi', 'approval-asked': 'Odpowiedź czeka na twoją zgodę ({{by}})',
    'approval-returned': 'Twoja odpowiedź wróciła z uwagą ({{by}})', 'approval-stale': 'Nowa wiadomość, gdy odpowiedź czeka na zgodę', 'plan-cancelled': 'Klient napisał wcześniej: zaplanowana odpowiedź jest anulowana', 'follow-up-due': 'Czas na przypomnienie',
    'follow-up-stopped': 'Ciąg przypomnień nie mógł iść dalej', 'sla-soon': 'Kończy się obiecany czas', 'sla-broken': 'Minął obiecany czas', 'aside-answered': 'Odpowiedź w rozmowie pobocznej', 'aside-failed': 'Nie dostarczono wiadomości pobocznej', 'lead-due': 'Pora na następny krok w tej szansie sprzedaży', 'case-due': 'Zbliża się termin odpowiedzi na tę reklamację', 'case-overdue': 'Minął termin odpowiedzi na tę reklamację', 'case-bounced': 'Odpowiedź na tę reklamację nie dotarła: termin biegnie', 'rated-badly': 'Zła ocena ze słowami', 'not-fine': 'Jednak coś jest nie tak', 'promise-soon': 'Zbliża się termin obietnicy', 'promise-broken': 'Minął termin obietnicy', 'promise-given': 'Masz obietnicę do dotrzymania ({{by}})', 'article-review': 'Ten artykuł czeka na twoje sprawdzenie ({{by}})', 'article-returned': 'Ten artykuł wrócił do ciebie ({{by}})', 'article-published': 'Opublikowano ten artykuł ({{by}})', 'lessons-due': 'Czas omówić wnioski z tygodnia', 'lessons': 'Wnioski', 'channel': 'Ten kanał wymaga uwagi', 'someone': 'ktoś', 'aCustomer': 'Klient',
  },
});

/** What happened, in the words of the list below the bell. */
export function noticeWords({ what, count, byName }: Pick<NoticeView, 'what' | 'count' | 'byName'>): string {
  return translate(noticeWordStrings, what, { by: byWords({ byName }), count });
}

export const byWords = ({ byName }: Pick<NoticeView, 'byName'>): string => (byName === '' ? translate(noticeWordStrings, 'someone') : byName);
export const aboutWords = ({ aboutName, what }: Pick<NoticeView, 'aboutName' | 'what'>): string => (what === 'lessons-due' ? translate(noticeWordStrings, 'lessons') : aboutName === '' ? translate(noticeWordStrings, 'aCustomer') : aboutName);
