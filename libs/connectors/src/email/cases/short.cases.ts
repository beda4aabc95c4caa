/** A few words are all that a charset, an attribution or a signature can be told from. */
import { encode } from './encode';
import { bytes, escapeHtml, html, inQuote, mail, ours, oursHtml, plain, quoteLines, type MailCase } from './mail-case';

const eightBit = (label: string, body: Buffer): Buffer => bytes(mail(`Content-Type: text/plain${label === '' ? '' : `; charset=${label}`}\nContent-Transfer-Encoding: 8bit\n\n`, { first: true }), body, '\n');

const few: [charset: string, text: string][] = [
  ['windows-1250', 'Dziękuję'], ['iso-8859-2', 'Dziękuję'], ['windows-1250', 'Proszę o fakturę'], ['windows-1250', 'Gdzie są moje buty?'], ['iso-8859-2', 'Paczka nie dotarła, proszę o zwrot pieniędzy'], ['iso-8859-2', 'Cześć, źle zamówiłem'], ['windows-1250', 'Śliczne, ale za małe'], ['windows-1250', 'Děkuji, kdy přijde zboží?'], ['windows-1250', 'Köszönöm, mikor jön?'], ['windows-1250', 'Ďakujem, kedy príde tovar?'],
  ['windows-1252', 'schön'], ['windows-1252', 'Viele Grüße'], ['windows-1252', 'déjà reçu'], ['windows-1252', '¿Cuándo llega?'], ['windows-1252', 'Não chegou ainda, obrigação'], ['windows-1252', 'Är den på väg?'], ['windows-1252', 'It’s late'], ['windows-1252', '20 € – zu viel'], ['windows-1251', 'Спасибо'], ['koi8-r', 'Спасибо'], ['windows-1251', 'Добрый день, где заказ?'], ['koi8-r', 'Добрый день, где заказ?'], ['windows-1251', 'Дякую, де посилка?'],
  ['shift_jis', 'ありがとうございます'], ['euc-jp', 'ありがとうございます'], ['gb18030', '谢谢，我的包裹在哪里'], ['big5', '謝謝，我的包裹在哪裡'], ['euc-kr', '감사합니다'],
];

/** Addresses that a program wrote twice when it made plain text of HTML. */
const twice = [
  'On Tue, Mar 12, 2024 at 10:11 AM Acme Support <support@acme.test <mailto:support@acme.test>> wrote:', 'On Tue, Mar 12, 2024 at 10:11 AM Acme Support <support@acme.test<mailto:support@acme.test>> wrote:', 'wt., 12 mar 2024 o 10:11 Acme Support <support@acme.test<mailto:support@acme.test>> napisał(a):', 'Am Di., 12. März 2024 um 10:11 Uhr schrieb Acme Support <\nsupport@acme.test>:', 'On 12 Mar 2024, at 10:11, Acme Support <support@acme.test> wrote:\n', '*On Tue, 12 Mar 2024 at 10:11, Acme Support <support@acme.test> wrote:*', '"On Tue, 12 Mar 2024 at 10:11, Acme Support" <support@acme.test> wrote:', 'On Tue, 12 Mar 2024 at 10:11, Acme Support\n<support@acme.test>\nwrote:',
];

const blocks = [
  'From: Acme Support <support@acme.test<mailto:support@acme.test>>\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Anna Nowak <anna@customer.test<mailto:anna@customer.test>>\nSubject: Order 1042',
  '**From:** Acme Support <support@acme.test>\n**Sent:** Tuesday, March 12, 2024 10:11 AM\n**To:** Anna Nowak\n**Subject:** Order 1042',
  'From: Acme Support <support@acme.test>\n\nSent: Tuesday, March 12, 2024 10:11 AM\n\nTo: Anna Nowak <anna@customer.test>\n\nSubject: Order 1042',
  'From : Acme Support <support@acme.test>\nSent : Tuesday, March 12, 2024 10:11 AM\nTo : Anna Nowak <anna@customer.test>\nSubject : Order 1042',
  'FROM: Acme Support <support@acme.test>\nSENT: Tuesday, March 12, 2024 10:11 AM\nTO: Anna Nowak <anna@customer.test>\nSUBJECT: Order 1042',
  '\tFrom: Acme Support <support@acme.test>\n\tSent: Tuesday, March 12, 2024 10:11 AM\n\tTo: Anna Nowak <anna@customer.test>\n\tSubject: Order 1042',
  'Von: "Acme Support" <support@acme.test>\nAn: "Anna Nowak" <anna@customer.test>\nGesendet: Dienstag, 12. März 2024 10:11:00\nBetreff: Order 1042',
  'From: Acme Support <support@acme.test>\nReply-To: Acme Support <support@acme.test>\nDate: Tuesday, March 12, 2024 at 10:11 AM\nTo: Anna Nowak <anna@customer.test>\nCc: Jan <jan@customer.test>\nSubject: Order 1042',
  'Od: Acme Support <support@acme.test>\nOdpowiedz do: support@acme.test\nData: 12 marca 2024 10:11\nDo: Anna Nowak\nTemat: Order 1042',
  'Absender: Acme Support <support@acme.test>\nDatum: 12.03.2024 10:11\nEmpfänger: anna@customer.test\nBetreff: Order 1042',
];

const word = '<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--><?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />';

export const shortCases: MailCase[] = [
  ...few.map(([charset, text]) => ({ name: `"${text}" in ${charset} without a label`, mail: eightBit('', encode(text, charset)), text })),
  ...few.map(([charset, text]) => ({ name: `"${text}" in ${charset}, called utf-8`, mail: eightBit('utf-8', encode(text, charset)), text })),
  ...twice.map((line) => ({ name: `an attribution: ${line.replace(/\n/g, ' ')}`, mail: mail(plain(`Where is it?\n\n${line}\n${quoteLines(ours)}`)), text: 'Where is it?', quoted: [inQuote] })),
  ...twice.map((line) => ({ name: `an attribution above bare lines: ${line.replace(/\n/g, ' ')}`, mail: mail(plain(`Where is it?\n\n${line}\n\n${ours}`)), text: 'Where is it?', quoted: [inQuote] })),
  ...blocks.map((block) => ({ name: `fields: ${block.split('\n')[0] ?? ''}`, mail: mail(plain(`Where is it?\n\n${block}\n\n${ours}`)), text: 'Where is it?', quoted: [inQuote] })),
  ...blocks.map((block) => ({ name: `fields in HTML: ${block.split('\n')[0] ?? ''}`, mail: mail(html(`${word}<p class="MsoNormal">Where is it?<o:p></o:p></p>${block.split('\n').map((line) => `<p class="MsoNormal">${escapeHtml(line)}</p>`).join('')}${oursHtml}`)), text: 'Where is it?', quoted: [inQuote] })),
  { name: 'a list of Word with its own hidden marks', mail: mail(html('<p class="MsoListParagraph"><![if !supportLists]><span style="mso-list:Ignore">·<span style="font:7.0pt">&nbsp;&nbsp;&nbsp; </span></span><![endif]>lamp<o:p></o:p></p><p class="MsoListParagraph"><![if !supportLists]><span>·<span>&nbsp;&nbsp; </span></span><![endif]>chair<o:p></o:p></p>'), { first: true }), says: ['lamp', 'chair'], lacks: ['supportLists', 'endif'] },
];
