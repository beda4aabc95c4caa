import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CampaignUnsubscribes, type UnsubscribeFacts } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { escaped, mailPage, sendMailPage } from '../http/mail-page';

const words = {
  en: { title: 'No more messages', ask: (house: string, what: string) => `Shall ${house} no longer send you ${what}?`, yes: 'Yes, send me none', done: (house: string, what: string) => `Done. ${house} sends you no more ${what}.`, else: 'Answers to your own questions still reach you.' },
  pl: { title: 'Koniec wiadomości', ask: (house: string, what: string) => `Czy ${house} ma już nie wysyłać: ${what}?`, yes: 'Tak, nie wysyłajcie', done: (house: string, what: string) => `Gotowe. ${house} nie wyśle już: ${what}.`, else: 'Odpowiedzi na Twoje pytania nadal będą docierać.' },
} as const;

function done({ locale, house, purpose }: UnsubscribeFacts): string {
  const t = words[locale];
  return mailPage(locale, t.title, `<h1>${t.title}</h1><p role="status">${escaped(t.done(house, purpose[locale]))}</p><p>${t.else}</p>`);
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
    await sendMailPage(reply, facts.already ? done(facts) : mailPage(facts.locale, t.title, `<h1>${t.title}</h1><p>${escaped(t.ask(facts.house, facts.purpose[facts.locale]))}</p><form method="post"><button>${t.yes}</button></form><p>${t.else}</p>`));
  }

  /** One click of a mail program (RFC 8058 says so in the body), or the button. */
  @Post(':token')
  @HttpCode(200)
  @Public('who gets a mail may end it without signing in')
  async end(@Param('token') token: string, @Req() { body }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const oneClick = typeof body === 'object' && body !== null && 'List-Unsubscribe' in body;
    await sendMailPage(reply, done(await this.unsubscribes.end(token, oneClick ? 'one-click' : 'page')));
  }
}
