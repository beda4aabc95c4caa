/** Mails as programs write them, in tables: what a person reads in each is what we read. */
import type { InboundMessage } from '../contract';
import { addressCases } from './cases/address.cases';
import { appleCases } from './cases/apple.cases';
import { automaticCases } from './cases/automatic.cases';
import { bounceCases } from './cases/bounce.cases';
import { charsetCases, subjectTable } from './cases/charset.cases';
import { crossedCases } from './cases/crossed.cases';
import { deskCases } from './cases/desks.cases';
import { desktopCases } from './cases/desktop.cases';
import { detailCases } from './cases/details.cases';
import { gmailCases } from './cases/gmail.cases';
import { inQuote, type MailCase } from './cases/mail-case';
import { mixedCases } from './cases/mixed.cases';
import { olderCases } from './cases/older.cases';
import { outlookCases } from './cases/outlook.cases';
import { shortCases } from './cases/short.cases';
import { structureCases } from './cases/structure.cases';
import { trapCases } from './cases/traps.cases';
import { webmailCases } from './cases/webmail.cases';
import { parseMail } from './email.parse';
import { emailSettings } from './email.settings';

const settings = emailSettings.parse({ address: 'support@acme.test' });

function read(mail: string | Buffer): { message: InboundMessage; receipt?: object } {
  const [first] = parseMail({ contentType: 'message/rfc822', body: Buffer.from(mail) }, settings);
  if (first?.kind === 'message') return { message: first };
  if (first?.kind !== 'receipt' || first.message === undefined) throw new Error(`No message: ${JSON.stringify(first)}`);
  return { message: first.message, receipt: { status: first.status, externalId: first.externalId, ...(first.code === undefined ? {} : { code: first.code }) } };
}

const tables: [name: string, cases: MailCase[]][] = [
  ['Outlook', outlookCases], ['Gmail', gmailCases], ['Apple Mail', appleCases], ['other programs', desktopCases], ['webmail and phones', webmailCases], ['older and rarer', olderCases], ['words that look like quotes', trapCases],
  ['charsets', charsetCases], ['subjects', subjectTable], ['parts and files', structureCases], ['addresses', addressCases], ['automatic mail', automaticCases], ['bounces', bounceCases], ['details', detailCases], ['a few words', shortCases], ['several shapes at once', mixedCases], ['desks and offices', deskCases], ['attributions in each place', crossedCases],
];

describe.each(tables)('%s', (_, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (__, one) => {
    const { message, receipt } = read(one.mail);
    const quoted = message.quoted ?? '';
    if (one.text !== undefined) expect(message.text).toBe(one.text);
    for (const words of one.says ?? []) expect(message.text).toContain(words);
    for (const words of one.lacks ?? []) expect(message.text).not.toContain(words);
    for (const words of one.quoted ?? []) expect(quoted.replace(/^[>| ]+/gm, '')).toContain(words);
    // The halves of a mail must not disagree about what is new.
    if (one.quoted?.includes(inQuote) === true && message.html !== undefined) {
      expect(message.html).not.toContain(inQuote);
      expect(message.quotedHtml).toContain(inQuote);
    }
    if (one.message !== undefined) expect(message).toMatchObject(one.message);
    if (one.attachments !== undefined) expect(message.attachments ?? []).toMatchObject(one.attachments);
    expect(message.automatic).toBe(one.automatic);
    expect(receipt).toEqual(one.receipt === undefined ? undefined : expect.objectContaining(one.receipt));
  });
});
