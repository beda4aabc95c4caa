import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inbound, InboundMessage } from '../contract';
import { parseMail } from './email.parse';
import { emailSettings, loopMark } from './email.settings';
import { wordsOf } from './parse/quotes/align';

const settings = emailSettings.parse({ address: 'support@acme.test' });
const parse = (mail: Buffer | string, meta?: Record<string, string>): Inbound[] => parseMail({ contentType: 'message/rfc822', body: Buffer.from(mail), ...(meta === undefined ? {} : { meta }) }, settings);
const message = (mail: Buffer | string): InboundMessage => {
  const [first] = parse(mail);
  if (first?.kind === 'message') return first;
  if (first?.kind === 'receipt' && first.message !== undefined) return first.message;
  throw new Error(`Not a message: ${JSON.stringify(first)}`);
};
const head = 'From: Anna <anna@customer.test>\nTo: support@acme.test\nMessage-ID: <x@customer.test>\nIn-Reply-To: <y@acme.test>\nSubject: Re: x\n';
const recordings = readdirSync(join(__dirname, 'recordings')).filter((file) => file.endsWith('.eml')).map((file) => ({ file, bytes: readFileSync(join(__dirname, 'recordings', file)) }));

/** Time of the processor, not of the clock: other programs on the machine must not decide. What is not linear takes minutes with these mails. */
function within(limitMs: number, work: () => void): void {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(limitMs);
}

/** Small and repeatable; the seed is in the test's name when it fails. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('no word of a body is lost', () => {
  const pieces = ['Thanks!', '', '> quoted line', '>> deeper', 'On Tue, 12 Mar 2024 at 10:11, Acme <support@acme.test> wrote:', '-----Original Message-----', 'From: A <a@b.test>', 'Sent: 12 March 2024 10:11', 'To: B <b@c.test>', 'Subject: Order', '-- ', 'Anna', '________________________________', 'Sent from my iPhone', 'W dniu 12.03.2024 o 10:11 Acme pisze:', 'Yes, in blue.', '---------- Forwarded message ---------', '* a list', '   indented   text'];
  it.each(Array.from({ length: 300 }, (_, seed) => seed))('with any order of lines (seed %i)', (seed) => {
    const random = randomFrom(seed);
    const body = Array.from({ length: 1 + random(25) }, () => pieces[random(pieces.length)] ?? '').join('\n');
    const read = message(`${head}Content-Type: text/plain; charset=utf-8\n\n${body}\n`);
    expect(wordsOf(`${read.text}\n${read.quoted ?? ''}`).sort()).toEqual(wordsOf(body).sort());
  });

  it.each(recordings.filter(({ bytes }) => isUtf8(bytes) && /^content-type: text\/plain; charset=utf-8\ncontent-transfer-encoding: 8bit$/im.test(bytes.toString('latin1').split('\n\n')[0] ?? '')).map(({ file, bytes }) => [file, bytes] as const))('in %s', (_, bytes) => {
    const body = bytes.toString('utf8').split('\n\n').slice(1).join('\n\n');
    const read = message(bytes);
    expect(wordsOf(`${read.text}\n${read.quoted ?? ''}`).sort()).toEqual(wordsOf(body).sort());
  });
});

describe('hostile mail', () => {
  it.each(Array.from({ length: 250 }, (_, seed) => seed))('does not break the parser (seed %i)', (seed) => {
    const random = randomFrom(seed + 1_000);
    const source = recordings[random(recordings.length)]?.bytes ?? Buffer.alloc(0);
    const bytes = Buffer.from(source);
    for (let change = random(12); change >= 0; change -= 1) bytes[random(bytes.length)] = random(256);
    const cut = bytes.subarray(0, random(4) === 0 ? random(bytes.length) : bytes.length);
    within(2_000, () => {
      for (const inbound of parse(cut)) {
        expect(['message', 'receipt', 'ignored']).toContain(inbound.kind);
        expect(JSON.stringify({ ...inbound, attachments: undefined })).not.toMatch(/\\u0000/);
      }
    });
  });

  const bombs: [string, () => string][] = [
    ['100 000 parts', () => `Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: text/plain\n\nx\n'.repeat(100_000)}--b--\n`],
    ['parts in parts', () => Array.from({ length: 3_000 }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`).join('')],
    ['a line of 10 MB', () => `Content-Type: text/plain\n\n${'a'.repeat(10_000_000)}\n`],
    ['10 MB of spaces and colons', () => `Content-Type: text/plain\n\n${' :'.repeat(5_000_000)}\n`],
    ['a header of 5 MB', () => `X-Long: ${'a '.repeat(2_500_000)}\n\nHi\n`],
    ['100 000 headers', () => `${'X-A: b\n'.repeat(100_000)}\nHi\n`],
    ['encoded words without end', () => `Subject: ${'=?utf-8?Q?a'.repeat(50_000)}\n\nHi\n`],
    ['addresses', () => `Cc: ${'<a@b.test>, ("'.repeat(40_000)}\n\nHi\n`],
    ['brackets', () => `References: ${'<'.repeat(60_000)}\nTo: ${'('.repeat(60_000)}${'"'.repeat(60_000)}\n\nHi\n`],
    ['nested HTML', () => `Content-Type: text/html\n\n${'<div>'.repeat(200_000)}x`],
    ['end tags without partners', () => `Content-Type: text/html\n\n${'<a>'.repeat(50_000)}${'</b>'.repeat(100_000)}</i>x`],
    ['blockquotes and tables', () => `Content-Type: text/html\n\n${'<blockquote><table><tr><td>x'.repeat(30_000)}`],
    ['unclosed comments and attributes', () => `Content-Type: text/html\n\n${'<!-- <a b="'.repeat(100_000)}`],
    ['one tag without end', () => `Content-Type: text/html\n\n<a ${'b= '.repeat(400_000)}`],
    ['style that never ends', () => `Content-Type: text/html\n\n${'<style>'.repeat(100_000)}x`],
    ['50 000 attributions', () => `Content-Type: text/plain\n\n${'On Tue, 12 Mar 2024 at 10:11, A <a@b.test> wrote:\n> q\nanswer\n'.repeat(50_000)}`],
    ['header blocks', () => `Content-Type: text/plain\n\n${'From: x\nTo: y\n'.repeat(100_000)}`],
    ['signatures', () => `Content-Type: text/plain\n\n${'-- \nx\n'.repeat(100_000)}`],
    ['quoted-printable soft breaks', () => `Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n${'= '.repeat(2_000_000)}`],
    ['uuencode beginnings', () => `Content-Type: text/plain\n\n${'begin 644 a\n#0V%T\n'.repeat(50_000)}end\n`],
    ['parameters', () => `Content-Type: text/plain${'; a*0*=x'.repeat(20_000)}\n\nHi\n`],
    ['fields above marked lines', () => `Content-Type: text/plain\n\n${'Von: A <a@b.test>\nDatum: 12.03.2024 10:11\nAn: B <b@b.test>\nBetreff: x\n> q\nanswer\n'.repeat(20_000)}`],
    ['the marks of GroupWise', () => `Content-Type: text/plain\n\n${'>>> x 10:11\n'.repeat(100_000)}`],
    ['names between dashes', () => `Content-Type: text/plain\n\n${'--- A <a@b.test> said on 12.03.2024 10:11 ---x\n'.repeat(50_000)}`],
    ['footers below quotes', () => `Content-Type: text/plain\n\n${'> q\n____\nconfidential\n'.repeat(50_000)}`],
    ['signatures of PGP', () => `Content-Type: text/plain\n\n${'-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n-----BEGIN PGP SIGNATURE-----\n'.repeat(30_000)}`],
    ['signature lines of phones', () => `Content-Type: text/plain\n\n${'Sent from my iPhone <https://aka.ms/x\n'.repeat(50_000)}`],
    ['base64 and words', () => `Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${'YWJj\n\n'.repeat(500_000)}the end_`],
    ['boxes of Outlook', () => `Content-Type: text/html\n\n${'<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><b>'.repeat(30_000)}`],
    ['blanks within a line', () => `Content-Type: text/plain\n\n${[' ', '\t', '\u00a0', '*', '-', '_', '=', '|', '> '].map((mark) => `x${mark.repeat(200_000)}y`).join('\n\n')}\n`],
    ['blanks within HTML', () => `Content-Type: text/html\n\n<pre>x${' '.repeat(200_000)}y</pre><p>x${'&nbsp;'.repeat(100_000)}y</p><pre>x${'\t\n'.repeat(100_000)}y</pre>`],
    ['blanks within an attribution', () => `Content-Type: text/plain\n\nHi\n\nOn Mon, 1 Jan 2026 at 10:00,${' '.repeat(200_000)}A wrote:\n> q\n`],
    ['quotes and blanks within names', () => `To: "x${"'".repeat(100_000)}y" <a@b.test>, x${' '.repeat(100_000)}y <c@d.test>\nContent-Type: text/plain; charset="x${"'".repeat(100_000)}y"\n\nHi\n`],
    ['comments in addresses', () => `From: <a${'(b)'.repeat(15_000)}@c.test>\nReply-To: ${'<('.repeat(20_000)}\n\nHi\n`],
    ['high bytes', () => `Content-Type: text/plain\n\n${'\u00e9\u0142\u4f60'.repeat(500_000)}`],
  ];
  it.each(bombs)('of %s is read in linear time', (_, make) => {
    const mail = Buffer.from(`${head}${make()}`);
    within(5_000, () => void parse(mail));
  });

  it('keeps a body that is too long for a message as an attachment', () => {
    const read = message(`${head}Content-Type: text/plain\n\n${'word '.repeat(400_000)}`);
    expect(read.text.length).toBeLessThanOrEqual(500_000);
    expect(read.attachments).toMatchObject([{ name: 'message.txt', sizeBytes: 2_000_000 }]);
  });

  it('lets neither NUL, line breaks nor bidi marks into names and subjects', () => {
    const read = message('From: "Evil\\\0\u202ename" <a@b.test>\nSubject: a\0b =?utf-8?Q?c=0D=0ABcc:_x@y.test?=\nContent-Type: application/pdf; name="../../etc/pass\0wd.pdf"\n\nx\0y');
    expect(read.subject).toBe('a b c Bcc: x@y.test');
    expect(read.from.name).not.toMatch(/[\0\u202e]/);
    expect(read.attachments?.[0]?.name).toBe('pass wd.pdf');
  });

  it('ignores what is no mail and what is empty', () => {
    expect(parse('')).toMatchObject([{ kind: 'ignored' }]);
    expect(parse(Buffer.from([255, 254, 0, 1]))).toMatchObject([{ kind: 'ignored' }]);
  });
});

describe('a mail of our own', () => {
  it('carries a mark by which a loop is seen', () => {
    expect(message(`${head}X-Kontuar-Loop: ${loopMark(settings)}\n\nx`).automatic).toBe('auto-reply');
  });
});
