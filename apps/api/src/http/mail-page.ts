import { createHash } from 'node:crypto';
import type { Locale } from '@kontuar/contract';
import type { FastifyReply } from 'fastify';

const style = 'body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1a1c20;background:#fff}main{max-width:34rem;margin:12vh auto 0;padding:0 1.25rem}h1{font-size:1.4rem;line-height:1.3}button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.1rem;border:0;border-radius:.5rem;background:#1f5f4a;color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #1f5f4a;outline-offset:3px}p{overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#eceef2;background:#15171b}button{background:#8fd6bb;color:#0d2a20}button:focus-visible{outline-color:#8fd6bb}}';
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page that a link in a mail leads to: a few words, without script, in the language of whoever got the mail. `body` is HTML. */
export const mailPage = (locale: Locale, title: string, body: string): string =>
  `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

export async function sendMailPage(reply: FastifyReply, html: string): Promise<void> {
  await reply.code(200).headers({ 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).send(html);
}
