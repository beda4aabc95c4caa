import { createHash } from 'node:crypto';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { Locale } from '@kontuar/contract';
import { CampaignUnsubscribes, type UnsubscribeFacts } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';

const words = {
  en: { title: 'No more messages', ask: (house: string, what: string) => `Shall ${house} no longer send you ${what}?`, yes: 'Yes, send me none', done: (house: string, what: string) => `Done. ${house} sends you no more ${what}.`, else: 'Answers to your own questions still reach you.' },
  pl: { title: 'Koniec wiadomości', ask: (house: string, what: string) => `Czy ${house} ma już nie wysyłać: ${what}?`, yes: 'Tak, nie wysyłajcie', done: (house: string, what: string) => `Gotowe. ${house} nie wyśle już: ${what}.`, else: 'Odpowiedzi na Twoje pytania nadal będą docierać.' },
} as const;

const style = 'body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1a1c20;background:#fff}main{max-width:34rem;margin:12vh auto 0;padding:0 1.25rem}h1{font-size:1.4rem;line-height:1.3}button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.1rem;border:0;border-radius:.5rem;background:#1f5f4a;color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #1f5f4a;outline-offset:3px}p{overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#eceef2;background:#15171b}button{background:#8fd6bb;color:#0d2a20}button:focus-visible{outline-color:#8fd6bb}}';
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
const clean = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const page = (locale: Locale, body: string): string =>
  `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${words[locale].title}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

function done({ locale, house, purpose }: UnsubscribeFacts): string {
  const t = words[locale];
  return page(locale, `<h1>${t.title}</h1><p role="status">${clean(t.done(house, purpose[locale]))}</p><p>${t.else}</p>`);
}

/** Where "no more of these" in a mail of a campaign leads. A look changes nothing, because machines look at every link; the page needs no script. */
@Controller('unsubscribe/campaign')
export class CampaignUnsubscribeController {
  constructor(private readonly unsubscribes: CampaignUnsubscribes) {}

  @Get(':token')
  @Public('who gets a mail may end it without signing in')
  async ask(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const facts = await this.unsubscribes.ask(token);
    const t = words[facts.locale];
    await answer(reply, facts.already ? done(facts) : page(facts.locale, `<h1>${t.title}</h1><p>${clean(t.ask(facts.house, facts.purpose[facts.locale]))}</p><form method="post"><button>${t.yes}</button></form><p>${t.else}</p>`));
  }

  /** One click of a mail program (RFC 8058 says so in the body), or the button. */
  @Post(':token')
  @HttpCode(200)
  @Public('who gets a mail may end it without signing in')
  async end(@Param('token') token: string, @Req() { body }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const oneClick = typeof body === 'object' && body !== null && 'List-Unsubscribe' in body;
    await answer(reply, done(await this.unsubscribes.end(token, oneClick ? 'one-click' : 'page')));
  }
}

async function answer(reply: FastifyReply, html: string): Promise<void> {
  await reply.code(200).headers({ 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).send(html);
}
