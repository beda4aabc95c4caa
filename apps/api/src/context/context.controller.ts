import { Controller, Delete, Get, Patch, Post, Put, Res } from '@nestjs/common';
import {
  contextSourceInput, contextSourceList, contextSourceMade, contextSourcePatch, contextView, contextViewList, purchaseList, purchasesInput,
  type ContextSourceInput, type ContextSourceList, type ContextSourceMade, type ContextSourcePatch, type ContextView, type ContextViewList, type PurchaseList, type PurchasesInput,
} from '@kontuar/contract';
import { ContextCards, ContextSources, Purchases, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** `again`: also when what is known is fresh. */
const refreshQuery = z.object({ again: z.enum(['1']).optional() });

@Controller('api/v1')
export class ContextController {
  constructor(private readonly sources: ContextSources, private readonly cards: ContextCards, private readonly purchases: Purchases) {}

  @Get('context-sources')
  @Allow('workspace.manage')
  @Answers(contextSourceList)
  list(@Me() actor: MemberActor): Promise<ContextSourceList> {
    return this.sources.list(actor);
  }

  @Post('context-sources')
  @Allow('workspace.manage')
  @Answers(contextSourceMade, 201)
  create(@Me() actor: MemberActor, @Input(contextSourceInput) input: ContextSourceInput): Promise<ContextSourceMade> {
    return this.sources.create(actor, input);
  }

  /** Another host gets another secret, which is told once. */
  @Patch('context-sources/:id')
  @Allow('workspace.manage')
  @Answers(contextSourceMade)
  change(@Me() actor: MemberActor, @Id('context source') id: string, @Input(contextSourcePatch) patch: ContextSourcePatch): Promise<ContextSourceMade> {
    return this.sources.change(actor, id, patch);
  }

  @Delete('context-sources/:id')
  @Allow('workspace.manage')
  @AnswersNothing()
  remove(@Me() actor: MemberActor, @Id('context source') id: string): Promise<void> {
    return this.sources.remove(actor, id);
  }

  /** What the shop's own systems said of this person last; asks nobody. */
  @Get('contacts/:id/context')
  @Allow('contact.read')
  @Answers(contextViewList)
  read(@Me() actor: MemberActor, @Id('contact') id: string): Promise<ContextViewList> {
    return this.cards.list(actor, id);
  }

  /** Asks the shop's system, when it is time or `again=1` insists; answers within some three seconds whatever it does. */
  @Get('contacts/:id/context/:sourceId')
  @Allow('contact.read')
  @Answers(contextView)
  refresh(@Me() actor: MemberActor, @Id('contact') id: string, @Id('context source', 'sourceId') sourceId: string, @Filter(refreshQuery) { again }: z.infer<typeof refreshQuery>): Promise<ContextView> {
    return this.cards.refresh(actor, id, sourceId, { insist: again === '1' });
  }

  /** Leads to the page of the shop, by a link that is signed for this member and for two minutes. */
  @Get('contacts/:id/context/:sourceId/open')
  @Allow('contact.read')
  async open(@Me() actor: MemberActor, @Id('contact') id: string, @Id('context source', 'sourceId') sourceId: string, @Res() reply: FastifyReply): Promise<void> {
    const address = await this.cards.open(actor, id, sourceId);
    await reply.headers({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).redirect(address, 302);
  }

  @Get('contacts/:id/purchases')
  @Allow('contact.read')
  @Answers(purchaseList)
  bought(@Me() actor: MemberActor, @Id('contact') id: string): Promise<PurchaseList> {
    return this.purchases.list(actor, id);
  }

  /** What this person bought, by the numbers of the orders: said twice is said once. */
  @Put('contacts/:id/purchases')
  @Allow('contact.edit')
  @Answers(purchaseList)
  buy(@Me() actor: MemberActor, @Id('contact') id: string, @Input(purchasesInput) input: PurchasesInput): Promise<PurchaseList> {
    return this.purchases.put(actor, id, input);
  }
}
