import { Controller, Get, Header, Post, Res } from '@nestjs/common';
import {
  erasureInput, erasureList, erasureTrial, erasureView, locale, privacyPage, refusalDraft, refusalInput, refusalPaper,
  type ErasureInput, type ErasureList, type ErasureTrial, type ErasureView, type Locale, type PrivacyPage, type RefusalDraft, type RefusalInput, type RefusalPaper,
} from '@kontuar/contract';
import { Erasures, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { sendFile } from '../cases/send-file';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

const draftQuery = z.object({ locale: locale.optional() });

/** People who ask to be erased: what it comes to, the order to do it, and the letter that says what is kept. */
@Controller('api/v1')
export class ErasuresController {
  constructor(private readonly erasures: Erasures) {}

  /** What would go and what would stay; changes nothing. */
  @Get('contacts/:id/erasure')
  @Allow('privacy.manage')
  @Answers(erasureTrial)
  trial(@Me() actor: MemberActor, @Id('contact') id: string): Promise<ErasureTrial> {
    return this.erasures.trial(actor, id);
  }

  /** There is no way back. */
  @Post('contacts/:id/erasure')
  @Allow('privacy.manage')
  @Answers(erasureView, 201)
  begin(@Me() actor: MemberActor, @Id('contact') id: string, @Input(erasureInput) input: ErasureInput): Promise<ErasureView> {
    return this.erasures.begin(actor, id, input);
  }

  @Get('privacy/erasures')
  @Allow('privacy.manage')
  @Answers(erasureList)
  list(@Me() actor: MemberActor, @Filter(privacyPage) query: PrivacyPage): Promise<ErasureList> {
    return this.erasures.list(actor, query);
  }

  /** Who was erased, by ids and hashes: what has to be done again once an older backup was restored. */
  @Get('privacy/erasures/replay-list')
  @Allow('privacy.manage')
  @Header('content-type', 'application/x-ndjson; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="erasures.jsonl"')
  replayList(@Me() actor: MemberActor): Promise<string> {
    return this.erasures.replayList(actor);
  }

  @Get('privacy/erasures/:id')
  @Allow('privacy.manage')
  @Answers(erasureView)
  get(@Me() actor: MemberActor, @Id('erasure') id: string): Promise<ErasureView> {
    return this.erasures.get(actor, id);
  }

  /** The words of the letter to begin with. */
  @Get('privacy/erasures/:id/letter')
  @Allow('privacy.manage')
  @Answers(refusalDraft)
  draft(@Me() actor: MemberActor, @Id('erasure') id: string, @Filter(draftQuery) query: { locale?: Locale | undefined }): Promise<RefusalDraft> {
    return this.erasures.draft(actor, id, query.locale);
  }

  /** The letter as it would leave. */
  @Post('privacy/erasures/:id/letter/preview')
  @Allow('privacy.manage')
  async preview(@Me() actor: MemberActor, @Id('erasure') id: string, @Input(refusalPaper) input: RefusalPaper, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply.code(200), { ...(await this.erasures.paper(actor, id, input)), contentType: 'application/pdf' }, 'inline');
  }

  @Post('privacy/erasures/:id/letter')
  @Allow('privacy.manage')
  @Answers(erasureView)
  sendLetter(@Me() actor: MemberActor, @Id('erasure') id: string, @Input(refusalInput) input: RefusalInput): Promise<ErasureView> {
    return this.erasures.sendLetter(actor, id, input);
  }
}
