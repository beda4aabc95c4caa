/** A mail as some program writes it, and what a person reads in it. The tables beside this file are written from what the programs do, not from what our code does. */
import type { Automatic, InboundMessage } from '../../contract';

export interface MailCase {
  /** Which program and which situation. */
  name: string;
  mail: string | Buffer;
  /** The new part, exactly. */
  text?: string;
  /** Must stand in the new part, where its exact shape does not matter. */
  says?: string[];
  /** Must not stand in the new part. */
  lacks?: string[];
  /** Must stand in what was cut away. */
  quoted?: string[];
  /** Left out: a person wrote it. */
  automatic?: Automatic;
  receipt?: { status: 'read' | 'delivered' | 'failed'; externalId: string; code?: string };
  /** Laid over the message; what is left out is not looked at. */
  message?: Partial<Omit<InboundMessage, 'attachments'>>;
  /** All of them, in order; [] for none. */
  attachments?: { name?: string; contentType?: string; sizeBytes?: number; inline?: boolean; contentId?: string }[];
}

export interface Head {
  from?: string;
  to?: string;
  subject?: string;
  /** Further header lines, each as it stands in the mail. */
  more?: string[];
  /** No In-Reply-To: the first mail of a thread. */
  first?: boolean;
}

const issued = '<kt+tok-1+0197a0de@acme.test>';

/** Header lines and then the body, which begins with its own Content-* lines. */
export function mail(body: string, { from = 'Anna Nowak <anna@customer.test>', to = 'Acme Support <support@acme.test>', subject, more = [], first = false }: Head = {}): string {
  return [
    ...(from === '' ? [] : [`From: ${from}`]), ...(to === '' ? [] : [`To: ${to}`]), `Subject: ${subject ?? (first ? 'Order 1042' : 'Re: Order 1042')}`,
    'Date: Tue, 12 Mar 2024 10:15:00 +0100', 'Message-ID: <case@customer.test>', 'MIME-Version: 1.0',
    ...(first ? [] : [`In-Reply-To: ${issued}`, `References: ${issued}`]),
    ...more, body,
  ].join('\n');
}

/** The same with a body of other bytes than UTF-8, or with headers of such. */
export const bytes = (...pieces: (string | Buffer)[]): Buffer => Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));

export const plain = (text: string, parameters = 'charset=utf-8'): string => `Content-Type: text/plain; ${parameters}\nContent-Transfer-Encoding: 8bit\n\n${text}\n`;
export const html = (markup: string, parameters = 'charset="utf-8"'): string => `Content-Type: text/html; ${parameters}\nContent-Transfer-Encoding: 8bit\n\n${markup}\n`;
export const multipart = (kind: string, parts: string[], boundary = `=_${kind.split(/\W/)[0]}`): string =>
  `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`;
export const both = (text: string, markup: string): string => multipart('alternative', [plain(text), html(markup)]);
export const file = (headers: string, content: string | Buffer): string => `${headers}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\n')}\n`;

export const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** As mail programs break plain text: at the last space before the limit. */
export function wrap(text: string, columns = 76): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) { lines.push(line); line = word; } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

export const quoteLines = (text: string): string => text.split('\n').map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n');

/** What we had written, and every answer quotes. */
export const ours = 'Dear Anna,\n\nyour parcel is on its way.\n\nAcme Support';
export const oursHtml = '<div>Dear Anna,</div><div><br></div><div>your parcel is on its way.</div><div><br></div><div>Acme Support</div>';
export const inQuote = 'your parcel is on its way.';
