/** Programs of years ago that are still in use, what gateways add, and shapes that seldom come. */
import { both, escapeHtml, html, inQuote, mail, multipart, ours, oursHtml, plain, quoteLines, wrap, type MailCase } from './mail-case';

const A = 'Acme Support <support@acme.test>';

/** Lines above a marked quote. */
export const olderAttributions: [program: string, line: string][] = [
  ['Gmail of old', `2024-03-12 10:11 GMT+01:00 ${A}:`], ['Gmail of very old', `2024/3/12 ${A}`], ['Gmail of old in Polish', `W dniu 12 marca 2024 10:11 użytkownik ${A} napisał:`], ['Gmail of old in Russian', `12 марта 2024 г., 10:11 пользователь ${A} написал:`],
  ['Gmail of old in Spanish', `El 12 de marzo de 2024, 10:11, ${A} escribió:`], ['Gmail of old in Portuguese', `Em 12 de março de 2024 10:11, ${A} escreveu:`], ['Gmail of old in Swedish', `Den 12 mars 2024 10:11 skrev ${A}:`], ['Gmail of old in German', `Am 12. März 2024 um 10:11 schrieb ${A}:`],
  ['Gmail of old in French', `Le 12 mars 2024 à 10:11, ${A} a écrit :`], ['Gmail of old in Czech', `Dne 12. března 2024 10:11 ${A} napsal(a):`], ['Gmail of old in Dutch', `Op 12 maart 2024 10:11 schreef ${A}:`], ['Gmail of old in Italian', `Il giorno 12 marzo 2024 10:11, ${A} ha scritto:`],
  ['Gmail of old in Hungarian', `2024. március 12. 10:11 ${A} írta, <support@acme.test>:`], ['Gmail of old in Ukrainian', `12 березня 2024 р. 10:11 ${A} написав:`],
  ['an iPhone of old', `On 12-Mar-2024, at 10:11 AM, ${A} wrote:`], ['an iPhone of old in Dutch', `Op 12-mrt.-2024, om 10:11 heeft ${A} het volgende geschreven:`], ['an iPhone of old in German', `Am 12. Mär. 2024 um 10:11 schrieb ${A}:`], ['an iPhone of old in Polish', `Dnia 12 mar 2024 o godz. 10:11 ${A} napisał(a):`], ['an iPhone of old in French', `Le 12 mars 2024 à 10:11, "Acme Support" <support@acme.test> a écrit :`],
  ['Outlook for Mac of old', `On 12/03/2024 10:11, "Acme Support" <support@acme.test> wrote:`], ['Outlook for Mac of old in French', `Le 12/03/2024 10:11, « Acme Support » <support@acme.test> a écrit :`], ['Outlook for Mac of old in German', `Am 12.03.24, 10:11 schrieb "Acme Support" <support@acme.test>:`], ['Outlook for Mac of old in Spanish', `El 12/3/24 10:11, "Acme Support" <support@acme.test> escribió:`],
  ['Thunderbird of old', 'Acme Support wrote:'], ['Thunderbird of old in German', 'Acme Support schrieb:'], ['Thunderbird of old in Polish', 'Użytkownik Acme Support napisał:'], ['Thunderbird of old in Polish with the date', 'W dniu 2024-03-12 10:11, Acme Support pisze:'], ['Thunderbird of old in Polish with a verb for both', 'Acme Support pisze:'],
  ['Yahoo of old', `--- On Tue, 3/12/24, ${A} wrote:\n`], ['AOL of old', 'In a message dated 3/12/2024 10:11:00 A.M. Central European Standard Time, support@acme.test writes:'], ['a ticket system', `On 2024-03-12 10:11:00 +0100, Acme Support <support@acme.test> wrote:`],
  ['a list archive', `On Tue, Mar 12, 2024 at 10:11 AM Acme Support via Orders <orders@lists.acme.test> wrote:`], ['a name with a comma', 'On Tuesday, March 12, 2024, Support, Acme <support@acme.test> wrote:'], ['Android of old', `Acme Support <support@acme.test> schrieb:`], ['Android of old in English', `Acme Support <support@acme.test> wrote:`], ['Android of old in Polish', 'Acme Support <support@acme.test> napisał(a):'],
  ['Android of old in French', 'Acme Support <support@acme.test> a écrit :'], ['Windows Live Mail', `On Tue, 12 Mar 2024 10:11:00 +0100, ${A} wrote:`], ['Opera Mail in Polish', `Dnia 12-03-2024 o 10:11:00 Acme Support <support@acme.test> napisał(a):`], ['Opera Mail in German', `Am 12.03.2024, 10:11 Uhr, schrieb Acme Support <support@acme.test>:`],
  ['Pegasus', 'On 12 Mar 2024 at 10:11, Acme Support wrote:'], ['a date below a name', `Acme Support <support@acme.test>\nwrote on Tue, 12 Mar 2024 10:11:`], ['The Bat! in Polish', 'W liście datowanym 12 marca 2024 (10:11:00) napisano:'], ['The Bat! in Russian', 'Вы писали 12 марта 2024 г., 10:11:00:'],
];

/** Lines above our words as they stand, without marks. */
const bare: [program: string, lines: string][] = [
  ['Hotmail of old', `Date: Tue, 12 Mar 2024 10:11:00 +0100\nFrom: support@acme.test\nTo: anna@customer.test\nSubject: Order 1042`],
  ['Hotmail of old with stars', `*From:* Acme Support <support@acme.test>\n*Sent:* Tuesday, March 12, 2024 10:11 AM\n*To:* Anna Nowak\n*Subject:* Order 1042`],
  ['a program that writes the fields with stars in German', `*Von:* Acme Support <support@acme.test>\n*Gesendet:* Dienstag, 12. März 2024 10:11\n*An:* Anna Nowak\n*Betreff:* Order 1042`],
  ['Outlook with a ruler of its own', `_____________________________________________\nFrom: Acme Support\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Anna Nowak\nSubject: Order 1042`],
  ['Outlook with the name alone', `From: Acme Support\nSent: 12 March 2024 10:11\nTo: Anna Nowak\nSubject: Order 1042`],
  ['Outlook in Polish with the name alone', `Od: Acme Support\nWysłano: 12 marca 2024 10:11\nDo: Anna Nowak\nTemat: Order 1042`],
  ['Outlook in Polish with a copy', `Od: Acme Support [mailto:support@acme.test] \nWysłano: wtorek, 12 marca 2024 10:11\nDo: 'Anna Nowak'\nDW: 'Lager'; 'Jan Kowalski'\nTemat: RE: Order 1042\nWażność: Wysoka`],
  ['Samsung of old in Polish', '-------- Wiadomość oryginalna --------\nOd: Acme Support <support@acme.test>\nData:12.03.2024 10:11 (GMT+01:00)\nDo: anna@customer.test\nDW: \nTemat: Order 1042\n'],
  ['a phone without a subject', '-------- Original message --------\nFrom: Acme Support <support@acme.test>\nDate: 12/03/2024 10:11 (GMT+01:00)\nTo: anna@customer.test'],
  ['Sony', '---- Acme Support wrote ----\n'],
  ['Sony in German', '---- Acme Support schrieb ----\n'],
  ['Sony in Polish', '---- Użytkownik Acme Support napisał ----\n'],
  ['a mail program of the east without spaces', '发件人：Acme Support<support@acme.test>\n发送时间：2024年3月12日 10:11\n收件人：Anna<anna@customer.test>\n主题：Order 1042'],
  ['Alibaba', '------------------------------------------------------------------\n发件人：Acme Support <support@acme.test>\n发送时间：2024年3月12日(星期二) 10:11\n收件人：Anna <anna@customer.test>\n主　题：Order 1042'],
  ['Outlook in Thai', 'จาก: Acme Support <support@acme.test>\nส่ง: 12 มีนาคม 2567 10:11\nถึง: Anna Nowak <anna@customer.test>\nเรื่อง: Order 1042'],
  ['Outlook in Catalan', 'De: Acme Support <support@acme.test>\nEnviat: dimarts, 12 de març de 2024 10:11\nPer a: Anna Nowak <anna@customer.test>\nAssumpte: Order 1042'],
  ['Outlook in Serbian', 'Од: Acme Support <support@acme.test>\nПослато: уторак, 12. март 2024. 10:11\nЗа: Anna Nowak <anna@customer.test>\nТема: Order 1042'],
  ['Outlook in Persian', 'از: Acme Support <support@acme.test>\nارسال: 12 March 2024 10:11\nبه: Anna Nowak <anna@customer.test>\nموضوع: Order 1042'],
  ['Outlook in Icelandic', 'Frá: Acme Support <support@acme.test>\nSent: þriðjudagur, 12. mars 2024 10:11\nTil: Anna Nowak <anna@customer.test>\nEfni: Order 1042'],
];

/** What gateways and scanners write below everything. */
const footers: [name: string, text: string][] = [
  ['a virus scanner', '--\nThis email has been checked for viruses by Avast antivirus software.\nwww.avast.com'],
  ['a virus scanner of today', 'Virus-free. www.avast.com <https://www.avast.com/sig-email>'],
  ['a disclaimer in English', 'This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please delete it.'],
  ['a disclaimer in Polish', 'Niniejsza wiadomość zawiera informacje poufne i jest przeznaczona wyłącznie dla adresata. Jeżeli nie są Państwo adresatem, prosimy o usunięcie wiadomości.'],
  ['a disclaimer in German', 'Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte sofort den Absender und löschen Sie diese E-Mail.'],
  ['a disclaimer in French', 'Ce message et ses pièces jointes peuvent contenir des informations confidentielles. Si vous avez reçu ce message par erreur, merci de le détruire.'],
  ['a disclaimer below a ruler', '________________________________\n\nCONFIDENTIALITY NOTICE: The contents of this email are intended for the named recipients only.'],
  ['a plea for the trees', 'Please consider the environment before printing this email.'],
  ['a mailing list', '_______________________________________________\nOrders mailing list -- orders@lists.test\nTo unsubscribe send an email to orders-leave@lists.test'],
  ['a group', '-- \nYou received this message because you are subscribed to the Google Groups "orders" group.'],
];

const gmail = `On Tue, 12 Mar 2024 at 10:11, ${A} wrote:`;
const windows: [language: string, line: string][] = [
  ['English', 'Sent from Mail for Windows 10'], ['Spanish', 'Enviado desde Correo para Windows 10'], ['French', 'Envoyé à partir de Courrier pour Windows 10'], ['Italian', 'Inviato da Posta per Windows 10'], ['Dutch', 'Verzonden vanuit Mail voor Windows 10'], ['Swedish', 'Skickades från E-post för Windows 10'], ['Czech', 'Odesláno z Pošty pro Windows 10'], ['Russian', 'Отправлено из Почты для Windows 10'], ['Ukrainian', 'Надіслано з Пошти для Windows 10'], ['Japanese', 'Windows 版のメールから送信'], ['Danish', 'Sendt fra Mail til Windows'], ['Portuguese', 'Enviado do Email para o Windows 10'], ['Polish of today', 'Wysłane z aplikacji Poczta dla Windows'], ['Outlook alone', 'Sent from Outlook'], ['Outlook in German', 'Gesendet von Outlook Mobile'], ['Outlook in Polish', 'Wysłane z programu Outlook'],
];

export const olderCases: MailCase[] = [
  ...olderAttributions.map(([program, line]) => ({ name: `${program}, answer above`, mail: mail(plain(`It came.\n\n${line}\n${quoteLines(ours)}`)), text: 'It came.', quoted: [inQuote] })),
  ...olderAttributions.filter((_, index) => index % 4 === 0).map(([program, line]) => ({ name: `${program}, answer below`, mail: mail(plain(`${line}\n${quoteLines(ours)}\n\nIt came.\n\nAnna`)), text: 'It came.\n\nAnna', quoted: [inQuote] })),
  ...bare.map(([program, lines]) => ({ name: `${program}, answer above`, mail: mail(plain(`It came.\n\n${lines}\n\n${ours}`)), text: 'It came.', quoted: [inQuote] })),
  ...bare.filter(([, lines]) => lines.includes('@')).map(([program, lines]) => ({ name: `${program}, the quote marked and the answer below`, mail: mail(plain(`${lines}\n\n${quoteLines(ours)}\n\nIt came.\n\nAnna`)), text: 'It came.\n\nAnna', quoted: [inQuote] })),
  ...bare.map(([program, lines]) => ({ name: `${program}, as HTML of plain lines`, mail: mail(html(`<div>It came.</div><br><div>${escapeHtml(lines).replace(/\n/g, '<br>')}</div><br>${oursHtml}`)), text: 'It came.', quoted: [inQuote] })),
  ...footers.map(([name, text]) => ({ name: `${name} below the quote`, mail: mail(plain(`It came.\n\n${gmail}\n\n${quoteLines(ours)}\n\n${text}`)), text: 'It came.', quoted: [inQuote, text.split('\n').at(-1) ?? ''] })),
  ...footers.map(([name, text]) => ({ name: `${name} below the quote in HTML`, mail: mail(html(`<div>It came.</div><br><div class="gmail_quote"><div class="gmail_attr">${escapeHtml(gmail)}<br></div><blockquote class="gmail_quote">${oursHtml}</blockquote></div><br><div>${escapeHtml(text).replace(/\n/g, '<br>')}</div>`)), text: 'It came.', quoted: [inQuote] })),
  ...windows.map(([language, line]) => ({ name: `signature line of Windows in ${language}`, mail: mail(plain(`It came.\n\n${line}\n\n${gmail}\n\n${quoteLines(ours)}`)), text: 'It came.', quoted: [inQuote, line] })),
  { name: 'Outlook that indents the original with a blue line', mail: mail(html(`<html><body><div class="WordSection1"><p class="MsoNormal">It came.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt"><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> Acme Support<br><b>Sent:</b> Tuesday, March 12, 2024 10:11 AM<br><b>To:</b> Anna<br><b>Subject:</b> Order 1042</p></div></div><p class="MsoNormal">${inQuote}</p></div></div></body></html>`)), text: 'It came.', quoted: [inQuote] },
  { name: 'Outlook that indents the original, answers in another colour within it', mail: mail(html(`<html><body><div class="WordSection1"><p class="MsoNormal">See my answers in red.<o:p></o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> Acme Support<br><b>Sent:</b> Tuesday, March 12, 2024 10:11 AM<br><b>To:</b> Anna<br><b>Subject:</b> Order 1042</p></div><p class="MsoNormal">Which colour?</p><p class="MsoNormal"><span style="color:red">Blue.</span></p></div></body></html>`)), says: ['See my answers in red.'], quoted: ['Which colour?', 'Blue.'] },
  { name: 'an attribution that wraps three times', mail: mail(plain(`It came.\n\nOn Tuesday, March 12, 2024 at 10:11:00 AM Central European Standard Time,\nDział Obsługi Klienta i Reklamacji Sklepu Internetowego Acme\n<support@acme.test>\nwrote:\n\n${quoteLines(ours)}`)), text: 'It came.', quoted: [inQuote, 'Reklamacji'] },
  { name: 'an attribution right below the words, without an empty line', mail: mail(plain(`It came.\n${gmail}\n${quoteLines(ours)}`)), text: 'It came.', quoted: [inQuote] },
  { name: 'an attribution in HTML in the same paragraph as the words', mail: mail(html(`It came.<br>${escapeHtml(gmail)}<br><blockquote>${oursHtml}</blockquote>`)), text: 'It came.', quoted: [inQuote] },
  { name: 'a quote whose lines were wrapped once more on the way', mail: mail(plain(`It came.\n\n${gmail}\n\n> your parcel is on its way and will be with you on Wednesday, between ten\nand twelve\n> o'clock, unless the weather is bad. Please have the number of the order\nwith you.\n> Acme`)), text: 'It came.', quoted: ['and twelve'] },
  { name: 'two answers of the customer in one thread', mail: mail(plain(`Third.\n\nAnna\n\n${gmail}\n> Second.\n>\n> On Mon, 11 Mar 2024 at 9:00, Anna Nowak <anna@customer.test> wrote:\n> > First.\n> > --\n> > Anna\n`)), text: 'Third.\n\nAnna', quoted: ['Second.', 'First.'] },
  { name: 'an answer that itself quotes a line of the rules with a sign', mail: mail(plain(`The rules say:\n> Returns within 14 days.\nSo take it back.\n\n${gmail}\n\n${quoteLines(ours)}`)), says: ['The rules say:', 'Returns within 14 days.', 'So take it back.'], lacks: [inQuote] },
  { name: 'Yahoo in HTML with a quote of old', mail: mail(html(`<html><body><div style="color:#000"><div>It came.</div><br><div class="yahoo_quoted" style="display: block;"><div style="font-family: Helvetica"><div dir="ltr"><font size="2"> On Tuesday, March 12, 2024 10:11 AM, Acme Support &lt;support@acme.test&gt; wrote:<br></font></div><br><br><div class="y_msg_container">${oursHtml}</div></div></div></div></body></html>`)), text: 'It came.', quoted: [inQuote] },
  { name: 'plain text without marks beside HTML with a quote', mail: mail(both(`It came.\n\n${wrap(gmail)}\n${ours}`, `<div>It came.</div><div class="gmail_quote"><div class="gmail_attr">${escapeHtml(gmail)}</div><blockquote class="gmail_quote">${oursHtml}</blockquote></div>`)), text: 'It came.', quoted: [inQuote] },
  { name: 'a phone that sends two kinds of words and a picture', mail: mail(multipart('related', [both('It is broken.\n\n[image: photo.jpg]', '<div>It is broken.</div><img src="cid:p1">'), 'Content-Type: image/jpeg; name="photo.jpg"\nContent-ID: <p1>\nContent-Disposition: inline; filename="photo.jpg"\nContent-Transfer-Encoding: base64\n\n/9j/4AAQ'])), says: ['It is broken.'], attachments: [{ name: 'photo.jpg', inline: true, contentId: 'p1' }] },
  { name: 'forwarded in Outlook of old in German', mail: mail(plain('Bitte ansehen.\n\n-----Ursprüngliche Nachricht-----\nVon: Bob [mailto:bob@x.test]\nGesendet: Montag, 11. März 2024 09:00\nAn: Anna\nBetreff: Lampe\n\nDie Lampe ist kaputt.'), { subject: 'WG: Lampe', first: true }), text: 'Bitte ansehen.', quoted: ['Die Lampe ist kaputt.'] },
  { name: 'forwarded by Yahoo', mail: mail(plain('Please see.\n\n----- Forwarded Message -----\nFrom: Bob <bob@x.test>\nTo: "anna@customer.test" <anna@customer.test>\nSent: Monday, March 11, 2024 at 09:00:00 AM GMT+1\nSubject: Lamp\n\nThe lamp is broken.'), { subject: 'Fw: Lamp', first: true }), text: 'Please see.', quoted: ['The lamp is broken.'] },
  { name: 'forwarded by Proton with nothing above', mail: mail(plain('\n\n\n------- Forwarded Message -------\nFrom: Bob <bob@x.test>\nDate: On Monday, March 11th, 2024 at 9:00 AM\nSubject: Lamp\nTo: anna@customer.test <anna@customer.test>\n\n\n> The lamp is broken.'), { subject: 'Fw: Lamp', first: true }), says: ['The lamp is broken.', 'bob@x.test'] },
  { name: 'forwarded by Roundcube in Polish', mail: mail(plain('Proszę zobaczyć.\n\n-------- Oryginalna wiadomość --------\nTemat: Lampa\nData: 2024-03-11 09:00\nOd: Bob <bob@x.test>\nDo: anna@customer.test\n\nLampa nie działa.'), { subject: 'Fwd: Lampa', first: true }), text: 'Proszę zobaczyć.', quoted: ['Lampa nie działa.'] },
  { name: 'forwarded twice with nothing above', mail: mail(plain('\n---------- Forwarded message ---------\nFrom: Jan <jan@x.test>\nDate: Tue, 12 Mar 2024 at 09:00\nSubject: Fwd: Lamp\nTo: Anna <anna@customer.test>\n\n\n\n---------- Forwarded message ---------\nFrom: Bob <bob@x.test>\nDate: Mon, 11 Mar 2024 at 09:00\nSubject: Lamp\nTo: Jan <jan@x.test>\n\n\nThe lamp is broken.'), { subject: 'Fwd: Fwd: Lamp', first: true }), says: ['The lamp is broken.', 'bob@x.test', 'jan@x.test'] },
  { name: 'an answer to a forwarded mail is folded below the answer', mail: mail(plain(`Yes.\n\n${gmail}\n\n> Is it this one?\n>\n> ---------- Forwarded message ---------\n> From: Bob <bob@x.test>\n> Subject: Lamp\n>\n> The lamp is broken.`)), text: 'Yes.', quoted: ['Is it this one?', 'The lamp is broken.'] },
];
