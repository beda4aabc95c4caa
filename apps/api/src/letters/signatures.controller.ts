import { Controller, Delete, Get, Put } from '@nestjs/common';
import { letterFoot, page, signature, signatureInput, type LetterFoot, type Page, type Signature, type SignatureInput } from '@kontuar/contract';
import { Signatures, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** Kept by those who keep the canned answers: both are about how the house speaks. */
@Controller('api/v1')
export class SignaturesController {
  constructor(private readonly signatures: Signatures) {}

  @Get('conversations/:id/letter')
  @Allow('conversation.read')
  @Answers(letterFoot)
  foot(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<LetterFoot> {
    return this.signatures.foot(actor, id);
  }

  @Get('signatures')
  @Allow('canned.list')
  @Answers(page(signature))
  async list(@Me() actor: MemberActor): Promise<Page<Signature>> {
    return { items: await this.signatures.list(actor), nextCursor: null };
  }

  @Put('signatures')
  @Allow('canned.manage')
  @Answers(signature)
  put(@Me() actor: MemberActor, @Input(signatureInput) input: SignatureInput): Promise<Signature> {
    return this.signatures.put(actor, input);
  }

  /** By the channel: it goes back to the workspace's. */
  @Delete('signatures/:id')
  @Allow('canned.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('channel') channelId: string): Promise<void> {
    await this.signatures.remove(actor, channelId);
  }
}
