import { both, escapeHtml, file, html, inQuote, mail, multipart, ours, oursHtml, plain, quoteLines, wrap, type MailCase } from './mail-case';

const A = 'Acme Support <support@acme.test>';

export const appleAttributions: [language: string, line: string][] = [
  ['English', `On 12 Mar 2024, at 10:11, ${A} wrote:`],
  ['American English', `On Mar 12, 2024, at 10:11\u202fAM, ${A} wrote:`],
  ['Polish', `Wiadomość napisana przez ${A} w dniu 12 mar 2024, o godz. 10:11:`],
  ['German', `Am 12.03.2024 um 10:11 schrieb ${A}:`],
  ['French', `Le 12 mars 2024 à 10:11, ${A} a écrit :`],
  ['Spanish', `El 12 mar 2024, a las 10:11, ${A} escribió:`],
  ['Italian', `Il giorno 12 mar 2024, alle ore 10:11, ${A} ha scritto:`],
  ['Dutch', `Op 12 mrt 2024, om 10:11 heeft ${A} het volgende geschreven:`],
  ['Portuguese', `Em 12 de mar. de 2024, à(s) 10:11, ${A} escreveu:`],
  ['Swedish', `12 mars 2024 kl. 10:11 skrev ${A}:`],
  ['Danish', `Den 12. mar. 2024 kl. 10.11 skrev ${A}:`],
  ['Norwegian', `12. mars 2024 kl. 10:11 skrev ${A}:`],
  ['Finnish', `${A} kirjoitti 12.3.2024 kello 10.11:`],
  ['Czech', `12. 3. 2024 v 10:11, ${A}:`],
  ['Slovak', `12. 3. 2024, o 10:11, ${A}:`],
  ['Hungarian', `2024. márc. 12. dátummal, 10:11 időpontban ${A} írta:`],
  ['Romanian', `Pe 12 mar. 2024, la 10:11, ${A} a scris:`],
  ['Ukrainian', `12 бер. 2024 р. о 10:11 ${A} пише:`],
  ['Russian', `12 марта 2024 г., в 10:11, ${A} написал(а):`],
  ['Turkish', `${A} şunları yazdı (12 Mar 2024 10:11):`],
  ['Greek', `Στις 12 Μαρ 2024, στις 10:11, ο/η ${A} έγραψε:`],
  ['Japanese', `2024/03/12 10:11、${A}のメール:`],
  ['Chinese', `2024年3月12日 10:11，${A} 写道：`],
  ['Chinese of Taiwan', `${A} 於 2024年3月12日 上午10:11 寫道：`],
  ['Korean', `2024. 3. 12. 오전 10:11, ${A} 작성:`],
  ['Hebrew', `‫ב-12 במרץ 2024, בשעה 10:11, ‏‪${A}‬ כתב/ה:‬`],
  ['Arabic', `في ١٢ مارس ٢٠٢٤، الساعة ١٠:١١ ص، كتب/كتبت ${A}:`],
];

/** What the phone writes below the words, before anybody changed it. */
const signatures: [language: string, line: string][] = [
  ['English', 'Sent from my iPhone'], ['English, an iPad', 'Sent from my iPad'], ['Polish', "Wysłane z iPhone'a"], ['Polish of today', 'Wysłane z iPhone’a'], ['Polish, an iPad', 'Wysłane z iPada'],
  ['German', 'Von meinem iPhone gesendet'], ['French', 'Envoyé de mon iPhone'], ['Spanish', 'Enviado desde mi iPhone'], ['Italian', 'Inviato da iPhone'], ['Dutch', 'Verstuurd vanaf mijn iPhone'],
  ['Portuguese', 'Enviado do meu iPhone'], ['Swedish', 'Skickat från min iPhone'], ['Danish', 'Sendt fra min iPhone'], ['Finnish', 'Lähetetty iPhonesta'], ['Czech', 'Odesláno z iPhonu'], ['Slovak', 'Odoslané z iPhonu'],
  ['Hungarian', 'Elküldve az iPhone-omról'], ['Romanian', 'Trimis de pe iPhone-ul meu'], ['Ukrainian', 'Надіслано з iPhone'], ['Russian', 'Отправлено с iPhone'], ['Turkish', "iPhone'umdan gönderildi"],
  ['Greek', 'Στάλθηκε από το iPhone μου'], ['Japanese', 'iPhoneから送信'], ['Chinese', '发自我的 iPhone'], ['Chinese of Taiwan', '從我的 iPhone 傳送'], ['Korean', '나의 iPhone에서 보냄'], ['Croatian', 'Poslano s mog iPhonea'], ['Hebrew', 'נשלח מה-iPhone שלי'], ['Arabic', 'أرسلت من الـ iPhone'],
];

const applePlain = (line: string): string => `The size is wrong.\n\n${quoteLines(`${line}\n\n${ours}`)}`;
const macOutside = (line: string): string => `The size is wrong.\n\n${wrap(line, 78)}\n\n${quoteLines(ours)}`;
const appleHtml = (line: string): string =>
  `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">The size is wrong.<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>${escapeHtml(line)}</div><br class="Apple-interchange-newline"><div>${oursHtml}</div></blockquote></div><br></body></html>`;

const byLanguage: MailCase[] = appleAttributions.flatMap(([language, line], index) => [
  { name: `Apple Mail in ${language}, plain text, the attribution inside the quote`, mail: mail(plain(applePlain(line))), text: 'The size is wrong.', quoted: [inQuote] },
  { name: `Apple Mail in ${language}, plain text, the attribution above the quote`, mail: mail(plain(macOutside(line))), text: 'The size is wrong.', quoted: [inQuote, 'support@acme.test'] },
  ...(index % 3 === 0 ? [{ name: `Apple Mail in ${language}, both parts`, mail: mail(both(applePlain(line), appleHtml(line))), text: 'The size is wrong.', quoted: [inQuote] }] : []),
]);

const phones: MailCase[] = signatures.map(([language, line], index) => {
  const attribution = appleAttributions[index % appleAttributions.length]?.[1] ?? '';
  const markup = `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">Yes, do it.<div><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">${line}</div><div dir="ltr"><br><blockquote type="cite">${escapeHtml(attribution)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff${oursHtml}</div></blockquote></div></body></html>`;
  return { name: `an iPhone, signature in ${language}`, mail: mail(index % 2 === 0 ? both(`Yes, do it.\n\n${line}\n\n${quoteLines(`${attribution}\n\n\ufeff${ours}`)}`, markup) : html(markup)), text: 'Yes, do it.', quoted: [inQuote, line] };
});

export const appleCases: MailCase[] = [
  ...byLanguage, ...phones,
  { name: 'an iPhone of old with AppleMailSignature', mail: mail(html(`<html><head></head><body dir="auto"><div></div><div>Yes.</div><div id="AppleMailSignature" dir="ltr"><div><br></div>Sent from my iPhone</div><div dir="ltr"><br>On Mar 12, 2024, at 10:11 AM, Acme Support &lt;<a href="mailto:support@acme.test">support@acme.test</a>&gt; wrote:<br><br></div><blockquote type="cite"><div dir="ltr">${oursHtml}</div></blockquote></body></html>`)), text: 'Yes.', quoted: [inQuote, 'Sent from my iPhone'] },
  { name: 'an iPhone, the signature alone with a picture above', mail: mail(multipart('mixed', [plain('\n\n', 'charset=us-ascii'), file('Content-Type: image/jpeg; name=IMG_0042.jpeg; x-apple-part-url=7B1F\nContent-Disposition: inline; filename=IMG_0042.jpeg', 'photo'), plain('\n\n\nSent from my iPhone', 'charset=us-ascii')]), { first: true }), text: '', quoted: ['Sent from my iPhone'], attachments: [{ name: 'IMG_0042.jpeg', contentType: 'image/jpeg', sizeBytes: 5 }] },
  { name: 'Apple Mail, alternative whose second half is mixed with a file', mail: mail(multipart('alternative', [plain('Here is the invoice.\n\nAnna'), multipart('mixed', [html('<html><body>Here is the invoice.<div><br></div></body></html>'), file('Content-Type: application/pdf; x-unix-mode=0644; name=invoice.pdf\nContent-Disposition: inline; filename=invoice.pdf', '%PDF-'), html('<html><body><div><br></div><div>Anna</div></body></html>')], 'in')], 'out'), { first: true }), text: 'Here is the invoice.\n\nAnna', attachments: [{ name: 'invoice.pdf', contentType: 'application/pdf', sizeBytes: 5 }] },
  { name: 'Apple Mail with answers between the cites', mail: mail(html(`<html><body><div><blockquote type="cite"><div>On 12 Mar 2024, at 10:11, Acme Support wrote:</div><br class="Apple-interchange-newline"><div>Which colour?<br></div></blockquote><div><br></div>Blue.<br><blockquote type="cite"><div>Which size?</div></blockquote><div><br></div>Medium.</div></body></html>`)), says: ['Which colour?', 'Blue.', 'Which size?', 'Medium.'] },
  { name: 'Apple Mail, answer below the cite', mail: mail(plain(`On 12 Mar 2024, at 10:11, Acme Support <support@acme.test> wrote:\n\n${quoteLines(ours)}\n\nIt is not here.\n\nAnna`)), text: 'It is not here.\n\nAnna', quoted: [inQuote] },
  { name: 'Apple Mail forward in Polish with words above', mail: mail(plain('Co z tym?\n\n> Początek przekazanej wiadomości:\n> \n> Od: Bob <bob@x.test>\n> Temat: Lampa\n> Data: 11 marca 2024 o 09:00:00 CET\n> Do: anna@customer.test\n> \n> Lampa nie działa.'), { subject: 'Fwd: Lampa', first: true }), text: 'Co z tym?', quoted: ['Lampa nie działa.'] },
  { name: 'Apple Mail forward in German with words above', mail: mail(html('<html><body>Was ist damit?<br><div><br><blockquote type="cite"><div>Anfang der weitergeleiteten Nachricht:</div><br class="Apple-interchange-newline"><div><b>Von: </b>Bob &lt;bob@x.test&gt;<br></div><div><b>Betreff: </b>Lampe<br></div><div><b>Datum: </b>11. März 2024 um 09:00:00 MEZ<br></div><div><b>An: </b>anna@customer.test<br></div><br><div>Die Lampe ist kaputt.</div></blockquote></div></body></html>'), { subject: 'Fwd: Lampe', first: true }), text: 'Was ist damit?', quoted: ['Die Lampe ist kaputt.'] },
  { name: 'Apple Mail, signature with the mark below the quote', mail: mail(plain(`Thanks.\n\nOn 12 Mar 2024, at 10:11, Acme Support <support@acme.test> wrote:\n\n${quoteLines(ours)}\n\n-- \nAnna Nowak`)), text: 'Thanks.', quoted: [inQuote, 'Anna Nowak'] },
  { name: 'Apple Mail with a rich link', mail: mail(html('<html><body>Like this one:<div><div class="apple-rich-link" draggable="true" role="link" data-url="https://shop.test/p/7"><a href="https://shop.test/p/7">https://shop.test/p/7</a></div></div></body></html>'), { first: true }), text: 'Like this one:\nhttps://shop.test/p/7' },
  { name: 'Apple Mail, object replacement where the picture stood', mail: mail(plain('Look\n\ufffc\nat this', 'charset=utf-8'), { first: true }), says: ['Look', 'at this'] },
];
