import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { consentCallback, consentInput, consentStarted, consentView, type ConsentCallback, type ConsentInput, type ConsentStarted, type ConsentView } from '@kontuar/contract';
import { Consents, type MemberActor } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Closes itself where it was opened by a screen of ours; otherwise it says what to do. */
const script = 'window.close();';
const scriptHash = createHash('sha256').update(script).digest('base64');

@Controller('api/v1/channel-consents')
export class ConsentsController {
  constructor(private readonly consents: Consents) {}

  /** Where to send the member: to the platform's consent screen. */
  @Post()
  @Allow('channel.manage')
  @Answers(consentStarted, 201)
  start(@Me() actor: MemberActor, @Input(consentInput) input: ConsentInput, @Req() request: FastifyRequest): Promise<ConsentStarted> {
    return this.consents.start(actor, input, `${request.protocol}://${request.headers.host ?? 'localhost'}`);
  }

  /** The platform sends the member's browser here. The screen that asked finds out by itself. */
  @Get('callback')
  @Allow('channel.manage')
  async callback(@Me() actor: MemberActor, @Filter(consentCallback) query: ConsentCallback, @Res() reply: FastifyReply): Promise<void> {
    const { ok, error } = await this.consents.comeBack(actor, query);
    await reply
      .status(ok ? 200 : 400)
      .header('Content-Type', 'text/html; charset=utf-8')
      .header('Content-Security-Policy', `default-src 'none'; script-src 'sha256-${scriptHash}'`)
      .header('Cache-Control', 'no-store')
      // The code is in the address of this page.
      .header('Referrer-Policy', 'no-referrer')
      .send(page(ok, error));
  }

  @Get(':id')
  @Allow('channel.manage')
  @Answers(consentView)
  get(@Me() actor: MemberActor, @Id('consent') id: string): Promise<ConsentView> {
    return this.consents.get(actor, id);
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/** In both languages: who comes back from a platform brings no setting of ours along. */
function page(ok: boolean, error: string | null): string {
  const lines = ok
    ? ['Access was granted. You can close this window and go on in Kontuar.', 'Dostęp został udzielony. Możesz zamknąć to okno i wrócić do Kontuaru.']
    : [`${error ?? ''} Close this window and try again in Kontuar.`, 'Nie udało się uzyskać dostępu. Zamknij to okno i spróbuj ponownie w Kontuarze.'];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kontuar</title></head><body><p>${escaped(lines[0] as string)}</p><p lang="pl">${escaped(lines[1] as string)}</p>${ok ? `<script>${script}</script>` : ''}</body></html>`;
}
