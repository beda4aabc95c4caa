import { Controller, Get, Patch, Post } from '@nestjs/common';
import {
  givenPromise, givenPromiseInput, givenPromisePage, givenPromisePatch, givenPromiseQuery, givenPromises, promisesOfPerson,
  type GivenPromise, type GivenPromiseInput, type GivenPromisePage, type GivenPromisePatch, type GivenPromiseQuery, type GivenPromises as PromiseList, type PromisesOfPerson,
} from '@kontuar/contract';
import { GivenPromises, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** What we told customers we would do, and by when. */
@Controller('api/v1')
export class GivenPromisesController {
  constructor(private readonly promises: GivenPromises) {}

  /** One's own, or all in one's sight; what is due first comes first. */
  @Get('promises')
  @Allow('conversation.list')
  @Answers(givenPromisePage)
  list(@Me() actor: MemberActor, @Filter(givenPromiseQuery) query: GivenPromiseQuery): Promise<GivenPromisePage> {
    return this.promises.list(actor, query);
  }

  @Get('conversations/:id/promises')
  @Allow('conversation.read')
  @Answers(givenPromises)
  async ofConversation(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<PromiseList> {
    return { items: await this.promises.ofConversation(actor, id) };
  }

  @Post('conversations/:id/promises')
  @Allow('conversation.reply')
  @Answers(givenPromise, 201)
  give(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(givenPromiseInput) input: GivenPromiseInput): Promise<GivenPromise> {
    return this.promises.give(actor, id, input);
  }

  @Patch('promises/:id')
  @Allow('conversation.reply')
  @Answers(givenPromise)
  change(@Me() actor: MemberActor, @Id('promise') id: string, @Input(givenPromisePatch) patch: GivenPromisePatch): Promise<GivenPromise> {
    return this.promises.change(actor, id, patch);
  }

  /** What was promised to a person over all channels, kept and broken. */
  @Get('contacts/:id/promises')
  @Allow('contact.read')
  @Answers(promisesOfPerson)
  ofPerson(@Me() actor: MemberActor, @Id('contact') id: string): Promise<PromisesOfPerson> {
    return this.promises.ofPerson(actor, id);
  }
}
