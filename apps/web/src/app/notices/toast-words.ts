import type { NoticeChoices, NoticesEvent, NoticeView } from '@kontuar/contract';
import { defineStrings, translate } from '../../i18n';
import { byWords } from './notice-words';

const toastStrings = defineStrings('notice-toasts', {
  en: {
    'a-customer': 'a customer', assigned: '{{by}} gave you a conversation: {{who}}', mentioned: '{{by}} mentioned you: {{who}}', 'mention-due': 'Put off until now: {{who}}', 'handed-over': '{{by}} handed over to you: {{who}}', 'send-failed': 'Not delivered: the reply to {{who}}',
    'approval-asked': '{{by}} asks you to approve an answer to {{who}}', 'approval-returned': '{{by}} returned your answer to {{who}} with a note', 'approval-stale': '{{who}} wrote while an answer waits for approval',
    'plan-cancelled': '{{who}} wrote first: the scheduled answer was cancelled and kept as a draft', 'follow-up-due': 'Follow up now: {{who}}', 'follow-up-stopped': 'The follow-up could not go on: {{who}}', 'aside-answered': 'Answered beside the conversation: {{who}}', 'aside-failed': 'Not delivered beside the conversation: {{who}}',
    'lead-due': 'The next step with a lead is due: {{who}}', 'case-due': 'The answer to a claim is due soon: {{who}}', 'case-overdue': 'The time to answer a claim is over: {{who}}', 'case-bounced': 'The answer to a claim did not arrive, its clock runs: {{who}}',
    'sla-soon': 'The promised time is nearly over: {{who}}', 'sla-broken': 'The promised time is over: {{who}}', 'spike': 'Unusually much comes in, for example from {{who}}', 'promise-soon': 'Soon due, as promised: {{who}}', 'promise-broken': 'A promise was not kept in time: {{who}}',
  },
  pl: {
    'a-customer': 'klient', assigned: 'Przydzielono ci rozmowę: {{who}} ({{by}})', mentioned: 'Wzmianka o tobie: {{who}} ({{by}})', 'mention-due': 'Odłożone do teraz: {{who}}', 'handed-over': 'Przekazano ci rozmowę: {{who}} ({{by}})', 'send-failed': 'Nie dostarczono odpowiedzi: {{who}}',
    'approval-asked': 'Odpowiedź czeka na twoją zgodę: {{who}} ({{by}})', 'approval-returned': 'Twoja odpowiedź wróciła z uwagą: {{who}} ({{by}})', 'approval-stale': 'Nowa wiadomość, gdy odpowiedź czeka na zgodę: {{who}}',
    'plan-cancelled': 'Klient napisał wcześniej ({{who}}): zaplanowana odpowiedź jest anulowana, tekst został w szkicu', 'follow-up-due': 'Czas na przypomnienie: {{who}}', 'follow-up-stopped': 'Ciąg przypomnień nie mógł iść dalej: {{who}}', 'aside-answered': 'Jest odpowiedź w rozmowie pobocznej: {{who}}', 'aside-failed': 'Nie dotarł list z rozmowy pobocznej: {{who}}',
    'lead-due': 'Pora na następny krok w szansie sprzedaży: {{who}}', 'case-due': 'Zbliża się termin odpowiedzi na reklamację: {{who}}', 'case-overdue': 'Minął termin odpowiedzi na reklamację: {{who}}', 'case-bounced': 'Odpowiedź na reklamację nie dotarła, termin biegnie: {{who}}',
    'sla-soon': 'Kończy się obiecany czas: {{who}}', 'sla-broken': 'Minął obiecany czas: {{who}}', 'spike': 'Przychodzi niezwykle dużo, na przykład: {{who}}', 'promise-soon': 'Zbliża się termin obietnicy: {{who}}', 'promise-broken': 'Minął termin obietnicy: {{who}}',
  },
});

type Worded = keyof typeof toastStrings.en & NoticeView['what'];
/** What is worth words over one's work; all else is a number on the bell. */
const isWorded = (what: NoticeView['what']): what is Worded => what in toastStrings.en;

/** What of this may disturb: kinds that were chosen for the app, outside of quiet times. One choice for words and sounds. */
export function disturbing({ quiet, newest, told }: NoticesEvent, { ways }: Pick<NoticeChoices, 'ways'>): NoticeView[] {
  return quiet ? [] : (told ?? (newest === null ? [] : [newest])).filter(({ kind }) => ways[kind].includes('app'));
}

/** One toast at a time: of a failure before all else, then of what is newest. */
export function toastOf(notices: readonly NoticeView[]): { text: string; tone?: 'danger' } | undefined {
  const shown = notices.flatMap(({ what, ...notice }) => (isWorded(what) ? [{ ...notice, what }] : []));
  const notice = shown.find(({ what }) => what === 'send-failed') ?? shown[0];
  if (notice === undefined) return undefined;
  const text = translate(toastStrings, notice.what, { by: byWords(notice), who: notice.aboutName === '' ? translate(toastStrings, 'a-customer') : notice.aboutName });
  return { text, ...(notice.what === 'send-failed' ? { tone: 'danger' as const } : {}) };
}
