/** Who or what wrote: absence notes, receipts, lists, notifications, and people whose mails look like those. */
import { html, mail, multipart, plain, type MailCase } from './mail-case';

const away = plain('I am away until Monday.');

const exchange: [language: string, subject: string][] = [
  ['English', 'Automatic reply: Order 1042'], ['Polish', 'Automatyczna odpowiedź: Order 1042'], ['German', 'Automatische Antwort: Order 1042'], ['French', 'Réponse automatique : Order 1042'], ['Spanish', 'Respuesta automática: Order 1042'], ['Italian', 'Risposta automatica: Order 1042'], ['Dutch', 'Automatisch antwoord: Order 1042'], ['Portuguese', 'Resposta automática: Order 1042'], ['Swedish', 'Automatiskt svar: Order 1042'], ['Danish', 'Automatisk svar: Order 1042'], ['Finnish', 'Automaattinen vastaus: Order 1042'], ['Czech', 'Automatická odpověď: Order 1042'], ['Slovak', 'Automatická odpoveď: Order 1042'], ['Hungarian', 'Automatikus válasz: Order 1042'], ['Romanian', 'Răspuns automat: Order 1042'], ['Ukrainian', 'Автоматична відповідь: Order 1042'], ['Russian', 'Автоматический ответ: Order 1042'], ['Turkish', 'Otomatik yanıt: Order 1042'], ['Greek', 'Αυτόματη απάντηση: Order 1042'], ['Japanese', '自動応答: Order 1042'], ['Chinese', '自动答复: Order 1042'], ['Korean', '자동 회신: Order 1042'],
];

/** Headers by which autoresponders name themselves. */
const markers: [name: string, lines: string[]][] = [
  ['Gmail on holidays', ['Auto-Submitted: auto-replied', 'Precedence: bulk', 'X-Autoreply: yes']],
  ['Exchange with no more than its suppression', ['X-Auto-Response-Suppress: All', 'X-MS-Exchange-Inbox-Rules-Loop: anna@customer.test', 'Auto-Submitted: auto-generated']],
  ['Sieve of Dovecot', ['Auto-Submitted: auto-replied (vacation)', 'X-Sieve: Pigeonhole Sieve 0.5.19', 'Precedence: bulk']],
  ['vacation of BSD', ['Precedence: bulk', 'Auto-Submitted: auto-replied', 'X-Mailer: vacation']],
  ['cPanel', ['X-Autorespond: Re: Order', 'Precedence: auto_reply', 'Auto-Submitted: auto-replied', 'X-Precedence: auto_reply']],
  ['Plesk', ['X-Autoreply: yes', 'Precedence: bulk']],
  ['DirectAdmin', ['X-Autoresponder: yes', 'Precedence: bulk']],
  ['X-Autorespond alone', ['X-Autorespond: yes']],
  ['X-Autoreply-From', ['X-Autoreply-From: anna@customer.test']],
  ['X-Mail-Autoreply', ['X-Mail-Autoreply: yes']],
  ['Precedence auto_reply alone', ['Precedence: auto_reply']],
  ['FirstClass', ['X-FC-MachineGenerated: true']],
  ['X-POST-MessageClass', ['X-POST-MessageClass: 9; Autoresponder']],
  ['Delivered-To Autoresponder', ['Delivered-To: Autoresponder']],
  ['Auto-Submitted with a parameter', ['Auto-Submitted: auto-replied; owner-email="anna@customer.test"']],
  ['a ticket system that confirms', ['Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All']],
  ['a program that keeps absence notes away', ['X-Auto-Response-Suppress: DR, OOF, AutoReply']],
];

const subjects: [name: string, subject: string][] = [
  ['English', 'Out of Office: Order 1042'], ['English of old', 'Out of Office AutoReply: Order 1042'], ['Polish', 'Autoodpowiedź: Order 1042'], ['Polish absence', 'Poza biurem: Order 1042'], ['Polish of Exchange of old', 'Nieobecność w biurze: Order 1042'], ['German', 'Abwesenheitsnotiz: Order 1042'], ['German absent', 'Abwesend: Order 1042'], ['French', "Message d'absence : Order 1042"], ['Spanish', 'Fuera de la oficina: Order 1042'], ['Italian', 'Fuori ufficio: Order 1042'], ['Dutch', 'Afwezig: Order 1042'], ['Swedish', 'Frånvaro: Order 1042'], ['English short', 'Auto: Order 1042'], ['English Auto-Reply', 'Auto-Reply: Order 1042'], ['Czech', 'Mimo kancelář: Order 1042'],
];

const lists: [name: string, lines: string[]][] = [
  ['Mailman', ['List-Id: Orders <orders.lists.test>', 'Precedence: list', 'List-Unsubscribe: <mailto:orders-leave@lists.test>', 'List-Post: <mailto:orders@lists.test>']],
  ['a newsletter with one click', ['List-Unsubscribe: <https://news.test/u/1>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click', 'Feedback-ID: 1:2:3:news']],
  ['Precedence bulk alone', ['Precedence: bulk']],
  ['Precedence junk', ['Precedence: junk']],
  ['a campaign of Mailchimp', ['X-MC-User: abc', 'List-ID: abcmc list <abc.list-id.mcsv.net>', 'List-Unsubscribe: <https://x.us1.list-manage.com/unsubscribe>']],
  ['Jira', ['Auto-Submitted: auto-generated', 'Precedence: bulk', 'X-JIRA-FingerPrint: abc']],
  ['GitHub', ['List-ID: acme/shop <shop.acme.github.com>', 'List-Archive: https://github.com/acme/shop', 'Precedence: list', 'X-GitHub-Reason: mention', 'X-GitHub-Recipient: support', 'List-Unsubscribe: <mailto:unsub+abc@reply.github.com>']],
];

const people: [name: string, head: Parameters<typeof mail>[1]][] = [
  ['a person who speaks of automatic replies', { subject: 'Automatic reply does not work', first: true }],
  ['a person who answers an absence note', { subject: 'Re: Automatic reply: Order 1042' }],
  ['a person who answers a bounce', { subject: 'Re: Undelivered Mail Returned to Sender' }],
  ['a person who forwards a bounce', { subject: 'Fwd: Delivery Status Notification (Failure)', first: true }],
  ['a person with Auto-Submitted: no', { more: ['Auto-Submitted: no'] }],
  ['a person who wants a receipt', { more: ['Disposition-Notification-To: anna@customer.test', 'Return-Receipt-To: anna@customer.test'] }],
  ['a person through a mail service that counts', { more: ['Feedback-ID: 1:2:3', 'X-SES-Outgoing: 2024.03.12-1.2.3.4'] }],
  ['a person with an important mail', { more: ['Importance: high', 'X-Priority: 1 (Highest)', 'Precedence: first-class'] }],
  ['a person who is out of the office', { subject: 'I am out of the office next week, call me', first: true }],
  ['a person whose subject begins with absent', { subject: 'Abwesenheit der Monteure', first: true }],
];

export const automaticCases: MailCase[] = [
  ...exchange.map(([language, subject]) => ({ name: `an absence note of Exchange in ${language}`, mail: mail(away, { subject: `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`, more: ['X-Auto-Response-Suppress: All', 'Auto-Submitted: auto-generated'] }), text: 'I am away until Monday.', automatic: 'auto-reply' as const })),
  ...exchange.filter((_, index) => index % 2 === 0).map(([language, subject]) => ({ name: `an absence note in ${language} whose headers were taken away on the way`, mail: mail(away, { subject: `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`, more: ['X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply'] }), text: 'I am away until Monday.', automatic: 'auto-reply' as const })),
  ...markers.map(([name, more]) => ({ name: `an automatic answer: ${name}`, mail: mail(away, { more }), text: 'I am away until Monday.', automatic: 'auto-reply' as const })),
  ...subjects.map(([language, subject]) => ({ name: `an automatic answer known by its subject alone: ${language}`, mail: mail(away, { subject }), automatic: 'auto-reply' as const })),
  ...lists.map(([name, more]) => ({ name: `bulk: ${name}`, mail: mail(plain('News'), { more, first: true, from: 'News <news@shop.test>' }), automatic: 'bulk' as const })),
  ...people.map(([name, head]) => ({ name, mail: mail(plain('I write this myself.'), head), text: 'I write this myself.' })),
  { name: 'a read receipt of Exchange', mail: mail(multipart('report; report-type=disposition-notification', [html('<p>Your message was read on Tuesday.</p>'), 'Content-Type: message/disposition-notification\n\nReporting-UA: customer.test; Microsoft Exchange\nFinal-recipient: RFC822; anna@customer.test\nDisposition: automatic-action/MDN-sent-automatically; displayed\nOriginal-Message-ID: <kt+t1+m1@acme.test>\n']), { subject: 'Read: Order 1042' }), automatic: 'auto-reply', receipt: { status: 'read', externalId: '<kt+t1+m1@acme.test>' } },
  { name: 'a receipt of Thunderbird with the headers as the third part', mail: mail(multipart('report; report-type=disposition-notification', [plain('This is a Return Receipt for the mail that you sent.'), 'Content-Type: message/disposition-notification; name="MDNPart2.txt"\nContent-Disposition: inline\n\nReporting-UA: Thunderbird\nFinal-Recipient: rfc822;anna@customer.test\nOriginal-Message-ID: <kt+t1+m2@acme.test>\nDisposition: manual-action/MDN-sent-manually; displayed', 'Content-Type: text/rfc822-headers; name="MDNPart3.txt"\n\nMessage-ID: <kt+t1+m2@acme.test>\nSubject: Order 1042']), { subject: 'Return Receipt (displayed) - Order 1042' }), automatic: 'auto-reply', receipt: { status: 'read', externalId: '<kt+t1+m2@acme.test>' } },
  { name: 'a receipt that says deleted without being read is no reading', mail: mail(multipart('report; report-type=disposition-notification', [plain('Your message was deleted without being read.'), 'Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;anna@customer.test\nOriginal-Message-ID: <kt+t1+m3@acme.test>\nDisposition: automatic-action/MDN-sent-automatically; deleted']), { subject: 'Not read: Order 1042' }), automatic: 'auto-reply' },
  { name: 'a complaint of a feedback loop', mail: mail(multipart('report; report-type=feedback-report', [plain('This is an email abuse report.'), 'Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n', `Content-Type: message/rfc822\n\n${mail(plain('Hello'), { first: true })}`]), { first: true, from: 'FBL <feedback@isp.test>', subject: 'FW: Order 1042' }), automatic: 'auto-reply' },
  { name: 'a report of DMARC', mail: mail(multipart('mixed', [plain('This is a DMARC aggregate report.'), 'Content-Type: application/gzip; name="google.com!acme.test!1710111600!1710197999.xml.gz"\nContent-Disposition: attachment; filename="google.com!acme.test!1710111600!1710197999.xml.gz"\n\nx']), { first: true, from: 'noreply-dmarc-support@google.com', subject: 'Report domain: acme.test Submitter: google.com Report-ID: 123' }), automatic: 'bulk' },
  { name: 'a mail of our own shop through a list of the customer', mail: mail(plain('Hello, where is it?'), { first: true, more: ['List-Id: <office.customer.test>', 'X-Google-Group-Id: 123', 'List-Post: <https://groups.google.com/a/customer.test/group/office/post>', 'Precedence: list'] }), automatic: 'bulk' },
];
