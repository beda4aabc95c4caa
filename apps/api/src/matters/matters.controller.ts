import { Controller, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { matterInput, matterOrder, matterPatch, matterView, type MatterInput, type MatterOrder, type MatterPatch, type MatterView } from '@kontuar/contract';
import { Matters, type MemberActor } from '@kontuar/core';
import { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Input } from '../http/parsed.decorator';

const all = z.object({ items: z.array(matterView) });

/** What conversations can be about. */
@Controller('api/v1/matters')
export class MattersController {
  constructor(private readonly matters: Matters) {}

  @Get()
  @Allow('workspace.read')
  @Answers(all)
  async list(@Me() actor: MemberActor): Promise<{ items: MatterView[] }> {
    return { items: await this.matters.list(actor) };
  }

  @Post()
  @Allow('matter.manage')
  @Answers(matterView, 201)
  create(@Me() actor: MemberActor, @Input(matterInput) input: MatterInput): Promise<MatterView> {
    return this.matters.create(actor, input);
  }

  @Put('order')
  @Allow('matter.manage')
  @Answers(all)
  async order(@Me() actor: MemberActor, @Input(matterOrder) input: MatterOrder): Promise<{ items: MatterView[] }> {
    return { items: await this.matters.order(actor, input) };
  }

  @Patch(':key')
  @Allow('matter.manage')
  @Answers(matterView)
  change(@Me() actor: MemberActor, @Param('key') key: string, @Input(matterPatch) patch: MatterPatch): Promise<MatterView> {
    return this.matters.change(actor, key, patch);
  }
}
