import { both, escapeHtml, html, inQuote, mail, multipart, file, ours, oursHtml, plain, type MailCase } from './mail-case';

/** The block that Outlook sets above the mail which is answered: labels and a date as each language writes them. */
const blocks: [language: string, from: string, sent: string, to: string, subject: string, date: string][] = [
  ['English', 'From:', 'Sent:', 'To:', 'Subject:', 'Tuesday, 12 March 2024 10:11'],
  ['German', 'Von:', 'Gesendet:', 'An:', 'Betreff:', 'Dienstag, 12. März 2024 10:11'],
  ['Polish', 'Od:', 'Wysłane:', 'Do:', 'Temat:', 'wtorek, 12 marca 2024 10:11'],
  ['French', 'De :', 'Envoyé :', 'À :', 'Objet :', 'mardi 12 mars 2024 10:11'],
  ['Spanish', 'De:', 'Enviado el:', 'Para:', 'Asunto:', 'martes, 12 de marzo de 2024 10:11'],
  ['Italian', 'Da:', 'Inviato:', 'A:', 'Oggetto:', 'martedì 12 marzo 2024 10:11'],
  ['Dutch', 'Van:', 'Verzonden:', 'Aan:', 'Onderwerp:', 'dinsdag 12 maart 2024 10:11'],
  ['Portuguese', 'De:', 'Enviada em:', 'Para:', 'Assunto:', 'terça-feira, 12 de março de 2024 10:11'],
  ['Swedish', 'Från:', 'Skickat:', 'Till:', 'Ämne:', 'den 12 mars 2024 10:11'],
  ['Czech', 'Od:', 'Odesláno:', 'Komu:', 'Předmět:', 'úterý 12. března 2024 10:11'],
  ['Ukrainian', 'Від:', 'Відправлено:', 'Кому:', 'Тема:', '12 березня 2024 р. 10:11'],
  ['Japanese', '差出人:', '送信日時:', '宛先:', '件名:', '2024年3月12日 10:11'],
  ['Chinese', '发件人:', '发送时间:', '收件人:', '主题:', '2024年3月12日 10:11'],
  ['Chinese of Taiwan', '寄件者:', '寄件日期:', '收件者:', '主旨:', '2024年3月12日 上午 10:11'],
  ['Korean', '보낸 사람:', '보낸 날짜:', '받는 사람:', '제목:', '2024년 3월 12일 화요일 오전 10:11'],
  ['Norwegian', 'Fra:', 'Sendt:', 'Til:', 'Emne:', 'tirsdag 12. mars 2024 10:11'],
  ['Finnish', 'Lähettäjä:', 'Lähetetty:', 'Vastaanottaja:', 'Aihe:', 'tiistai 12. maaliskuuta 2024 10.11'],
  ['Hungarian', 'Feladó:', 'Elküldve:', 'Címzett:', 'Tárgy:', '2024. március 12., kedd 10:11'],
  ['Romanian', 'De la:', 'Trimis:', 'Către:', 'Subiect:', 'marți, 12 martie 2024 10:11'],
  ['Turkish', 'Kimden:', 'Gönderildi:', 'Kime:', 'Konu:', '12 Mart 2024 Salı 10:11'],
  ['Greek', 'Από:', 'Στάλθηκε:', 'Προς:', 'Θέμα:', 'Τρίτη, 12 Μαρτίου 2024 10:11'],
  ['Hebrew', 'מאת:', 'נשלח:', 'אל:', 'נושא:', 'יום שלישי 12 מרץ 2024 10:11'],
  ['Bulgarian', 'От:', 'Изпратено:', 'До:', 'Относно:', 'вторник, 12 март 2024 г. 10:11'],
  ['Croatian', 'Od:', 'Poslano:', 'Prima:', 'Predmet:', '12. ožujka 2024. 10:11'],
  ['Slovenian', 'Od:', 'Poslano:', 'Za:', 'Zadeva:', 'torek, 12. marec 2024 10:11'],
  ['Lithuanian', 'Nuo:', 'Išsiųsta:', 'Kam:', 'Tema:', '2024 m. kovo 12 d., antradienis 10:11'],
  ['Latvian', 'No:', 'Nosūtīts:', 'Kam:', 'Tēma:', 'otrdiena, 2024. gada 12. marts 10:11'],
  ['Estonian', 'Saatja:', 'Saadetud:', 'Adressaat:', 'Teema:', 'teisipäev, 12. märts 2024 10:11'],
  ['Arabic', 'من:', 'تم الإرسال:', 'إلى:', 'الموضوع:', '12 مارس 2024 10:11'],
  ['Vietnamese', 'Từ:', 'Đã gửi:', 'Tới:', 'Chủ đề:', 'Thứ Ba, 12 tháng 3, 2024 10:11'],
  ['Indonesian', 'Dari:', 'Dikirim:', 'Kepada:', 'Subjek:', '12 Maret 2024 10:11'],
];

const wordHead = '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" content="Microsoft Word 15 (filtered medium)"><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!--\n/* Font Definitions */\n@font-face {font-family:Calibri;}\np.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt;}\n--></style><!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026"/></xml><![endif]--></head>';
const word = (body: string): string => `${wordHead}<body lang="EN-GB" link="#0563C1" vlink="#954F72" style="word-wrap:break-word"><div class="WordSection1">${body}</div></body></html>`;
const normal = (text: string): string => `<p class="MsoNormal"><span style="mso-fareast-language:EN-US">${text === '' ? '&nbsp;' : escapeHtml(text)}<o:p></o:p></span></p>\n`;
const normals = (text: string): string => text.split('\n').map(normal).join('');

const classicBlock = ([, from, sent, to, subject, date]: (typeof blocks)[number], bold: boolean): string => {
  const label = (words: string): string => (bold ? `<b><span lang="EN-US" style="font-family:&quot;Calibri&quot;,sans-serif">${words.replace(' ', '&nbsp;')}</span></b>` : words.replace(' ', '&nbsp;'));
  return `<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${label(from)}<span lang="EN-US"> Acme Support &lt;support@acme.test&gt; <br>\n${label(sent)} ${date}<br>\n${label(to)} Anna Nowak &lt;anna@customer.test&gt;<br>\n${label(subject)} Order 1042<o:p></o:p></span></p></div></div>\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n`;
};
const plainBlock = ([, from, sent, to, subject, date]: (typeof blocks)[number]): string => `${from} Acme Support <support@acme.test> \n${sent} ${date}\n${to} Anna Nowak <anna@customer.test>\n${subject} Order 1042`;

const answer = 'It has not arrived.\n\nBest regards\nAnna';

const classic: MailCase[] = blocks.flatMap((block, index) => [
  { name: `Outlook classic in ${block[0]}`, mail: mail(html(word(normals(answer) + normal('') + classicBlock(block, index % 2 === 0) + normals(ours)))), text: answer, quoted: [inQuote, 'Order 1042'] },
  { name: `Outlook classic in ${block[0]}, only plain text, with the header block alone`, mail: mail(plain(`${answer}\n\n${plainBlock(block)}\n\n${ours}`)), text: answer, quoted: [inQuote, 'Order 1042'] },
]);

const separators: [language: string, line: string, block: number][] = [
  ['English', '-----Original Message-----', 0], ['German', '-----Ursprüngliche Nachricht-----', 1], ['Polish', '-----Oryginalna wiadomość-----', 2],
  ['French', "-----Message d'origine-----", 3], ['Spanish', '-----Mensaje original-----', 4], ['Italian', '-----Messaggio originale-----', 5],
  ['Dutch', '-----Oorspronkelijk bericht-----', 6], ['Portuguese', '-----Mensagem original-----', 7], ['Swedish', '-----Ursprungligt meddelande-----', 8],
  ['Czech', '-----Původní zpráva-----', 9], ['Ukrainian', '-----Вихідне повідомлення-----', 10], ['Russian', '-----Исходное сообщение-----', 10],
  ['Chinese', '-----邮件原件-----', 12], ['Norwegian', '-----Opprinnelig melding-----', 15], ['Finnish', '-----Alkuperäinen viesti-----', 16], ['Hungarian', '-----Eredeti üzenet-----', 17],
];
const original: MailCase[] = separators.map(([language, line, block]) => ({
  name: `Outlook classic in ${language}, plain text below its separator`,
  mail: mail(plain(`${answer}\n\n${line}\n${plainBlock(blocks[block] as (typeof blocks)[number])}\n\n${ours}`)), text: answer, quoted: [inQuote, line],
}));

const getOutlook: [language: string, words: string][] = [
  ['Polish', 'Pobierz aplikację <a href="https://aka.ms/o0ukef">Outlook dla systemu iOS</a>'], ['German', '<a href="https://aka.ms/o0ukef">Outlook für iOS</a> beziehen'], ['German of old', 'Holen Sie sich <a href="https://aka.ms/o0ukef">Outlook für iOS</a>'],
  ['French', 'Télécharger <a href="https://aka.ms/o0ukef">Outlook pour iOS</a>'], ['Spanish', 'Obtener <a href="https://aka.ms/o0ukef">Outlook para iOS</a>'], ['Italian', 'Scarica <a href="https://aka.ms/o0ukef">Outlook per iOS</a>'],
  ['Dutch', 'Verkrijg <a href="https://aka.ms/o0ukef">Outlook voor iOS</a>'], ['Portuguese', 'Obter o <a href="https://aka.ms/AAb9ysg">Outlook para Android</a>'], ['Swedish', 'Hämta <a href="https://aka.ms/AAb9ysg">Outlook för Android</a>'],
  ['Czech', 'Získat <a href="https://aka.ms/AAb9ysg">Outlook pro Android</a>'], ['Ukrainian', 'Отримати <a href="https://aka.ms/AAb9ysg">Outlook для Android</a>'], ['Japanese', '<a href="https://aka.ms/o0ukef">Outlook for iOS</a> を入手'], ['Chinese', '获取<a href="https://aka.ms/AAb9ysg">Outlook for Android</a>'],
  ['English', 'Sent from <a href="https://aka.ms/o0ukef">Outlook for iOS</a>'],
];
const webBlock = ([, from, sent, to, subject, date]: (typeof blocks)[number]): string =>
  `<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000"><b>${from}</b> Acme Support &lt;support@acme.test&gt;<br><b>${sent}</b> ${date}<br><b>${to}</b> Anna Nowak &lt;anna@customer.test&gt;<br><b>${subject}</b> Order 1042</font><div>&nbsp;</div></div>`;
const unlinked = (markup: string): string => markup.replace(/<a href="([^"]*)">([^<]*)<\/a>/g, '$2<$1>');

const mobile: MailCase[] = getOutlook.flatMap(([language, words], index) => {
  const block = blocks[index % blocks.length] as (typeof blocks)[number];
  const markup = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div dir="auto" style="font-family: Aptos, sans-serif; font-size: 12pt;">Not here yet.</div><div id="ms-outlook-mobile-body-separator-line" dir="auto"><br></div><div id="ms-outlook-mobile-signature" dir="auto">${words}</div>${webBlock(block).replace('<div id="appendonsend"></div>', '<div id="mail-editor-reference-message-container" dir="auto"><br>')}${oursHtml}</div></body></html>`;
  return [
    { name: `Outlook for phones, signature in ${language}`, mail: mail(html(markup)), text: 'Not here yet.', quoted: [inQuote] },
    { name: `Outlook for phones, plain text, signature in ${language}`, mail: mail(plain(`Not here yet.\n\n${unlinked(words)}\n________________________________\n${plainBlock(block)}\n\n${ours}`)), text: 'Not here yet.', quoted: [inQuote] },
  ];
});

const de = blocks[1] as (typeof blocks)[number];
const en = blocks[0] as (typeof blocks)[number];
const pl = blocks[2] as (typeof blocks)[number];

export const outlookCases: MailCase[] = [
  ...classic, ...original, ...mobile,
  { name: 'New Outlook, block below an hr', mail: mail(html(`<html><body><div class="elementToProof" style="font-family: Aptos;">Please cancel.</div><div class="elementToProof"><br></div><div class="elementToProof">Anna</div>${webBlock(en)}${oursHtml}</body></html>`)), text: 'Please cancel.\n\nAnna', quoted: [inQuote] },
  { name: 'New Outlook in Polish with its signature container', mail: mail(html(`<html><body><div class="elementToProof">Proszę anulować.</div><div id="Signature"><p>Anna Nowak<br>Księgowość</p></div>${webBlock(pl)}${oursHtml}</body></html>`)), text: 'Proszę anulować.', quoted: [inQuote, 'Księgowość'] },
  { name: 'Outlook on the web of old with x_ prefixes', mail: mail(html(`<html><body><div id="divtagdefaultwrapper"><p>Thanks.</p></div><hr tabindex="-1" style="display:inline-block; width:98%"><div id="x_divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif"><b>Von:</b> Acme<br><b>Gesendet:</b> Dienstag, 12. März 2024 10:11:02<br><b>An:</b> Anna<br><b>Betreff:</b> Order 1042</font></div><div>${oursHtml}</div></body></html>`)), text: 'Thanks.', quoted: [inQuote] },
  { name: 'Outlook classic with a Cc and an importance in the block', mail: mail(html(word(`${normals('See below.')}<div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span>Von:</span></b><span> Acme Support [mailto:support@acme.test] <br><b>Gesendet:</b> Dienstag, 12. März 2024 10:11<br><b>An:</b> Anna Nowak<br><b>Cc:</b> lager@acme.test; Jan Kowalski<br><b>Betreff:</b> Order 1042<br><b>Wichtigkeit:</b> Hoch<o:p></o:p></span></p></div></div>${normals(ours)}`))), text: 'See below.', quoted: [inQuote, 'lager@acme.test'] },
  { name: 'Outlook classic, plain text with a Cc, attachments and a long To that wraps', mail: mail(plain(`See below.\n\nFrom: Acme Support [mailto:support@acme.test]\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Anna Nowak <anna@customer.test>; Jan Kowalski <jan@customer.test>; Ewa\nZielińska <ewa@customer.test>\nCc: Lager <lager@acme.test>\nSubject: Order 1042\nImportance: High\nAttachments: label.pdf\n\n${ours}`)), text: 'See below.', quoted: [inQuote, 'Zielińska', 'label.pdf'] },
  { name: 'Outlook with the sender "on behalf of"', mail: mail(plain(`See below.\n\nFrom: support@acme.test <support@acme.test> On Behalf Of Acme Support\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Anna Nowak <anna@customer.test>\nSubject: RE: Order 1042\n\n${ours}`)), text: 'See below.', quoted: [inQuote] },
  { name: 'Outlook for Mac', mail: mail(html(`<html><body lang="EN-US"><div class="WordSection1"><p class="MsoNormal">Works now, thanks.</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal" style="margin-bottom:12.0pt"><b><span style="font-size:12.0pt;color:black">From: </span></b><span style="font-size:12.0pt;color:black">Acme Support &lt;support@acme.test&gt;<br><b>Date: </b>Tuesday, 12 March 2024 at 10:11<br><b>To: </b>Anna Nowak &lt;anna@customer.test&gt;<br><b>Subject: </b>Re: Order 1042</span></p></div><div><p class="MsoNormal">${inQuote}</p></div></div></body></html>`)), text: 'Works now, thanks.', quoted: [inQuote] },
  { name: 'Outlook for Mac in German, plain text', mail: mail(plain(`Geht jetzt, danke.\n\nVon: Acme Support <support@acme.test>\nDatum: Dienstag, 12. März 2024 um 10:11\nAn: Anna Nowak <anna@customer.test>\nBetreff: Order 1042\n\n${ours}`)), text: 'Geht jetzt, danke.', quoted: [inQuote] },
  { name: 'Windows Mail in Polish', mail: mail(html(`<html><body lang="PL"><div class="WordSection1"><p class="MsoNormal">Dziękuję, dotarło.</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Wysłano z aplikacji <a href="https://go.microsoft.com/fwlink/?LinkId=550986">Poczta</a> systemu Windows</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal" style="border:none;padding:0cm"><b>Od: </b><a href="mailto:support@acme.test">Acme Support</a><br><b>Wysłano: </b>wtorek, 12 marca 2024 10:11<br><b>Do: </b><a href="mailto:anna@customer.test">Anna Nowak</a><br><b>Temat: </b>Order 1042</p></div><p class="MsoNormal">${inQuote}</p></div></body></html>`)), text: 'Dziękuję, dotarło.', quoted: [inQuote] },
  { name: 'Windows Mail in English', mail: mail(plain(`Got it.\n\nSent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows\n\nFrom: Acme Support<mailto:support@acme.test>\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Anna Nowak<mailto:anna@customer.test>\nSubject: Order 1042\n\n${ours}`)), text: 'Got it.', quoted: [inQuote] },
  { name: 'Windows Mail in German', mail: mail(plain(`Ist da.\n\nGesendet von Mail<https://go.microsoft.com/fwlink/?LinkId=550986> für Windows\n\nVon: Acme Support<mailto:support@acme.test>\nGesendet: Dienstag, 12. März 2024 10:11\nAn: Anna Nowak<mailto:anna@customer.test>\nBetreff: Order 1042\n\n${ours}`)), text: 'Ist da.', quoted: [inQuote] },
  { name: 'Outlook with a picture in the signature', mail: mail(multipart('related; type="multipart/alternative"', [
    multipart('alternative', [plain(`Please call.\n\nAnna\n[cid:image001.png@01DA746F.12345670]\n\n${plainBlock(en)}\n\n${ours}`), html(word(`${normals('Please call.\n\nAnna')}<p class="MsoNormal"><img width="120" height="40" id="Picture_x0020_1" src="cid:image001.png@01DA746F.12345670" alt="Logo"><o:p></o:p></p>${classicBlock(en, true)}${normals(ours)}`))], 'inner'),
    file('Content-Type: image/png; name="image001.png"\nContent-Description: image001.png\nContent-Disposition: inline; filename="image001.png"; size=8; creation-date="Tue, 12 Mar 2024 09:00:00 GMT"\nContent-ID: <image001.png@01DA746F.12345670>', '12345678')], 'outer')),
    says: ['Please call.', 'Anna'], lacks: [inQuote, 'From:'], quoted: [inQuote], attachments: [{ name: 'image001.png', contentType: 'image/png', inline: true, contentId: 'image001.png@01DA746F.12345670', sizeBytes: 8 }] },
  { name: 'Outlook that marks a mail from outside above the words', mail: mail(html(`<html><body><div style="background-color:#FFEB9C; width:100%; border-style: solid; border-color:#9C6500; border-width:1pt; padding:2pt;"><span style="color:#9C6500">CAUTION:</span> This email originated from outside of the organization.</div><br><div><p>The invoice is wrong.</p></div></body></html>`), { first: true }), says: ['The invoice is wrong.'] },
  { name: 'Outlook answer of two levels', mail: mail(plain(`Second answer.\n\n${plainBlock(de)}\n\nErste Antwort von uns.\n\n${plainBlock(de)}\n\n${ours}`)), text: 'Second answer.', quoted: ['Erste Antwort von uns.', inQuote] },
  { name: 'Outlook that prefixes the lines of a plain text quote', mail: mail(plain(`Blue, please.\n\n> -----Original Message-----\n> From: Acme Support [mailto:support@acme.test]\n> Sent: Tuesday, March 12, 2024 10:11 AM\n> To: Anna Nowak\n> Subject: Order 1042\n>\n> Which colour?`)), text: 'Blue, please.', quoted: ['Which colour?'] },
  { name: 'Outlook answer between the prefixed lines', mail: mail(plain('-----Original Message-----\nFrom: Acme Support [mailto:support@acme.test]\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Anna Nowak\nSubject: Order 1042\n\n> Which colour?\n\nBlue.\n\n> Which size?\n\nMedium.')), says: ['Blue.', 'Medium.', 'Which size?'] },
  { name: 'Outlook forward with words above', mail: mail(html(`<html><body><div>Who does this?</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Bob &lt;bob@x.test&gt;<br><b>Sent:</b> Tuesday, March 12, 2024 10:11 AM<br><b>To:</b> Anna &lt;anna@customer.test&gt;<br><b>Subject:</b> Lamp</div><div>The lamp is broken.</div></body></html>`), { subject: 'FW: Lamp', first: true }), text: 'Who does this?', quoted: ['The lamp is broken.'] },
  { name: 'Outlook forward with nothing above in Polish', mail: mail(plain('\n\nOd: Bob <bob@x.test> \nWysłano: wtorek, 12 marca 2024 10:11\nDo: Anna <anna@customer.test>\nTemat: Lampa\n\nLampa nie działa.'), { subject: 'PD: Lampa', first: true }), says: ['Lampa nie działa.', 'bob@x.test'] },
  { name: 'Outlook reaction by mail', mail: mail(html('<html><body><div>👍 Anna Nowak reacted to your message:</div><hr><div><b>From:</b> Acme Support &lt;support@acme.test&gt;<br><b>Sent:</b> Tuesday, March 12, 2024 9:11:00 AM<br><b>To:</b> Anna Nowak &lt;anna@customer.test&gt;<br><b>Subject:</b> Order 1042</div><div>your parcel is on its way.</div></body></html>')), text: '👍 Anna Nowak reacted to your message:', quoted: [inQuote] },
  { name: 'Outlook answer with nothing but a picture', mail: mail(multipart('related', [html(word(`<p class="MsoNormal"><img src="cid:photo@x" alt=""><o:p></o:p></p>${classicBlock(en, true)}${normals(ours)}`)), file('Content-Type: image/jpeg; name="IMG_1.jpg"\nContent-ID: <photo@x>', 'jpeg')])), text: '', quoted: [inQuote], attachments: [{ name: 'IMG_1.jpg', inline: true }] },
  { name: 'Outlook plain part beside the HTML with its own shape of quote', mail: mail(both(`It has not arrived.\n\nFrom: Acme Support <support@acme.test>\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Anna Nowak <anna@customer.test>\nSubject: Order 1042\n\n${ours}`, word(normals('It has not arrived.') + classicBlock(en, true) + normals(ours)))), text: 'It has not arrived.', quoted: [inQuote] },
  { name: 'Outlook answer above a calendar invitation', mail: mail(plain('I cannot come.\n\n-----Original Appointment-----\nFrom: Acme Support\nSent: Tuesday, March 12, 2024 10:11 AM\nTo: Acme Support; Anna Nowak\nSubject: Delivery\nWhen: Wednesday, March 13, 2024 10:00 AM-11:00 AM (UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb.\nWhere: Shop\n\nSee you.')), text: 'I cannot come.', quoted: ['See you.'] },
];
