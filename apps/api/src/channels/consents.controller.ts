import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { consentCallback, consentInput, consentStarted, consentView, type ConsentCallback, type ConsentInput, type ConsentStarted, type ConsentView } from '@kontuar/contract';
import { Consents, type CameBack, type MemberActor } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { originOf } from './origin';

/** Closes itself where it was opened by a screen of ours; otherwise it says what to do. */
const script = 'window.close();';
const style = 'html{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:32rem;margin:18vh auto 0;padding:0 24px}p+p{margin-top:1.5em;opacity:.8}';
const hashed = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

@Controller('api/v1/channel-consents')
export class ConsentsController {
  constructor(private readonly consents: Consents) {}

  /** Where to send the member: to the platform's consent screen. */
  @Post()
  @Allow('channel.manage')
  @Answers(consentStarted, 201)
  start(@Me() actor: MemberActor, @Input(consentInput) input: ConsentInput, @Req() request: FastifyRequest): Promise<ConsentStarted> {
    return this.consents.start(actor, input, originOf(request));
  }

  /** The platform sends the member's browser here. The screen that asked finds out by itself. */
  @Get('callback')
  @Allow('channel.manage')
  async callback(@Me() actor: MemberActor, @Filter(consentCallback) query: ConsentCallback, @Res() reply: FastifyReply): Promise<void> {
    const back = await this.consents.comeBack(actor, query);
    await reply
      .status(back.ok ? 200 : 400)
      .header('Content-Type', 'text/html; charset=utf-8')
      .header('Content-Security-Policy', `default-src 'none'; script-src '${hashed(script)}'; style-src '${hashed(style)}'`)
      .header('Cache-Control', 'no-store')
      // The code is in the address of this page.
      .header('Referrer-Policy', 'no-referrer')
      .send(page(back));
  }

  @Get(':id')
  @Allow('channel.manage')
  @Answers(consentView)
  get(@Me() actor: MemberActor, @Id('consent') id: string): Promise<ConsentView> {
    return this.consents.get(actor, id);
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const polish: Record<NonNullable<CameBack['reason']>, string> = {
  over: 'O tę zgodę nikt tu nie prosił, została już użyta albo minęło ponad dziesięć minut. Zacznij jeszcze raz.',
  refused: 'Na platformie odmówiono zgody.',
  'other-account': 'Zgoda dotyczy innego konta niż konto tego kanału. Zaloguj się na platformie na konto kanału i tam wyraź zgodę.',
};

/** In both languages: who comes back from a platform brings no setting of ours along. */
function page({ ok, error, reason }: CameBack): string {
  const [english, theirs] = ok
    ? ['Access was granted. You can close this window and go on in Kontuar.', 'Dostęp został udzielony. Możesz zamknąć to okno i wrócić do Kontuaru.']
    : [`${error ?? ''} Close this window and try again in Kontuar.`, `${reason === undefined ? 'Nie udało się uzyskać dostępu.' : polish[reason]} Zamknij to okno i spróbuj ponownie w Kontuarze.`];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kontuar</title><style>${style}</style></head><body><p>${escaped(english)}</p><p lang="pl">${escaped(theirs)}</p>${ok ? `<script>${script}</script>` : ''}</body></html>`;
}
