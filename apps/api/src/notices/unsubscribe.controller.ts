import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type { Locale } from '@kontuar/contract';
import { Unsubscribes } from '@kontuar/core';
import { Public } from '../http/allow.decorator';

const words = {
  en: { title: 'Notifications by email', ask: 'No more notifications and digests by email?', yes: 'Stop them', done: 'There will be no more. You can choose them again in the settings.' },
  pl: { title: 'Powiadomienia e-mailem', ask: 'Koniec z powiadomieniami i podsumowaniami e-mailem?', yes: 'Wyłącz je', done: 'Nie będzie ich więcej. Możesz je znów włączyć w ustawieniach.' },
} as const;

const page = (locale: Locale, body: string): string =>
  `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${words[locale].title}</title></head><body><main><h1>${words[locale].title}</h1>${body}</main></body></html>`;

/** Where "unsubscribe" of a mail client leads. Its link proves for whom; a look changes nothing, because machines look at every link. */
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(private readonly unsubscribes: Unsubscribes) {}

  @Get(':token')
  @Public('who gets a mail may end it without signing in')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async ask(@Param('token') token: string): Promise<string> {
    const { locale } = await this.unsubscribes.ask(token);
    return page(locale, `<p>${words[locale].ask}</p><form method="post"><button>${words[locale].yes}</button></form>`);
  }

  /** One click of a mail client (RFC 8058), or the button. */
  @Post(':token')
  @HttpCode(200)
  @Public('who gets a mail may end it without signing in')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async end(@Param('token') token: string): Promise<string> {
    const { locale } = await this.unsubscribes.end(token);
    return page(locale, `<p>${words[locale].done}</p>`);
  }
}
