// Experiment 10: reading a mail (parts, charsets, the new part apart from quotes, safe HTML) against mailparser alone, on the recordings and on mails of real size.
import fs from 'node:fs';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { median, ms, table, times } from './support/figures.mjs';
import { product, root } from './support/machine.mjs';

export const title = 'Mail: parse and split off the reply, CPU';
const ROUNDS = 5;

export async function run() {
  const { parseMail } = product('libs/connectors/src/email/email.parse');
  const { prepare } = product('libs/core/src/ingest/prepare');
  const { email } = product('libs/connectors/src/email/email.connector');
  const settings = email.settings.parse({ address: 'shop@example.com' });
  const folder = path.join(root, 'libs/connectors/src/email/recordings');
  const recordings = fs.readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => fs.readFileSync(path.join(folder, name)));
  const real = realSize();
  const ours = (body) => prepare(parseMail({ body, contentType: 'message/rfc822' }, settings));
  const theirs = (body) => simpleParser(body);
  const groups = [{ name: `${recordings.length} recordings`, mails: recordings }, ...real];

  const rows = [];
  for (const { name, mails } of groups) {
    for (const body of mails) { ours(body); await theirs(body); }
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push({ ours: await cpu(ours, mails), theirs: await cpu(theirs, mails) });
    const [mine, other] = [median(rounds.map((one) => one.ours)), median(rounds.map((one) => one.theirs))];
    rows.push({ name, bytes: mails.reduce((sum, body) => sum + body.length, 0), mine, other });
  }
  const slowest = Math.max(...groups.flatMap(({ mails }) => mails).map((body) => {
    const since = performance.now();
    ours(body);
    return performance.now() - since;
  }));
  const [all] = rows;
  return {
    text: table(['', 'KB', 'Kontuar', 'mailparser alone', 'ratio'], rows.map((row) => [row.name, Math.round(row.bytes / 1024), ms(row.mine), ms(row.other), times(row.mine / row.other)])),
    notes: `The slowest single mail took ${ms(slowest)}.`,
    summary: [
      [`parse + split reply + safe HTML, ${all.name}`, ms(all.mine), `mailparser alone: ${ms(all.other)}`, times(all.mine / all.other)],
      ...rows.slice(1).map((row) => [row.name, ms(row.mine), `mailparser alone: ${ms(row.other)}`, times(row.mine / row.other)]),
    ],
  };
}

async function cpu(read, mails) {
  const before = process.cpuUsage();
  for (const body of mails) await read(body);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A long thread in HTML and plain text, and a short mail with 6 MB of pictures. */
function realSize() {
  const paragraph = (n) => `The lamp of order ${n} came with a scratch on its shade, and the box was open. Could you send another one, or take some of the price off?`;
  const quoted = Array.from({ length: 60 }, (_, n) => `> On Mon, ${1 + (n % 28)} Jun 2026 at 10:0${n % 10}, Anna Nowak <anna@example.org> wrote:\r\n> ${paragraph(n)}\r\n>`).join('\r\n');
  const html = `<html><body><div>${paragraph(1)}</div><div class="gmail_quote"><div class="gmail_attr">On Mon, 1 Jun 2026 at 10:00 Anna Nowak wrote:<br></div><blockquote class="gmail_quote" style="margin:0">${Array.from({ length: 300 }, (_, n) => `<p style="color:#333;font:14px Arial">${paragraph(n)} <a href="https://shop.example.com/o/${n}">order</a></p><table><tr><td>${n}</td></tr></table>`).join('')}</blockquote></div></body></html>`;
  const head = (type) => `From: Anna Nowak <anna@example.org>\r\nTo: shop@example.com\r\nSubject: Re: order\r\nMessage-ID: <bench-${type.length}@example.org>\r\nDate: Mon, 1 Jun 2026 10:00:00 +0200\r\nIn-Reply-To: <one@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n`;
  const long = `${head('multipart/alternative; boundary=b')}--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${paragraph(1)}\r\n\r\n${quoted}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--b--\r\n`;
  const picture = Buffer.alloc(2 * 1024 * 1024, 7).toString('base64').replace(/(.{76})/g, '$1\r\n');
  const pictures = `${head('multipart/mixed; boundary=b')}--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${paragraph(1)}\r\n${[1, 2, 3].map((n) => `--b\r\nContent-Type: image/jpeg; name="lamp-${n}.jpg"\r\nContent-Disposition: attachment; filename="lamp-${n}.jpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n${picture}\r\n`).join('')}--b--\r\n`;
  return [{ name: 'a long thread, plain and HTML', mails: [Buffer.from(long)] }, { name: 'three pictures of 2 MB', mails: [Buffer.from(pictures)] }];
}
