import { both, escapeHtml, html, inQuote, mail, multipart, ours, oursHtml, plain, quoteLines, wrap, type MailCase } from './mail-case';

const name = 'Dział Obsługi Klienta, Acme Sp. z o.o.';
const A = `${name} <support@acme.test>`;

/** The line above the quote as each language writes it, in the order of its words. */
export const gmailAttributions: [language: string, line: string][] = [
  ['English', `On Tue, Mar 12, 2024 at 10:11\u202fAM ${A} wrote:`],
  ['British English', `On Tue, 12 Mar 2024 at 10:11, ${A} wrote:`],
  ['Polish', `wt., 12 mar 2024 o 10:11 ${A} napisał(a):`],
  ['German', `Am Di., 12. März 2024 um 10:11 Uhr schrieb ${A}:`],
  ['French', `Le mar. 12 mars 2024 à 10:11, ${A} a écrit :`],
  ['Spanish', `El mar, 12 mar 2024 a las 10:11, ${name} (<support@acme.test>) escribió:`],
  ['Italian', `Il giorno mar 12 mar 2024 alle ore 10:11 ${A} ha scritto:`],
  ['Dutch', `Op di 12 mrt 2024 om 10:11 schreef ${A}:`],
  ['Portuguese of Brazil', `Em ter., 12 de mar. de 2024 às 10:11, ${A} escreveu:`],
  ['Portuguese', `${A} escreveu (terça, 12/03/2024 à(s) 10:11):`],
  ['Swedish', `Den tis 12 mars 2024 kl 10:11 skrev ${A}:`],
  ['Danish', `Den tirs. 12. mar. 2024 kl. 10.11 skrev ${A}:`],
  ['Norwegian', `tir. 12. mars 2024 kl. 10:11 skrev ${A}:`],
  ['Finnish', `ti 12. maalisk. 2024 klo 10.11 ${name} (support@acme.test) kirjoitti:`],
  ['Czech', `út 12. 3. 2024 v 10:11 odesílatel ${A} napsal:`],
  ['Slovak', `ut 12. 3. 2024 o 10:11 ${A} napísal(a):`],
  ['Hungarian', `${A} ezt írta (időpont: 2024. márc. 12., K, 10:11):`],
  ['Romanian', `În mar., 12 mar. 2024 la 10:11, ${A} a scris:`],
  ['Ukrainian', `вт, 12 бер. 2024 р. о 10:11 ${A} пише:`],
  ['Russian', `вт, 12 мар. 2024 г. в 10:11, ${A}:`],
  ['Bulgarian', `На вт, 12.03.2024 г. в 10:11 ${A} написа:`],
  ['Serbian', `уто, 12. мар 2024. у 10:11 ${A} је написао/ла:`],
  ['Croatian', `uto, 12. ožu 2024. u 10:11 ${A} napisao je:`],
  ['Slovenian', `V V tor., 12. mar. 2024 ob 10:11 je oseba ${A} napisala:`],
  ['Lithuanian', `2024-03-12, an, 10:11 ${A} rašė:`],
  ['Latvian', `otrd., 2024. g. 12. marts, plkst. 10:11 — lietotājs ${name} (<support@acme.test>) rakstīja:`],
  ['Estonian', `Kontakt ${name} (<support@acme.test>) kirjutas kuupäeval T, 12. märts 2024 kell 10:11:`],
  ['Greek', `Στις Τρί 12 Μαρ 2024 στις 10:11 π.μ., ο/η ${A} έγραψε:`],
  ['Turkish', `${A}, 12 Mar 2024 Sal, 10:11 tarihinde şunu yazdı:`],
  ['Arabic', `في الثلاثاء، 12 مارس 2024 في 10:11 ص تمت كتابة ما يلي بواسطة ‪${name}‬‏ <‪support@acme.test‬‏>:`],
  ['Hebrew', `‫בתאריך יום ג׳, 12 במרץ 2024 ב-10:11 מאת ‪${name}‬‏ <‪support@acme.test‬‏>:‬`],
  ['Japanese', `2024年3月12日(火) 10:11 ${A}:`],
  ['Chinese', `${A} 于2024年3月12日周二 10:11写道：`],
  ['Chinese of Taiwan', `${A} 於 2024年3月12日 週二 上午10:11寫道：`],
  ['Korean', `2024년 3월 12일 (화) 오전 10:11, ${A}님이 작성:`],
  ['Vietnamese', `Vào Th 3, 12 thg 3, 2024 vào lúc 10:11 ${A} đã viết:`],
  ['Thai', `ในวันที่ อ. 12 มี.ค. 2024 เวลา 10:11 ${A} เขียนว่า:`],
  ['Indonesian', `Pada tanggal Sel, 12 Mar 2024 pukul 10.11 ${A} menulis:`],
  ['Catalan', `Missatge de ${A} del dia dt., 12 de març 2024 a les 10:11:`],
  ['Hindi', `मंगल, 12 मार्च 2024 को 10:11 am बजे को ${A} ने लिखा:`],
];

const answer = 'Thank you, but the box was empty.\n\nAnna';
const answerHtml = '<div dir="ltr">Thank you, but the box was empty.<div><br></div><div>Anna</div></div>';
const gmailQuote = (line: string): string => {
  const linked = escapeHtml(line).replace('support@acme.test', '<a href="mailto:support@acme.test">support@acme.test</a>');
  return `<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${linked}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${oursHtml}</blockquote></div>\n`;
};
const gmailPlain = (line: string): string => `${answer}\n\n${wrap(line)}\n\n${quoteLines(ours)}`;

const byLanguage: MailCase[] = gmailAttributions.flatMap(([language, line], index) => [
  { name: `Gmail in ${language}, plain text`, mail: mail(plain(gmailPlain(line))), text: answer, quoted: [inQuote, 'support@acme.test'] },
  index % 2 === 0
    ? { name: `Gmail in ${language}, both parts`, mail: mail(both(gmailPlain(line), answerHtml + gmailQuote(line))), text: answer, quoted: [inQuote] }
    : { name: `Gmail in ${language}, HTML whose classes were taken away on the way`, mail: mail(html(`<div>Thank you, but the box was empty.</div><div><br></div><div>Anna</div><br><div>${escapeHtml(line)}<br></div><blockquote>${oursHtml}</blockquote>`)), text: answer, quoted: [inQuote, 'support@acme.test'] },
]);

const english = gmailAttributions[0]?.[1] ?? '';
const polish = gmailAttributions[2]?.[1] ?? '';

export const gmailCases: MailCase[] = [
  ...byLanguage,
  { name: 'Gmail, attribution broken inside the address and inside the name', mail: mail(plain(`No.\n\nOn Tue, Mar 12, 2024 at 10:11 AM Dział Obsługi Klienta, Acme Sp. z\no.o. <\nsupport@acme.test> wrote:\n\n${quoteLines(ours)}`)), text: 'No.', quoted: [inQuote, 'o.o. <'] },
  { name: 'Gmail, a name that is an address and "via"', mail: mail(plain(`No.\n\nOn Tue, Mar 12, 2024 at 10:11 AM 'support@acme.test' via Orders <\norders@acme.test> wrote:\n\n${quoteLines(ours)}`)), text: 'No.', quoted: [inQuote, 'orders@acme.test'] },
  { name: 'Gmail with a signature that has the mark', mail: mail(both(`Please send it.\n\n-- \nAnna Nowak\n+48 600 100 200\n\n\n${wrap(english)}\n\n${quoteLines(ours)}`, `<div dir="ltr">Please send it.<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">Anna Nowak<div>+48 600 100 200</div></div></div></div>${gmailQuote(english)}`)), text: 'Please send it.', quoted: [inQuote, '+48 600 100 200'] },
  { name: 'Gmail with a signature without the mark, known by its class', mail: mail(html(`<div dir="ltr"><div>Please send it.</div><div><br></div><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">Anna Nowak<div>+48 600 100 200</div></div></div></div>${gmailQuote(english)}`)), text: 'Please send it.', quoted: [inQuote, '+48 600 100 200'] },
  { name: 'Gmail with the signature below the quote', mail: mail(html(`<div dir="ltr">Please send it.</div>${gmailQuote(english)}<div><br clear="all"></div><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature">Anna Nowak</div>`)), text: 'Please send it.', quoted: [inQuote, 'Anna Nowak'] },
  { name: 'Gmail for Android', mail: mail(both(`Ok\n\n${wrap(polish)}\n\n${quoteLines(ours)}`, `<div dir="auto">Ok</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escapeHtml(polish)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">${oursHtml}</blockquote></div>`)), text: 'Ok', quoted: [inQuote] },
  { name: 'Gmail for iOS with its signature line', mail: mail(html(`<div dir="ltr"></div><div dir="ltr">Ok, see you</div><div><br></div>-- <br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">Sent from Gmail Mobile</div>${gmailQuote(english)}`)), text: 'Ok, see you', quoted: [inQuote, 'Sent from Gmail Mobile'] },
  { name: 'Gmail with answers between the quotes, plain text', mail: mail(plain(`${wrap(english)}\n\n> Which colour?\n>\n\nBlue, please.\n\n\n> Which size?\n>\n\nMedium.\n\nAnna`)), says: ['Which colour?', 'Blue, please.', 'Which size?', 'Medium.', 'Anna'] },
  { name: 'Gmail with answers between the quotes, HTML', mail: mail(html(`<div dir="ltr"><div dir="ltr"><br></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escapeHtml(english)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex"><div>Which colour?</div></blockquote><div><br></div><div>Blue, please.</div><div>&nbsp;</div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex"><div>Which size?</div></blockquote><div>Medium.</div></div></div>`)), says: ['Which colour?', 'Blue, please.', 'Which size?', 'Medium.'] },
  { name: 'Gmail with a word above and answers between the quotes', mail: mail(plain(`My answers are below.\n\n${wrap(english)}\n\n> Which colour?\n\nBlue, please.\n\n> Which size?\n\nMedium.`)), says: ['My answers are below.', 'Which colour?', 'Blue, please.', 'Medium.'] },
  { name: 'Gmail of three levels', mail: mail(plain(`Third.\n\n${wrap(english)}\n\n> Second.\n>\n> On Mon, Mar 11, 2024 at 9:00 AM Anna Nowak <anna@customer.test> wrote:\n>\n>> First.\n>>\n>`)), text: 'Third.', quoted: ['Second.', 'First.'] },
  { name: 'Gmail, an empty answer', mail: mail(both(`${wrap(english)}\n\n${quoteLines(ours)}`, `<div dir="ltr"><br></div>${gmailQuote(english)}`)), text: '', quoted: [inQuote] },
  { name: 'Gmail, an answer of an emoji picture', mail: mail(html(`<div dir="ltr"><img src="https://mail.google.com/mail/e/1f60a" goomoji="1f60a" data-goomoji="1f60a" alt="😊" style="margin:0px 0.2ex"></div>${gmailQuote(english)}`)), text: '😊', quoted: [inQuote] },
  { name: 'Gmail, a reaction by mail', mail: mail(multipart('alternative', [plain(`👍\n\nAnna Nowak reacted via Gmail\n<https://www.google.com/gmail/about/?utm_source=gmail-in-product>\n\n${wrap(english)}\n\n${quoteLines(ours)}`), 'Content-Type: text/vnd.google.email-reaction+json; charset="UTF-8"\n\n{\n  "emoji": "👍",\n  "version": 1\n}\n', html(`<div dir="ltr"><p style="font-size:50px;margin-top:0;margin-bottom:0">👍</p><p style="margin-top:10px">Anna Nowak reacted via <a href="https://www.google.com/gmail/about/?utm_source=gmail-in-product">Gmail</a></p></div>${gmailQuote(english)}`)])), says: ['👍'], lacks: [inQuote, '"version"'] },
  { name: 'Gmail, a link in the answer', mail: mail(both('See here <https://shop.test/o/1042> please', '<div dir="ltr">See <a href="https://shop.test/o/1042">here</a> please</div>')), says: ['https://shop.test/o/1042'] },
  { name: 'Gmail with the quote cut off by "[Message clipped]"', mail: mail(html(`<div dir="ltr">Too long.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escapeHtml(english)}<br></div><blockquote class="gmail_quote">${oursHtml}`)), text: 'Too long.', quoted: [inQuote] },
  { name: 'Gmail forward with words above in Polish', mail: mail(plain('Proszę zobaczyć.\n\n---------- Forwarded message ---------\nOd: Bob <bob@x.test>\nDate: pon., 11 mar 2024 o 09:00\nSubject: Lampa\nTo: Anna <anna@customer.test>\n\n\nLampa nie działa.'), { subject: 'Fwd: Lampa', first: true }), text: 'Proszę zobaczyć.', quoted: ['Lampa nie działa.'] },
  { name: 'Gmail forward with words above in German', mail: mail(html('<div dir="ltr">Bitte ansehen.<br><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>Von: <strong class="gmail_sendername" dir="auto">Bob</strong> <span dir="auto">&lt;<a href="mailto:bob@x.test">bob@x.test</a>&gt;</span><br>Date: Mo., 11. März 2024 um 09:00 Uhr<br>Subject: Lampe<br>To: Anna &lt;anna@customer.test&gt;<br></div><br><br>Die Lampe ist kaputt.</div></div>'), { subject: 'Fwd: Lampe', first: true }), text: 'Bitte ansehen.', quoted: ['Die Lampe ist kaputt.'] },
  { name: 'Google Groups adds a footer to a person\'s mail', mail: mail(plain('The parcel is lost.\n\n-- \nYou received this message because you are subscribed to the Google Groups "orders" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to orders+unsubscribe@customer.test.'), { first: true }), text: 'The parcel is lost.', quoted: ['You received this message'] },
];
