import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ReportLeaves, type LeaveFacts } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/allow.decorator';
import { escaped, mailPage, sendMailPage } from '../http/mail-page';

const words = {
  en: { title: 'Reports by email', ask: (name: string) => `No more mails with the report “${name}”?`, yes: 'Stop them', done: (name: string) => `Done. The report “${name}” comes to you no more.`, else: 'Whoever manages reports can put you on the list again.' },
  pl: { title: 'Raporty e-mailem', ask: (name: string) => `Koniec z mailami z raportem „${name}”?`, yes: 'Wyłącz je', done: (name: string) => `Gotowe. Raport „${name}” już nie przyjdzie.`, else: 'Osoba zarządzająca raportami może dodać cię znowu.' },
} as const;

function done({ locale, name }: LeaveFacts): string {
  const t = words[locale];
  return mailPage(locale, t.title, `<h1>${t.title}</h1><p role="status">${escaped(t.done(name))}</p><p>${t.else}</p>`);
}

/** Where "no more of these" in a mail with a report leads. A look changes nothing, because machines look at every link. */
@Controller('unsubscribe/report')
export class ReportLeaveController {
  constructor(private readonly leaves: ReportLeaves) {}

  @Get(':token')
  @Public('who gets a mail may end it without signing in')
  async ask(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const facts = await this.leaves.ask(token);
    const t = words[facts.locale];
    await sendMailPage(reply, facts.already ? done(facts) : mailPage(facts.locale, t.title, `<h1>${t.title}</h1><p>${escaped(t.ask(facts.name))}</p><form method="post"><button>${t.yes}</button></form>`));
  }

  /** One click of a mail program (RFC 8058), or the button. */
  @Post(':token')
  @HttpCode(200)
  @Public('who gets a mail may end it without signing in')
  async end(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await sendMailPage(reply, done(await this.leaves.end(token)));
  }
}
