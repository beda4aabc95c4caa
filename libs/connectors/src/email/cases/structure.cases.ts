/** How mails are put together: parts, files and their names, what is broken on the way. */
import { encode } from './encode';
import { bytes, file, html, mail, multipart, plain, type MailCase } from './mail-case';

const words = plain('Please see the file.');
const pdf = (headers: string): string => file(headers, '%PDF-1.7');
const named = (disposition: string, type = 'application/pdf'): string => mail(multipart('mixed', [words, pdf(`Content-Type: ${type}\nContent-Disposition: ${disposition}`)]), { first: true });

const names: [how: string, disposition: string, name: string, type?: string][] = [
  ['plain', 'attachment; filename=invoice.pdf', 'invoice.pdf'],
  ['quoted with spaces, a semicolon and quotes', 'attachment; filename="my; \\"own\\" invoice.pdf"', 'my; _own_ invoice.pdf'],
  ['with bare spaces', 'attachment; filename=my own invoice.pdf', 'my own invoice.pdf'],
  ['by RFC 2231', "attachment; filename*=UTF-8''za%C5%BC%C3%B3%C5%82%C4%87.pdf", 'zażółć.pdf'],
  ['by RFC 2231 in iso-8859-2', "attachment; filename*=iso-8859-2'pl'za%BF%F3%B3%E6.pdf", 'zażółć.pdf'],
  ['by RFC 2231 in pieces with and without encoding', "attachment; filename*0*=UTF-8''za%C5%BC; filename*1=_plain_; filename*2*=%C3%B3.pdf", 'zaż_plain_ó.pdf'],
  ['in pieces without a charset', 'attachment; filename*0="a very long "; filename*1="invoice.pdf"', 'a very long invoice.pdf'],
  ['in pieces out of order', 'attachment; filename*1="invoice.pdf"; filename*0="a very long "', 'a very long invoice.pdf'],
  ['in pieces that split a letter', "attachment; filename*0*=UTF-8''za%C5; filename*1*=%BC.pdf", 'zaż.pdf'],
  ['twice, the encoded one wins', "attachment; filename=\"za__.pdf\"; filename*=UTF-8''za%C5%BC.pdf", 'zaż.pdf'],
  ['twice the other way round', "attachment; filename*=UTF-8''za%C5%BC.pdf; filename=\"za__.pdf\"", 'zaż.pdf'],
  ['with filename* twice, the first is kept', "attachment; filename*=UTF-8''first.pdf; filename*=UTF-8''second.pdf", 'first.pdf'],
  ['as an encoded word', 'attachment; filename="=?utf-8?Q?za=C5=BC=C3=B3=C5=82=C4=87.pdf?="', 'zażółć.pdf'],
  ['as an encoded word without quotes', 'attachment; filename==?utf-8?B?emHFvMOzxYLEhy5wZGY=?=', 'zażółć.pdf'],
  ['as two encoded words', 'attachment; filename="=?utf-8?Q?za=C5=BC?=\n =?utf-8?Q?=C3=B3=C5=82.pdf?="', 'zażół.pdf'],
  ['as raw utf-8', 'attachment; filename="zażółć.pdf"', 'zażółć.pdf'],
  ['only on the type', 'attachment', 'zaż.pdf', 'application/pdf; name="=?utf-8?Q?za=C5=BC.pdf?="'],
  ['only on the type by RFC 2231', 'attachment', 'zaż.pdf', "application/pdf; name*=utf-8''za%C5%BC.pdf"],
  ['with a path of Windows', 'attachment; filename="C:\\\\Users\\\\Anna\\\\invoice.pdf"', 'invoice.pdf'],
  ['with a path that climbs', 'attachment; filename="../../etc/passwd.pdf"', 'passwd.pdf'],
  ['with an override of direction', "attachment; filename*=UTF-8''invoice%E2%80%AEfdp.exe", 'invoicefdp.exe'],
  ['with an empty charset', "attachment; filename*=''invoice%20a.pdf", 'invoice a.pdf'],
];

const nested = (depth: number): string => {
  const open = Array.from({ length: depth }, (_, level) => `Content-Type: multipart/mixed; boundary="n${level}"\n\n--n${level}\n`).join('');
  const close = Array.from({ length: depth }, (_, level) => `\n--n${depth - 1 - level}--\n`).join('');
  return `${open}${plain('In the deep.')}${close}`;
};

export const structureCases: MailCase[] = [
  ...names.map(([how, disposition, name, type]) => ({ name: `a file name ${how}`, mail: named(disposition, type), text: 'Please see the file.', attachments: [{ name, contentType: 'application/pdf', sizeBytes: 8 }] })),
  { name: 'a file name in raw windows-1250', mail: bytes(mail('Content-Type: multipart/mixed; boundary=m\n\n', { first: true }), `--m\n${words}\n--m\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="`, encode('zażółć gęślą jaźń.pdf', 'windows-1250'), '"\n\n%PDF-1.7\n--m--\n'), text: 'Please see the file.', attachments: [{ name: 'zażółć gęślą jaźń.pdf' }] },
  { name: 'a file without any name', mail: mail(multipart('mixed', [words, file('Content-Type: image/jpeg', 'jpeg')]), { first: true }), text: 'Please see the file.', attachments: [{ contentType: 'image/jpeg', sizeBytes: 4 }] },
  { name: 'a file without a type', mail: mail(multipart('mixed', [words, file('Content-Disposition: attachment; filename=data.bin', 'data')]), { first: true }), text: 'Please see the file.', attachments: [{ name: 'data.bin', sizeBytes: 4 }] },
  { name: 'a file of an HTML document', mail: mail(multipart('mixed', [words, file('Content-Type: text/html; name=page.html\nContent-Disposition: attachment; filename=page.html', '<p>page</p>')]), { first: true }), text: 'Please see the file.', attachments: [{ name: 'page.html', contentType: 'text/html', sizeBytes: 11 }] },
  { name: 'a file of words marked as attachment', mail: mail(multipart('mixed', [words, file('Content-Type: text/plain; charset=utf-8; name=notes.txt\nContent-Disposition: attachment; filename=notes.txt', 'notes')]), { first: true }), text: 'Please see the file.', attachments: [{ name: 'notes.txt', sizeBytes: 5 }] },
  { name: 'a visiting card', mail: mail(multipart('mixed', [words, 'Content-Type: text/x-vcard; charset=utf-8; name="anna.vcf"\nContent-Disposition: attachment; filename="anna.vcf"\n\nBEGIN:VCARD\nEND:VCARD']), { first: true }), text: 'Please see the file.', attachments: [{ name: 'anna.vcf', contentType: 'text/x-vcard' }] },
  { name: 'only a file and no words', mail: mail(pdf('Content-Type: application/pdf; name=scan.pdf\nContent-Disposition: attachment; filename=scan.pdf'), { first: true }), text: '', attachments: [{ name: 'scan.pdf', sizeBytes: 8 }] },
  { name: 'a picture as the whole mail', mail: mail(file('Content-Type: image/png; name=scan.png', 'png'), { first: true }), text: '', attachments: [{ name: 'scan.png', contentType: 'image/png', sizeBytes: 3 }] },
  { name: 'pictures within the HTML, known by Content-ID', mail: mail(multipart('related', [html('<p>See <img src="cid:a1@x"> and <img src="CID:b2%40x"></p>'), file('Content-Type: image/png\nContent-ID: <a1@x>', 'one'), file('Content-Type: image/png; name=b.png\nContent-ID: <b2@x>\nContent-Disposition: attachment; filename=b.png', 'two')]), { first: true }), says: ['See'], attachments: [{ inline: true, contentId: 'a1@x' }, { name: 'b.png', inline: true, contentId: 'b2@x' }] },
  { name: 'a file in related that the HTML does not show is beside it', mail: mail(multipart('related', [html('<p>See the file.</p>'), pdf('Content-Type: application/pdf; name=a.pdf\nContent-ID: <zzz@x>\nContent-Disposition: attachment; filename=a.pdf')]), { first: true }), text: 'See the file.', attachments: [{ name: 'a.pdf' }] },
  { name: 'an alternative whose HTML is empty', mail: mail(multipart('alternative', [plain('Only here.'), html('<html><body></body></html>')]), { first: true }), text: 'Only here.' },
  { name: 'an alternative whose plain half is empty', mail: mail(multipart('alternative', [plain(''), html('<p>Only here.</p>')]), { first: true }), text: 'Only here.' },
  { name: 'an alternative whose plain half only says that there is HTML', mail: mail(multipart('alternative', [plain('This is an HTML message. Please use a mail program that shows HTML.'), html('<p>Where is my parcel 1042?</p>')]), { first: true }), says: [] },
  { name: 'an alternative in the wrong order', mail: mail(multipart('alternative', [html('<p>Hello <b>you</b></p>'), plain('Hello you')]), { first: true }), text: 'Hello you' },
  { name: 'an alternative with AMP', mail: mail(multipart('alternative', [plain('Hello you'), 'Content-Type: text/x-amp-html; charset=utf-8\n\n<!doctype html><html ⚡4email><body>amp</body></html>', html('<p>Hello you</p>')]), { first: true }), text: 'Hello you', lacks: ['amp'] },
  { name: 'boundaries that begin alike', mail: mail('Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nHello\n--b1\nContent-Type: text/html\n\n<p>Hello</p>\n--b1--\n--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n--b--\n', { first: true }), text: 'Hello', attachments: [{ name: 'a.pdf' }] },
  { name: 'boundaries that begin alike the other way round', mail: mail('Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/html\n\n<p>Hello</p>\n--b--\n--b1\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n--b1--\n', { first: true }), text: 'Hello', attachments: [{ name: 'a.pdf' }] },
  { name: 'one boundary for two levels', mail: mail('Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/html\n\n<p>Hello</p>\n--b--\n', { first: true }), says: ['Hello'] },
  { name: 'a boundary of strange signs', mail: mail('Content-Type: multipart/mixed;\n boundary="=_(x):?/ y\'+,-."\n\nThis is a multi-part message in MIME format.\n\n--=_(x):?/ y\'+,-.\nContent-Type: text/plain\n\nHello\n--=_(x):?/ y\'+,-.--\n', { first: true }), text: 'Hello' },
  { name: 'boundary lines with spaces at their ends', mail: mail('Content-Type: multipart/mixed; boundary=b\n\n--b  \nContent-Type: text/plain\n\nHello\n--b-- \nEpilogue', { first: true }), text: 'Hello' },
  { name: 'no closing boundary', mail: mail('Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjc=\n', { first: true }), text: 'Hello', attachments: [{ name: 'a.pdf', sizeBytes: 8 }] },
  { name: 'a multipart without boundary parameter', mail: mail('Content-Type: multipart/alternative\n\n--zzz\nContent-Type: text/plain\n\nHello\n--zzz\nContent-Type: text/html\n\n<p>Hello</p>\n--zzz--\n', { first: true }), text: 'Hello' },
  { name: 'a multipart that has no parts at all', mail: mail('Content-Type: multipart/mixed; boundary=nowhere\n\nHello, these are words.\n', { first: true }), text: 'Hello, these are words.' },
  { name: 'parts without a blank line after the boundary', mail: mail('Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello without headers.\n--b--\n', { first: true }), text: 'Hello without headers.' },
  { name: 'sixty levels', mail: mail(nested(60), { first: true }), says: [] },
  { name: 'twelve levels', mail: mail(nested(12), { first: true }), text: 'In the deep.' },
  { name: 'no Content-Type', mail: mail('\nHello', { first: true }), text: 'Hello' },
  { name: 'a Content-Type of one word', mail: mail('Content-Type: text\n\nHello', { first: true }), text: 'Hello' },
  { name: 'a Content-Type that is empty', mail: mail('Content-Type: \n\nHello', { first: true }), text: 'Hello' },
  { name: 'a Content-Type with rubbish around its parameters', mail: mail('Content-Type: text/plain; ; charset = "utf-8" ; format ; =x\nContent-Transfer-Encoding: 8bit\n\nZażółć', { first: true }), text: 'Zażółć' },
  { name: 'HTML that is called plain text', mail: mail(plain('<html><body><p>Hello <b>you</b></p></body></html>'), { first: true }), text: 'Hello you' },
  { name: 'text of an unknown kind', mail: mail('Content-Type: text/enriched; charset=utf-8\n\n<bold>Hello</bold> you', { first: true }), says: ['Hello'] },
  { name: 'lines that end with CR LF', mail: mail(multipart('mixed', [words, pdf('Content-Type: application/pdf; name=a.pdf')]), { first: true }).replace(/\n/g, '\r\n'), text: 'Please see the file.', attachments: [{ name: 'a.pdf', sizeBytes: 8 }] },
  { name: 'lines that end with CR alone', mail: mail(plain('Hello\nyou'), { first: true }).replace(/\n/g, '\r'), text: 'Hello\nyou' },
  { name: 'both kinds of line ends', mail: mail(plain('Hello\nyou'), { first: true }).replace(/\n(?=\w)/g, '\r\n'), text: 'Hello\nyou' },
  { name: 'a line of mbox above the headers', mail: `From anna@customer.test Tue Mar 12 10:15:00 2024\n${mail(plain('Hello'), { first: true })}`, text: 'Hello', message: { from: { id: 'anna@customer.test', name: 'Anna Nowak' } } },
  { name: 'empty lines above the headers', mail: `\n\n${mail(plain('Hello'), { first: true })}`, text: 'Hello', message: { from: { id: 'anna@customer.test', name: 'Anna Nowak' } } },
  { name: 'a line among the headers that is none', mail: mail(`X-Good: yes\nthis is no header at all\n${plain('Hello')}`, { first: true }), says: ['Hello'], message: { subject: 'Order 1042' } },
  { name: 'a header with a space before its colon', mail: mail(plain('Hello').replace('Content-Type:', 'Content-Type :'), { first: true }), text: 'Hello' },
  { name: 'a mail that was forwarded as a file', mail: mail(multipart('mixed', [words, `Content-Type: message/rfc822; name="Lamp.eml"\nContent-Disposition: attachment; filename="Lamp.eml"\n\n${mail(plain('Inner words'), { first: true })}`]), { first: true }), text: 'Please see the file.', attachments: [{ name: 'Lamp.eml', contentType: 'message/rfc822' }] },
  { name: 'nothing but a mail that was forwarded as a file', mail: mail(multipart('mixed', [`Content-Type: message/rfc822\nContent-Disposition: inline\n\n${mail(plain('Inner words'), { first: true })}`]), { first: true, subject: 'Fwd: Lamp' }), attachments: [{ contentType: 'message/rfc822' }] },
  { name: 'a digest', mail: mail('Content-Type: multipart/digest; boundary=d\n\n--d\n\nFrom: a@x.test\nSubject: One\n\nFirst\n--d\n\nFrom: b@x.test\nSubject: Two\n\nSecond\n--d--\n', { first: true }), attachments: [{ contentType: 'message/rfc822' }, { contentType: 'message/rfc822' }] },
  { name: 'a mail forwarded in base64', mail: mail(multipart('mixed', [words, file('Content-Type: message/rfc822; name=inner.eml', mail(plain('Inner words'), { first: true }))]), { first: true }), text: 'Please see the file.', attachments: [{ name: 'inner.eml' }] },
  { name: 'S/MIME, signed and opaque', mail: mail(file('Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\nContent-Disposition: attachment; filename="smime.p7m"', 'asn1'), { first: true }), attachments: [{ name: 'smime.p7m' }] },
  { name: 'S/MIME, encrypted', mail: mail(file('Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\nContent-Disposition: attachment; filename="smime.p7m"', 'asn1'), { first: true }), text: '', message: { extra: { encrypted: 'smime' } }, attachments: [{ name: 'smime.p7m' }] },
  { name: 'PGP, signed within the words', mail: mail(plain('-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPlease call.\n- - first\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----'), { first: true }), says: ['Please call.'], lacks: ['iQEzBAEBCAAdFiEE'] },
  { name: 'PGP, encrypted within the words', mail: mail(plain('-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----'), { first: true }), message: { extra: { encrypted: 'pgp' } } },
  { name: 'a calendar answer of Exchange', mail: mail(multipart('alternative', [plain('I will come.'), html('<p>I will come.</p>'), 'Content-Type: text/calendar; charset="utf-8"; method=REPLY\nContent-Transfer-Encoding: 8bit\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=ACCEPTED;CN=Anna:MAILTO:anna@customer.test\nSUMMARY;LANGUAGE=en-US:Accepted: Delivery\nDTSTART;TZID=Central European Standard Time:20240313T100000\nUID:0400\nEND:VEVENT\nEND:VCALENDAR']), { subject: 'Accepted: Delivery' }), text: 'I will come.', attachments: [{ contentType: 'text/calendar' }] },
  { name: 'a calendar invitation of Google with its file twice', mail: mail(multipart('mixed', [multipart('alternative', [plain('Delivery on Wednesday'), 'Content-Type: text/calendar; charset="UTF-8"; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Delivery\nDTSTART:20240313T100000Z\nEND:VEVENT\nEND:VCALENDAR'], 'a'), 'Content-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\n\nBEGIN:VCALENDAR\nEND:VCALENDAR'], 'm'), { first: true }), text: 'Delivery on Wednesday' },
  { name: 'a voice message', mail: mail(multipart('mixed', [plain('Voice message'), file('Content-Type: audio/amr; name="msg.amr"\nContent-Disposition: inline; filename="msg.amr"', 'amr')]), { first: true }), text: 'Voice message', attachments: [{ name: 'msg.amr', contentType: 'audio/amr' }] },
  { name: 'uuencoded files below the words', mail: mail(plain('See it.\n\nbegin 644 a.txt\n#0V%T\n`\nend\n'), { first: true }), text: 'See it.', attachments: [{ name: 'a.txt', sizeBytes: 3 }] },
  { name: 'an empty subject and an empty body', mail: mail(plain(''), { first: true, subject: '' }), text: '' },
  { name: 'a mail of headers alone', mail: 'From: anna@customer.test\nTo: support@acme.test\nSubject: Where is it?\nMessage-ID: <case@customer.test>\nDate: Tue, 12 Mar 2024 10:15:00 +0100', text: '', message: { subject: 'Where is it?' } },
  { name: 'HTML with words that nobody sees', mail: mail(html('<html><head><title>Title</title><style>p { color: red }</style></head><body><script>alert(1)</script><p>Hello<!-- not this --></p></body></html>'), { first: true }), text: 'Hello' },
  { name: 'HTML that is never closed', mail: mail(html('<div><p>One<p>Two<br>Three<ul><li>Four<li>Five'), { first: true }), text: 'One\n\nTwo\nThree\n\n- Four\n- Five' },
  { name: 'HTML with words that keep their lines', mail: mail(html('<pre>a  b\n  c</pre><div style="white-space:pre-wrap">d\ne</div>'), { first: true }), says: ['a  b\n  c', 'd\ne'] },
];
