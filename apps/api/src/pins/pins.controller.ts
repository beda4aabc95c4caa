import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { pinInput, pinList, pinOrder, pinPatch, pinView, type PinInput, type PinList, type PinOrder, type PinPatch, type PinView } from '@kontuar/contract';
import { Pins, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** What to keep in mind about a person or a conversation. */
@Controller('api/v1')
export class PinsController {
  constructor(private readonly pins: Pins) {}

  /** Of the conversation and of its person. */
  @Get('conversations/:id/pins')
  @Allow('conversation.read')
  @Answers(pinList)
  async list(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<PinList> {
    return { items: await this.pins.list(actor, id) };
  }

  @Post('conversations/:id/pins')
  @Allow('conversation.note')
  @Answers(pinView, 201)
  pin(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(pinInput) input: PinInput): Promise<PinView> {
    return this.pins.pin(actor, id, input);
  }

  @Get('contacts/:id/pins')
  @Allow('contact.read')
  @Answers(pinList)
  async ofContact(@Me() actor: MemberActor, @Id('contact') id: string): Promise<PinList> {
    return { items: await this.pins.ofContact(actor, id) };
  }

  @Put('pins/order')
  @Allow('conversation.note')
  @AnswersNothing()
  async order(@Me() actor: MemberActor, @Input(pinOrder) input: PinOrder): Promise<void> {
    await this.pins.order(actor, input.ids);
  }

  @Patch('pins/:id')
  @Allow('conversation.note')
  @Answers(pinView)
  change(@Me() actor: MemberActor, @Id('note to keep in mind') id: string, @Input(pinPatch) patch: PinPatch): Promise<PinView> {
    return this.pins.change(actor, id, patch);
  }

  @Delete('pins/:id')
  @Allow('conversation.note')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('note to keep in mind') id: string): Promise<void> {
    await this.pins.remove(actor, id);
  }
}
