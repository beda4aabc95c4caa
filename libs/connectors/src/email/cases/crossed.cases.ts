/** Each attribution of each program and language in each place: above the answer, between answers, below a signature, within another quote. */
import { appleAttributions } from './apple.cases';
import { thunderbirdAttributions, programAttributions } from './desktop.cases';
import { gmailAttributions } from './gmail.cases';
import { inQuote, mail, ours, plain, quoteLines, wrap, type MailCase } from './mail-case';
import { olderAttributions } from './older.cases';
import { webmailAttributions } from './webmail.cases';

const lines: [name: string, line: string][] = [
  ...gmailAttributions.map(([language, line]): [string, string] => [`Gmail in ${language}`, wrap(line)]),
  ...appleAttributions.map(([language, line]): [string, string] => [`Apple Mail in ${language}`, line]),
  ...thunderbirdAttributions.map(([language, line]): [string, string] => [`Thunderbird in ${language}`, line]),
  ...programAttributions, ...olderAttributions, ...webmailAttributions,
];

export const crossedCases: MailCase[] = lines.flatMap(([name, line]) => [
  { name: `${name}: the answer below`, mail: mail(plain(`${line}\n${quoteLines(ours)}\n\nIt came.\n\nAnna`)), text: 'It came.\n\nAnna', quoted: [inQuote] },
  { name: `${name}: answers between`, mail: mail(plain(`${line}\n\n> Which colour?\n\nBlue.\n\n> Which size?\n\nMedium.`)), says: ['Which colour?', 'Blue.', 'Which size?', 'Medium.'] },
  { name: `${name}: a signature above the quote`, mail: mail(plain(`It came.\n\n-- \nAnna Nowak\ntel. 600 100 200\n\n${line}\n${quoteLines(ours)}`)), text: 'It came.', quoted: [inQuote, '600 100 200'] },
  { name: `${name}: within the quote of another`, mail: mail(plain(`It came.\n\nOn Tue, 12 Mar 2024 at 10:20, Jan <jan@customer.test> wrote:\n${quoteLines(`Did it?\n\n${line}\n${quoteLines(ours)}`)}`)), text: 'It came.', quoted: ['Did it?', inQuote] },
  { name: `${name}: no empty line on either side`, mail: mail(plain(`It came.\n${line}\n${quoteLines(ours)}`)), text: 'It came.', quoted: [inQuote] },
]);
