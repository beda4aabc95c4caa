import { Controller, Get, Param, Patch, Post } from '@nestjs/common';
import {
  consentSaying, consentPurposeInput, consentPurposeList, consentPurposePatch, consentPurposeView, consentsOfContact,
  type ConsentSaying, type ConsentPurposeInput, type ConsentPurposeList, type ConsentPurposePatch, type ConsentPurposeView, type ConsentsOfContact,
} from '@kontuar/contract';
import { ConsentLedger, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** To what customers said yes and no, and for what they are asked. */
@Controller('api/v1')
export class ConsentLedgerController {
  constructor(private readonly ledger: ConsentLedger) {}

  @Get('contacts/:id/consents')
  @Allow('contact.read')
  @Answers(consentsOfContact)
  of(@Me() actor: MemberActor, @Id('contact') id: string): Promise<ConsentsOfContact> {
    return this.ledger.of(actor, id);
  }

  /** Adds a line; nothing that stands there is changed. */
  @Post('contacts/:id/consents')
  @Allow('contact.edit')
  @Answers(consentsOfContact, 201)
  say(@Me() actor: MemberActor, @Id('contact') id: string, @Input(consentSaying) input: ConsentSaying): Promise<ConsentsOfContact> {
    return this.ledger.say(actor, id, input);
  }

  @Get('privacy/purposes')
  @Allow('contact.read')
  @Answers(consentPurposeList)
  async purposes(@Me() actor: MemberActor): Promise<ConsentPurposeList> {
    return { items: await this.ledger.purposes(actor) };
  }

  @Post('privacy/purposes')
  @Allow('privacy.manage')
  @Answers(consentPurposeView, 201)
  add(@Me() actor: MemberActor, @Input(consentPurposeInput) input: ConsentPurposeInput): Promise<ConsentPurposeView> {
    return this.ledger.addPurpose(actor, input);
  }

  @Patch('privacy/purposes/:key')
  @Allow('privacy.manage')
  @Answers(consentPurposeView)
  change(@Me() actor: MemberActor, @Param('key') key: string, @Input(consentPurposePatch) patch: ConsentPurposePatch): Promise<ConsentPurposeView> {
    return this.ledger.changePurpose(actor, key, patch);
  }
}
