import { encode, encodeIso2022Jp } from './encode';
import { bytes, file, html, mail, multipart, plain, type MailCase } from './mail-case';

const polish = 'Dzień dobry, proszę o zwrot. Zażółć gęślą jaźń, źle działa.';
const german = 'Grüße aus Köln, die Größe ist falsch.';
const french = 'Bonjour, où est ma commande ? Elle a été payée en août.';
const typeset = 'L’été coûte 20 € – c’est « très » cher… À Besançon, “œuvre”.';
const russian = 'Здравствуйте, где моя посылка? Номер заказа 1042.';
const japanese = '注文した商品がまだ届きません。よろしくお願いします。';
const chinese = '您好，我的包裹在哪里？订单号是一零四二。';

const eightBit = (label: string, body: Buffer): Buffer => bytes(`${mail(`Content-Type: text/plain${label === '' ? '' : `; charset=${label}`}\nContent-Transfer-Encoding: 8bit\n\n`, { first: true })}`, body, '\n');

const labelled: [label: string, charset: string, text: string][] = [
  ['windows-1250', 'windows-1250', polish], ['iso-8859-2', 'iso-8859-2', polish], ['cp1250', 'windows-1250', polish], ['CP-1250', 'windows-1250', polish], ['"windows-1250"', 'windows-1250', polish], ["'iso-8859-2'", 'iso-8859-2', polish], ['latin2', 'iso-8859-2', polish], ['x-cp1250', 'windows-1250', polish], ['ISO8859-2', 'iso-8859-2', polish], ['iso_8859-2:1987', 'iso-8859-2', polish],
  ['iso-8859-15', 'iso-8859-15', `${german} 20 €`], ['windows-1252', 'windows-1252', `${german} “20 €”`], ['iso-8859-1', 'windows-1252', `${german} „20 €“`], ['us-ascii', 'windows-1252', german], ['windows-1252', 'windows-1252', typeset], ['iso-8859-1', 'windows-1252', typeset], ['macintosh', 'macintosh', french], ['latin1', 'iso-8859-1', french],
  ['koi8-r', 'koi8-r', russian], ['koi8-u', 'koi8-u', 'Де моя посилка? Її ще немає.'], ['windows-1251', 'windows-1251', russian], ['cp-1251', 'windows-1251', russian], ['ibm866', 'ibm866', russian], ['iso-8859-5', 'iso-8859-5', russian],
  ['shift_jis', 'shift_jis', japanese], ['cp932', 'shift_jis', japanese], ['windows-31j', 'shift_jis', japanese], ['euc-jp', 'euc-jp', japanese],
  ['gb2312', 'gb18030', chinese], ['gb18030', 'gb18030', chinese], ['gbk', 'gb18030', chinese], ['cp936', 'gb18030', chinese], ['big5', 'big5', '您好，我的包裹在哪裡？'], ['ks_c_5601-1987', 'euc-kr', '안녕하세요, 소포는 어디에 있나요?'], ['cp949', 'euc-kr', '안녕하세요, 소포는 어디에 있나요?'],
  ['iso-8859-7', 'iso-8859-7', 'Καλημέρα, πού είναι το δέμα;'], ['windows-1253', 'windows-1253', 'Καλημέρα, πού είναι το δέμα;'], ['windows-1254', 'windows-1254', 'Merhaba, sipariş nerede? Çok geç oldu, ığdır.'], ['iso-8859-9', 'iso-8859-9', 'Merhaba, sipariş nerede? Çok geç oldu, ığdır.'],
  ['windows-1255', 'windows-1255', 'שלום, איפה החבילה שלי?'], ['iso-8859-8-i', 'iso-8859-8', 'שלום, איפה החבילה שלי?'], ['windows-1256', 'windows-1256', 'مرحبا، أين الطرد؟'], ['windows-1257', 'windows-1257', 'Labas, kur mano siuntinys? Ačiū, ąžuolas.'], ['tis-620', 'windows-874', 'สวัสดี พัสดุอยู่ที่ไหน'], ['windows-1258', 'windows-1252', 'Ou est le colis arrêté ?'],
];

/** The label says one thing and the bytes another, as forms on web sites and old scripts write. */
const mislabelled: [label: string, charset: string, text: string][] = [
  ['iso-8859-1', 'utf-8', polish], ['windows-1250', 'utf-8', polish], ['koi8-r', 'utf-8', russian], ['gb2312', 'utf-8', chinese], ['', 'windows-1251', russian], ['', 'windows-1250', polish], ['', 'iso-8859-2', polish], ['utf-8', 'iso-8859-2', polish], ['utf-8', 'windows-1252', german], ['', 'windows-1252', typeset], ['utf-8', 'windows-1252', typeset], ['us-ascii', 'windows-1252', 'It’s not here – I’ll wait…'], ['utf-8', 'shift_jis', japanese], ['us-ascii', 'windows-1250', polish], ['us-ascii', 'gb18030', chinese],
  ['x-unknown', 'utf-8', polish], ['unknown-8bit', 'utf-8', french], ['default', 'windows-1250', polish], ['_iso-2022-jp$ESC', 'utf-8', japanese], ['utf8', 'utf-8', polish], ['UTF_8', 'utf-8', polish], ['utf-8mb4', 'utf-8', 'Gdzie? 😀 ą'], ['"utf-8', 'utf-8', polish], ['utf-8;', 'utf-8', polish], ['iso-8859-1', 'windows-1250', polish], ['big5', 'gb18030', chinese],
];

const write = (text: string, charset: string): Buffer => (charset === 'utf-8' ? Buffer.from(text) : encode(text, charset));

const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();

export const charsetCases: MailCase[] = [
  ...labelled.map(([label, charset, text]) => ({ name: `bytes of ${charset}, called ${label}`, mail: eightBit(label, write(text, charset)), text })),
  ...mislabelled.map(([label, charset, text]) => ({ name: `bytes of ${charset}, falsely called ${label === '' ? 'nothing at all' : label}`, mail: eightBit(label, write(text, charset)), text })),
  { name: 'iso-2022-jp', mail: eightBit('iso-2022-jp', encodeIso2022Jp('Order: 注文した商品 (1042)')), text: 'Order: 注文した商品 (1042)' },
  { name: 'iso-2022-jp called utf-8', mail: eightBit('utf-8', encodeIso2022Jp('Order: 注文した商品 (1042)')), text: 'Order: 注文した商品 (1042)' },
  { name: 'utf-7', mail: eightBit('utf-7', Buffer.from('Za+AXwA8wFCAQc- +AOk- a+-b')), text: 'Zażółć é a+b' },
  { name: 'unicode-1-1-utf-7', mail: eightBit('unicode-1-1-utf-7', Buffer.from('Hi +2D3eAA-!')), text: 'Hi 😀!' },
  { name: 'utf-16 with a mark, base64', mail: mail(file('Content-Type: text/plain; charset=utf-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le(polish)])), { first: true }), text: polish },
  { name: 'utf-16be without a mark, base64', mail: mail(file('Content-Type: text/plain; charset=utf-16be', utf16be(polish)), { first: true }), text: polish },
  { name: 'utf-16le, base64', mail: mail(file('Content-Type: text/plain; charset=utf-16le', utf16le(russian)), { first: true }), text: russian },
  { name: 'utf-16 without a mark is big-endian by the standard, little-endian by practice', mail: mail(file('Content-Type: text/plain; charset=utf-16', utf16le(polish)), { first: true }), text: polish },
  { name: 'utf-8 with a byte order mark', mail: eightBit('utf-8', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(polish)])), text: polish },
  { name: 'a byte order mark of utf-8 below a label of latin1', mail: eightBit('iso-8859-1', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(polish)])), text: polish },
  { name: 'utf-8 with one letter cut at its end', mail: eightBit('utf-8', Buffer.concat([Buffer.from(polish), Buffer.from([0xc5])])), says: ['Zażółć gęślą jaźń'] },
  { name: 'utf-8 with one stray byte of latin1 within', mail: eightBit('utf-8', Buffer.concat([Buffer.from(`${polish} ${polish} `), Buffer.from([0xe9]), Buffer.from(` ${polish}`)])), says: ['Zażółć gęślą jaźń'] },
  { name: 'utf-8 encoded twice by an old form stays as it was sent', mail: eightBit('utf-8', Buffer.from(Buffer.from('Zażółć').toString('latin1'))), says: ['Za'] },
  { name: 'HTML whose meta alone names the charset', mail: bytes(mail('Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n', { first: true }), encode(`<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1250"></head><body><p>${polish}</p></body></html>`, 'windows-1250')), text: polish },
  { name: 'HTML whose short meta alone names the charset', mail: bytes(mail('Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n', { first: true }), encode(`<meta charset=iso-8859-2><p>${polish}</p>`, 'iso-8859-2')), text: polish },
  { name: 'HTML whose meta lies and whose header is right', mail: mail(html(`<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body><p>${polish}</p></body></html>`), { first: true }), text: polish },
  { name: 'HTML of numbered and named letters', mail: mail(html('<p>Za&#380;&#xF3;&#322;&cacute; &ndash; &euro;20&nbsp;&amp; more &#128512; &unknown; &copy</p>', 'charset=us-ascii'), { first: true }), text: 'Zażółć – €20 & more 😀 &unknown; ©' },
  { name: 'HTML with numbers of windows-1252', mail: mail(html('<p>&#147;quoted&#148; &#128;20 &#0;x &#xD800;y</p>', 'charset=us-ascii'), { first: true }), says: ['“quoted” €20'] },
  { name: 'the halves of an alternative in two charsets', mail: bytes(mail('Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: 8bit\n\n', { first: true }), encode(polish, 'iso-8859-2'), '\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n', `<p>${polish}</p>`, '\n--b--\n'), text: polish },
  { name: 'quoted-printable of windows-1250 with lower-case digits and soft breaks within a word', mail: mail('Content-Type: text/plain; charset=windows-1250\nContent-Transfer-Encoding: Quoted-Printable\n\nZa=bf=f3=b3=\n=e6 g=EA=9Cl=b9, =\t\ndalej', { first: true }), text: 'Zażółć gęślą, dalej' },
  { name: 'quoted-printable, letters of utf-8 split by a soft break', mail: mail('Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nZa=C5=\n=BC=C3=B3=C5=82=C4=87', { first: true }), text: 'Zażółć' },
  { name: 'quoted-printable with mistakes of writing', mail: mail('Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nprice = 20 =XX = =3D 3=', { first: true }), text: 'price = 20 =XX = = 3' },
  { name: 'base64 with rubbish, spaces and no padding', mail: mail('Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nWmHF*vMOzxYLE\n  hyBnxJnFm2zEhQ\n', { first: true }), text: 'Zażółć gęślą' },
  { name: 'base64 of several padded pieces, joined', mail: mail(`Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from('Dzień ').toString('base64')}\n${Buffer.from('dobry').toString('base64')}\n`, { first: true }), text: 'Dzień dobry' },
  { name: 'base64 with a footer that a list server appended in the clear', mail: mail(`Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from(`${polish}\n`).toString('base64')}\n\n_______________________________________________\nOrders mailing list\n`, { first: true }), says: [polish] },
  { name: 'an encoding that nobody knows is taken as it stands', mail: mail(`Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: x-whatever\n\n${polish}`, { first: true }), text: polish },
  { name: 'an encoding with a comment and capitals', mail: mail(`Content-Type: text/plain; charset=utf-8 (Unicode)\nContent-Transfer-Encoding: BASE64 (coded)\n\n${Buffer.from(polish).toString('base64')}`, { first: true }), text: polish },
  { name: 'a multipart that claims to be base64 itself', mail: mail(multipart('mixed', [plain('Words.')]).replace('\n\n', '\nContent-Transfer-Encoding: base64\n\n'), { first: true }), text: 'Words.' },
  { name: 'NUL, escapes and bells in the words', mail: eightBit('utf-8', Buffer.from('a\0b\x07 c\x1b[31m d')), says: ['c'], lacks: ['\0', '\x07'] },
];

const subjectCases: [name: string, raw: string | Buffer, subject: string][] = [
  ['encoded, split inside a letter', '=?utf-8?Q?Za=C5?=\n =?utf-8?Q?=BC=C3=B3=C5=82=C4=87?=', 'Zażółć'],
  ['base64, split inside a letter', '=?utf-8?B?WmHF?= =?utf-8?B?vMOzxYLEhw==?=', 'Zażółć'],
  ['in windows-1250', '=?windows-1250?Q?Za=BF=F3=B3=E6?=', 'Zażółć'],
  ['in iso-2022-jp of two words', '=?ISO-2022-JP?B?GyRCQ21KOBsoQg==?=\n =?ISO-2022-JP?B?GyRCJEckORsoQg==?=', '注文です'],
  ['in koi8-r', '=?koi8-r?B?+sHLwdo=?= 1042', 'Заказ 1042'],
  ['in gb2312', '=?gb2312?B?tqm1pQ==?=', '订单'],
  ['with a language', '=?utf-8*pl?Q?Za=C5=BC?= x', 'Zaż x'],
  ['with underscores and question marks', '=?utf-8?Q?Where_is_it=3F?=', 'Where is it?'],
  ['with a bare question mark inside', '=?utf-8?Q?Where is it??=', 'Where is it?'],
  ['inside quotation marks', '"=?utf-8?Q?Za=C5=BC?="', '"Zaż"'],
  ['glued to words', 'Re:=?utf-8?Q?Za=C5=BC?=x', 'Re:Zażx'],
  ['raw utf-8', 'Zażółć gęślą', 'Zażółć gęślą'],
  ['raw windows-1250', encode('Zażółć gęślą jaźń, źle działa', 'windows-1250'), 'Zażółć gęślą jaźń, źle działa'],
  ['raw koi8-r', encode('Здравствуйте, где посылка', 'koi8-r'), 'Здравствуйте, где посылка'],
  ['folded with tabs', 'Where\n\tis\n   my parcel', 'Where is my parcel'],
  ['with spaces only between encoded words', '=?utf-8?Q?Za=C5=BC?=   =?utf-8?Q?=C3=B3=C5=82?=', 'Zażół'],
  ['without padding', '=?utf-8?B?WmHFvA?=', 'Zaż'],
  ['of an unknown charset', '=?x-nothing?Q?Za=C5=BC?=', 'Zaż'],
  ['of utf-8 that is called iso-8859-1', '=?iso-8859-1?Q?Za=C5=BC=C3=B3=C5=82=C4=87?=', 'Zażółć'],
  ['that is not finished', '=?utf-8?Q?Za=C5=BC', 'Zaż'],
  ['with an emoji of two halves', '=?utf-8?B?8J+YgA==?= ok', '😀 ok'],
  ['of utf-7', '=?utf-7?Q?Za+AXw-?=', 'Zaż'],
  ['with a bidi override', '=?utf-8?Q?abc=E2=80=AEfdp.exe?=', 'abcfdp.exe'],
];

export const subjectTable: MailCase[] = subjectCases.map(([name, raw, subject]) => ({
  name: `a subject ${name}`,
  mail: bytes('From: Anna <anna@customer.test>\nTo: support@acme.test\nMessage-ID: <case@customer.test>\nSubject: ', raw, '\nDate: Tue, 12 Mar 2024 10:15:00 +0100\n\nHello\n'),
  text: 'Hello', message: { subject },
}));
