import type { Locale, NoticeView } from '@kontuar/contract';
import { noticeWords, parcelWords } from '../notices/notice-words';
import type { Parcel } from '../notices/ways';

export interface Said { author: string; text: string; note: boolean }
export interface LetterFacts {
  parcel: Parcel;
  /** What was said, oldest first; empty for a digest. */
  said: readonly Said[];
  /** Of a notice; undefined without a public address. */
  linkOf: (notice: NoticeView) => string | undefined;
  /** Whether a reply by mail does something. */
  answerable: boolean;
  /** Where the member says how they want to be told. */
  settingsUrl: string | undefined;
}

const words = {
  en: {
    open: 'Open in Kontuar', note: 'note', silent: 'without words', digest: 'What you have not read',
    reply: 'Reply to this mail and your words become a note for the team, which the customer does not see. To answer the customer, write /customer alone on the first line.',
    noReply: 'Replies to this mail are not read.', why: 'You get this because you chose to be told by email.', settings: 'Change what you are told of',
    refused: 'Your reply was not taken', because: 'Your reply was not taken', yours: 'This is what you wrote',
  },
  pl: {
    open: 'Otwórz w Kontuarze', note: 'notatka', silent: 'bez słów', digest: 'Czego jeszcze nie przeczytano',
    reply: 'Odpowiedz na ten list, a twoje słowa staną się notatką dla zespołu, której klient nie widzi. Aby odpowiedzieć klientowi, w pierwszym wierszu napisz samo /klient.',
    noReply: 'Odpowiedzi na ten list nikt nie czyta.', why: 'Dostajesz ten list, bo wybrano powiadomienia e-mailem.', settings: 'Zmień powiadomienia',
    refused: 'Twoja odpowiedź nie została przyjęta', because: 'Twoja odpowiedź nie została przyjęta', yours: 'Oto jej treść',
  },
} as const;

export interface Letter { subject: string; text: string; html: string }

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
const lines = (text: string): string => escape(text).replace(/\r?\n/g, '<br>');
const MAX_TEXT = 4000;
const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)} …` : text);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 180);

/** A notice as a mail. Everything that others wrote goes in as text: no markup of theirs, no picture that would tell them who reads. */
export function noticeLetter({ parcel, said, linkOf, answerable, settingsUrl }: LetterFacts): Letter {
  const { locale } = parcel.member;
  const t = words[locale];
  const [newest] = parcel.notices;
  const lead = newest === undefined || parcel.summary ? { title: t.digest, body: parcelWords(parcel, { withoutText: false }).body } : noticeWords(newest, locale);
  const items = parcel.summary ? parcel.notices.slice(0, 50).map((notice) => ({ ...noticeWords(notice, locale), link: linkOf(notice) })) : [];
  const link = newest === undefined || parcel.summary ? undefined : linkOf(newest);
  const foot = [answerable ? t.reply : t.noReply, t.why];
  const who = (one: Said): string => (one.note ? `${one.author} (${t.note})` : one.author);
  return {
    subject: oneLine(`[${parcel.workspaceName}] ${lead.title}`),
    text: [
      lead.title, ...(parcel.summary ? [lead.body] : []),
      ...said.map((one) => `${who(one)}:\n${cut(one.text) || t.silent}`),
      ...items.map((item) => [`• ${item.title}`, ...(item.body === '' ? [] : [`  ${oneLine(item.body)}`]), ...(item.link === undefined ? [] : [`  ${item.link}`])].join('\n')),
      ...(link === undefined ? [] : [`${t.open}: ${link}`]),
      `--- \n${[...foot, ...(settingsUrl === undefined ? [] : [`${t.settings}: ${settingsUrl}`])].join('\n')}`,
    ].join('\n\n'),
    html: page(locale, [
      `<p style="font-size:16px"><b>${escape(lead.title)}</b></p>`, ...(parcel.summary && lead.body !== '' ? [`<p>${escape(lead.body)}</p>`] : []),
      ...said.map((one) => `<p style="margin:16px 0 4px;color:#555"><b>${escape(who(one))}</b></p><div style="border-left:3px solid ${one.note ? '#7d55b5' : '#1f6f6b'};padding:2px 12px">${lines(cut(one.text)) || `<i>${t.silent}</i>`}</div>`),
      ...(items.length === 0 ? [] : [`<ul style="padding-left:18px">${items.map((item) => `<li style="margin:8px 0">${anchor(item.link, item.title)}${item.body === '' ? '' : `<br><span style="color:#555">${escape(oneLine(item.body))}</span>`}</li>`).join('')}</ul>`]),
      ...(link === undefined ? [] : [`<p style="margin:20px 0">${anchor(link, t.open)}</p>`]),
      `<p style="margin-top:24px;padding-top:12px;border-top:1px solid #ddd;color:#666;font-size:12px">${foot.map(escape).join('<br>')}${settingsUrl === undefined ? '' : `<br>${anchor(settingsUrl, t.settings)}`}</p>`,
    ]),
  };
}

/** Said once for a reply that could not be taken, with its words, so that nobody believes what never happened. */
export function refusalLetter({ locale, workspaceName, reason, reply }: { locale: Locale; workspaceName: string; reason: string; reply: string }): Letter {
  const t = words[locale];
  return {
    subject: oneLine(`[${workspaceName}] ${t.refused}`),
    text: [`${t.because}: ${reason}`, `${t.yours}:\n${cut(reply)}`, t.noReply].join('\n\n'),
    html: page(locale, [`<p><b>${escape(t.because)}</b>: ${escape(reason)}</p>`, `<p>${escape(t.yours)}:</p><div style="border-left:3px solid #bbb;padding:2px 12px">${lines(cut(reply))}</div>`, `<p style="color:#666;font-size:12px">${escape(t.noReply)}</p>`]),
  };
}

const anchor = (href: string | undefined, text: string): string => (href === undefined ? escape(text) : `<a href="${escape(href)}">${escape(text)}</a>`);
const page = (locale: Locale, parts: readonly string[]): string => `<div lang="${locale}" style="max-width:640px;font-family:sans-serif;font-size:14px;line-height:1.45;color:#222">${parts.join('\n')}</div>`;

const reasons: Record<Locale, Record<string, string>> = {
  en: {
    'expired': 'the mail is too old to be answered', 'no-conversation': 'this mail is not about one conversation', 'not-allowed': 'you may not answer this conversation, or it is gone', 'stale-reply': 'somebody wrote in the conversation since you were told: look at it first',
    'window-closed': 'the customer’s platform takes no answer any more', 'channel-gone': 'the channel of the conversation was removed', 'empty': 'there was nothing to send after the command', 'other': 'Kontuar could not take it: open the conversation to see why',
  },
  pl: {
    'expired': 'list jest za stary, żeby na niego odpowiedzieć', 'no-conversation': 'ten list nie dotyczy jednej rozmowy', 'not-allowed': 'nie możesz odpowiadać w tej rozmowie albo już jej nie ma', 'stale-reply': 'od wysłania tego listu ktoś napisał w rozmowie: najpierw ją zobacz',
    'window-closed': 'platforma klienta nie przyjmuje już odpowiedzi', 'channel-gone': 'kanał tej rozmowy został usunięty', 'empty': 'po poleceniu nie było nic do wysłania', 'other': 'Kontuar nie mógł jej przyjąć: powód zobaczysz w rozmowie',
  },
};
export const refusalWords = (locale: Locale, code: string): string => reasons[locale][code] ?? reasons[locale]['other'] ?? '';
