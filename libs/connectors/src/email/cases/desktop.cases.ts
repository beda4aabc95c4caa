/** Thunderbird, the mail programs of the terminal, groupware. */
import { both, html, inQuote, mail, multipart, ours, oursHtml, plain, quoteLines, type MailCase } from './mail-case';

export const thunderbirdAttributions: [language: string, line: string][] = [
  ['English', 'On 12/03/2024 10:11, Acme Support wrote:'], ['English of ISO dates', 'On 2024-03-12 10:11, Acme Support wrote:'], ['American English', 'On 3/12/24 10:11 AM, Acme Support wrote:'],
  ['German', 'Am 12.03.24 um 10:11 schrieb Acme Support:'], ['Polish', 'W dniu 12.03.2024 o\u00a010:11, Acme Support pisze:'], ['French', 'Le 12/03/2024 à 10:11, Acme Support a écrit\u00a0:'],
  ['Spanish', 'El 12/3/24 a las 10:11, Acme Support escribió:'], ['Italian', 'Il 12/03/24 10:11, Acme Support ha scritto:'], ['Dutch', 'Op 12-03-2024 om 10:11 schreef Acme Support:'],
  ['Portuguese', 'Em 12/03/2024 10:11, Acme Support escreveu:'], ['Swedish', 'Den 2024-03-12 kl. 10:11, skrev Acme Support:'], ['Danish', 'Den 12-03-2024 kl. 10:11 skrev Acme Support:'], ['Norwegian', 'Den 12.03.2024 10:11, skrev Acme Support:'],
  ['Finnish', 'Acme Support kirjoitti 12.3.2024 klo 10.11:'], ['Czech', 'Dne 12. 03. 24 v\u00a010:11 Acme Support napsal(a):'], ['Slovak', 'Dňa 12. 3. 2024 o 10:11 Acme Support napísal(a):'], ['Hungarian', '2024. 03. 12. 10:11 keltezéssel, Acme Support írta:'],
  ['Russian', '12.03.2024 10:11, Acme Support пишет:'], ['Ukrainian', '12.03.2024 10:11, Acme Support пише:'], ['Romanian', 'Pe 12.03.2024 10:11, Acme Support a scris:'], ['Turkish', '12.03.2024 10:11 tarihinde Acme Support yazdı:'],
  ['Greek', 'Στις 12/3/24 10:11, ο/η Acme Support έγραψε:'], ['Japanese', 'On 2024/03/12 10:11, Acme Support wrote:'], ['Chinese', '在 2024/3/12 10:11, Acme Support 写道:'], ['Bulgarian', 'На 12.3.24 г. в 10:11, Acme Support написа:'], ['Slovenian', 'V 12. 03. 24 ob 10:11 je Acme Support napisal(a):'],
];

const byLanguage: MailCase[] = thunderbirdAttributions.flatMap(([language, line]) => [
  { name: `Thunderbird in ${language}, answer above`, mail: mail(html(`<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body><p>It fits well.</p><p><br></p><div class="moz-cite-prefix">${line}<br></div><blockquote type="cite" cite="mid:kt+tok-1+0197a0de@acme.test">${oursHtml}</blockquote></body></html>`)), text: 'It fits well.', quoted: [inQuote, 'Acme Support'] },
  { name: `Thunderbird in ${language}, plain text, answer below`, mail: mail(plain(`${line}\n${quoteLines(ours)}\n\nIt fits well.\n`, 'charset=UTF-8; format=flowed')), text: 'It fits well.', quoted: [inQuote] },
]);

export const programAttributions: [program: string, above: string][] = [
  ['Mutt', 'On Tue, Mar 12, 2024 at 10:11:00AM +0100, Acme Support wrote:'],
  ['Mutt with its short line', '* Acme Support <support@acme.test> [2024-03-12 10:11]:'],
  ['Mutt in German', 'Am Di, 12. Mär 2024 um 10:11:00 +0100 schrieb Acme Support:'],
  ['Alpine', 'On Tue, 12 Mar 2024, Acme Support wrote:'],
  ['Claws Mail', 'On Tue, 12 Mar 2024 10:11:00 +0100\nAcme Support <support@acme.test> wrote:'],
  ['Claws Mail in Polish', 'Dnia 2024-03-12, o godz. 10:11:00\nAcme Support <support@acme.test> napisał(a):'],
  ['KMail', 'On Tuesday, 12 March 2024 10:11:00 CET Acme Support wrote:'],
  ['KMail in German', 'Am Dienstag, 12. März 2024, 10:11:00 CET schrieb Acme Support:'],
  ['KMail in Polish', 'Dnia wtorek, 12 marca 2024 10:11:00 CET Acme Support pisze:'],
  ['Evolution', 'On Tue, 2024-03-12 at 10:11 +0100, Acme Support wrote:'],
  ['Evolution in German', 'Am Dienstag, dem 12.03.2024 um 10:11 +0100 schrieb Acme Support:'],
  ['Evolution in Polish', 'W dniu wto, 12.03.2024 o godzinie 10∶11 +0100, użytkownik Acme Support napisał:'],
  ['Evolution in French', 'Le mardi 12 mars 2024 à 10:11 +0100, Acme Support a écrit :'],
  ['The Bat!', 'Tuesday, March 12, 2024, 10:11:00 AM, you wrote:'],
  ['SquirrelMail', 'On Tue, March 12, 2024 10:11 am, Acme Support wrote:'],
  ['Horde', 'Quoting Acme Support <support@acme.test>:'],
  ['Horde in German', 'Zitat von Acme Support <support@acme.test>:'],
  ['Horde in Polish', 'Cytowanie Acme Support <support@acme.test>:'],
  ['Gnus', 'Acme Support <support@acme.test> writes:'],
  ['Fastmail', 'On Tue, Mar 12, 2024, at 10:11 AM, Acme Support wrote:'],
  ['Roundcube in Polish', 'W dniu 2024-03-12 10:11, Acme Support napisał(a):'],
  ['Roundcube in German', 'Am 2024-03-12 10:11, schrieb Acme Support:'],
  ['Roundcube in French', 'Le 2024-03-12 10:11, Acme Support a écrit :'],
  ['eM Client', '------ Original Message ------\nFrom "Acme Support" <support@acme.test>\nTo anna@customer.test\nDate 12/03/2024 10:11:00\nSubject Order 1042\n'],
  ['eM Client in German', '------ Originalnachricht ------\nVon "Acme Support" <support@acme.test>\nAn anna@customer.test\nDatum 12.03.2024 10:11:00\nBetreff Order 1042\n'],
  ['eM Client in Polish', '------ Wiadomość oryginalna ------\nOd: "Acme Support" <support@acme.test>\nDo: anna@customer.test\nWysłano: 12.03.2024 10:11:00\nTemat: Order 1042\n'],
  ['Mailbird', 'On 12/03/2024 10:11:00, Acme Support <support@acme.test> wrote:'],
  ['Kerio Connect', '-------- Original Message --------\nSubject: Order 1042\nFrom: Acme Support <support@acme.test>\nDate: 12 Mar 2024 10:11\nTo: Anna <anna@customer.test>\n'],
];
const byProgram: MailCase[] = programAttributions.map(([program, above]) => ({ name: `${program}, answer above`, mail: mail(plain(`It fits well.\n\n${above}\n\n${quoteLines(ours)}`)), text: 'It fits well.', quoted: [inQuote, ...(above.includes('support@acme.test') ? ['support@acme.test'] : [])] }));

export const desktopCases: MailCase[] = [
  ...byLanguage, ...byProgram,
  { name: 'Thunderbird in Polish, answers between the quoted lines', mail: mail(plain('W dniu 12.03.2024 o 10:11, Acme Support pisze:\n> Jaki kolor?\nNiebieski.\n> Jaki rozmiar?\nŚredni.\n> Pozdrawiamy\n')), says: ['Jaki kolor?', 'Niebieski.', 'Jaki rozmiar?', 'Średni.'], lacks: ['Pozdrawiamy'] },
  { name: 'Thunderbird in HTML, answers between two cites', mail: mail(html('<html><body><div class="moz-cite-prefix">On 12/03/2024 10:11, Acme Support wrote:<br></div><blockquote type="cite" cite="mid:x@acme.test"><p>Which colour?</p></blockquote><p>Blue.</p><blockquote type="cite" cite="mid:x@acme.test"><p>Which size?</p></blockquote><p>Medium.</p></body></html>')), says: ['Which colour?', 'Blue.', 'Which size?', 'Medium.'] },
  { name: 'Thunderbird with moz-signature', mail: mail(html(`<html><body>It fits.<br><pre class="moz-signature" cols="72">-- \nAnna Nowak\ntel. 600 100 200</pre><div class="moz-cite-prefix">On 12/03/2024 10:11, Acme Support wrote:<br></div><blockquote type="cite">${oursHtml}</blockquote></body></html>`)), text: 'It fits.', quoted: [inQuote, '600 100 200'] },
  { name: 'Thunderbird with an HTML moz-signature below the quote', mail: mail(html(`<html><body><p>It fits.</p><div class="moz-cite-prefix">On 12/03/2024 10:11, Acme Support wrote:<br></div><blockquote type="cite">${oursHtml}</blockquote><div class="moz-signature">-- <br><b>Anna Nowak</b></div></body></html>`)), text: 'It fits.', quoted: [inQuote, 'Anna Nowak'] },
  { name: 'Thunderbird forward, nothing above', mail: mail(plain('\n\n\n-------- Forwarded Message --------\nSubject: \tLamp\nDate: \tMon, 11 Mar 2024 09:00:00 +0100\nFrom: \tBob <bob@x.test>\nTo: \tanna@customer.test\n\n\n\nThe lamp is broken.'), { subject: 'Fwd: Lamp', first: true }), says: ['The lamp is broken.', 'bob@x.test'] },
  { name: 'Thunderbird forward in German with words above', mail: mail(html('<html><body><p>Bitte ansehen.</p><div class="moz-forward-container"><br>-------- Weitergeleitete Nachricht --------<table class="moz-email-headers-table" cellspacing="0"><tbody><tr><th nowrap="nowrap" valign="BASELINE" align="RIGHT">Betreff: </th><td>Lampe</td></tr><tr><th>Datum: </th><td>Mon, 11 Mar 2024 09:00:00 +0100</td></tr><tr><th>Von: </th><td>Bob &lt;bob@x.test&gt;</td></tr><tr><th>An: </th><td>anna@customer.test</td></tr></tbody></table><br><br><p>Die Lampe ist kaputt.</p></div></body></html>'), { subject: 'Fwd: Lampe', first: true }), text: 'Bitte ansehen.', quoted: ['Die Lampe ist kaputt.', 'bob@x.test'] },
  { name: 'Thunderbird forward in Polish with words above', mail: mail(plain('Co z tym?\n\n-------- Wiadomość przekazana --------\nTemat: \tLampa\nData: \tMon, 11 Mar 2024 09:00:00 +0100\nNadawca: \tBob <bob@x.test>\nAdresat: \tanna@customer.test\n\nLampa nie działa.'), { subject: 'Fwd: Lampa', first: true }), text: 'Co z tym?', quoted: ['Lampa nie działa.'] },
  { name: 'Thunderbird forward in French with words above', mail: mail(plain('Regardez.\n\n-------- Message transféré --------\nSujet : \tLampe\nDate : \tMon, 11 Mar 2024 09:00:00 +0100\nDe : \tBob <bob@x.test>\nPour : \tanna@customer.test\n\nLa lampe est cassée.'), { subject: 'Fwd: Lampe', first: true }), text: 'Regardez.', quoted: ['La lampe est cassée.'] },
  { name: 'format=flowed with stuffed spaces', mail: mail(plain('From here it is \nfine.\n From there too.\n >no quote, a sign\n\n  indented', 'charset=utf-8; format=flowed'), { first: true }), text: 'From here it is fine.\nFrom there too.\n>no quote, a sign\n\n indented' },
  { name: 'format=flowed with delsp, Japanese', mail: mail(plain('注文した商品が \nまだ届きません。', 'charset=utf-8; format=flowed; delsp=yes'), { first: true }), text: '注文した商品がまだ届きません。' },
  { name: 'format=flowed, the signature mark does not flow', mail: mail(plain('Short \nwords.\n\n-- \nAnna\nNowak', 'charset=utf-8; format=flowed'), { first: true }), text: 'Short words.', quoted: ['Anna\nNowak'] },
  { name: 'format=flowed with quotes of two depths', mail: mail(plain('Mine is \nhere.\n\nOn 12/03/2024 10:11, Acme wrote:\n> Second \n> level.\n>> First \n>> level.', 'charset=utf-8; format=flowed')), text: 'Mine is here.', quoted: ['Second level.', 'First level.'] },
  { name: 'Lotus Notes in German, plain text', mail: mail(plain(`Die Lieferung fehlt.\n\nMit freundlichen Grüßen\nAnna\n\n\n\nVon:\tAcme Support <support@acme.test>\nAn:\t"Anna Nowak" <anna@customer.test>\nDatum:\t12.03.2024 10:11\nBetreff:\tOrder 1042\n\n\n\n${ours}`)), text: 'Die Lieferung fehlt.\n\nMit freundlichen Grüßen\nAnna', quoted: [inQuote] },
  { name: 'Lotus Notes in English with a form of labels', mail: mail(plain(`It is missing.\n\nAnna\n\n\n\nFrom:   Acme Support <support@acme.test>\nTo:     "Anna Nowak" <anna@customer.test>\nDate:   12/03/2024 10:11\nSubject:        Order 1042\n\n\n\n${ours}`)), text: 'It is missing.\n\nAnna', quoted: [inQuote] },
  { name: 'iNotes', mail: mail(html(`<font face="Default Sans Serif" size="2"><div>It is missing.</div><br><br><font color="#990099">-----Acme Support &lt;support@acme.test&gt; wrote: -----</font><div style="padding-left:5px;"><div style="padding-right:0px;padding-left:5px;border-left:solid black 2px;">To: anna@customer.test<br>From: Acme Support &lt;support@acme.test&gt;<br>Date: 03/12/2024 10:11AM<br>Subject: Order 1042<br><br>${inQuote}</div></div></font>`)), text: 'It is missing.', quoted: [inQuote] },
  { name: 'GroupWise', mail: mail(plain(`It is missing.\n\n>>> Acme Support <support@acme.test> 12.03.2024 10:11 >>>\n\n${ours}`)), text: 'It is missing.', quoted: [inQuote] },
  { name: 'GroupWise that quotes with signs', mail: mail(plain(`It is missing.\n\n>>> On 12.03.2024 at 10:11, in message <65F01C7B.1@acme.test>, Acme Support\n<support@acme.test> wrote:\n${quoteLines(ours)}`)), text: 'It is missing.', quoted: [inQuote] },
  { name: 'Evolution in HTML', mail: mail(html(`<html><head></head><body><div>It fits.</div><div><br></div><div>On Tue, 2024-03-12 at 10:11 +0100, Acme Support wrote:</div><blockquote type="cite" style="margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex">${oursHtml}</blockquote><div><br></div><div><span></span></div></body></html>`)), text: 'It fits.', quoted: [inQuote] },
  { name: 'eM Client in HTML', mail: mail(html(`<html><body><div>It fits.</div><div><br></div><div>------ Original Message ------</div><div><div>From "Acme Support" &lt;<a href="mailto:support@acme.test">support@acme.test</a>&gt;</div><div>To anna@customer.test</div><div>Date 12/03/2024 10:11:00</div><div>Subject Order 1042</div></div><div><br></div><div id="x1" class="plain"><blockquote cite="x" type="cite" class="cite2">${oursHtml}</blockquote></div></body></html>`)), text: 'It fits.', quoted: [inQuote] },
  { name: 'Mutt, answer between the quoted lines with a signature', mail: mail(plain('On Tue, Mar 12, 2024 at 10:11:00AM +0100, Acme Support wrote:\n> Which colour?\n\nBlue.\n\n> Which size?\n\nMedium.\n\n-- \nAnna Nowak')), says: ['Which colour?', 'Blue.', 'Medium.'], lacks: ['Anna Nowak'] },
  { name: 'Alpine with another sign before the quoted lines', mail: mail(plain(`It fits.\n\nOn Tue, 12 Mar 2024, Acme Support wrote:\n\n${ours.split('\n').map((line) => `| ${line}`.trimEnd()).join('\n')}`)), text: 'It fits.', quoted: [inQuote] },
  { name: 'Evolution with the quoted original below its separator', mail: mail(plain(`It fits.\n\n-----Original Message-----\nFrom: Acme Support <support@acme.test>\nReply-To: support@acme.test\nTo: anna@customer.test\nSubject: Order 1042\nDate: Tue, 12 Mar 2024 10:11:00 +0100\n\n${ours}`)), text: 'It fits.', quoted: [inQuote] },
  { name: 'Mailspring', mail: mail(both(`It fits.\nSent from Mailspring (https://getmailspring.com/), the best free email app for work\nOn Mar 12 2024, at 10:11 am, Acme Support <support@acme.test> wrote:\n${quoteLines(ours)}`, `<div>It fits.</div><br><signature id="initial"><div><div>Sent from <a href="https://getmailspring.com/">Mailspring</a></div></div></signature><div class="gmail_quote_attribution">On Mar 12 2024, at 10:11 am, Acme Support &lt;support@acme.test&gt; wrote:</div><blockquote>${oursHtml}</blockquote>`)), text: 'It fits.', quoted: [inQuote] },
  { name: 'a signed answer of Thunderbird', mail: mail(multipart('signed; micalg=pgp-sha256; protocol="application/pgp-signature"', [multipart('mixed; protected-headers="v1"', [both(`It fits.\n\nOn 12/03/2024 10:11, Acme Support wrote:\n${quoteLines(ours)}`, `<p>It fits.</p><div class="moz-cite-prefix">On 12/03/2024 10:11, Acme Support wrote:<br></div><blockquote type="cite">${oursHtml}</blockquote>`)], 'm'), 'Content-Type: application/pgp-signature; name="OpenPGP_signature.asc"\nContent-Description: OpenPGP digital signature\nContent-Disposition: attachment; filename="OpenPGP_signature.asc"\n\n-----BEGIN PGP SIGNATURE-----\n\nwsB5\n-----END PGP SIGNATURE-----\n'], 's')), text: 'It fits.', quoted: [inQuote], attachments: [{ name: 'OpenPGP_signature.asc' }] },
];
