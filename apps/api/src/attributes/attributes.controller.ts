import { Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { attributeDefinition, attributeInput, attributeOrder, attributePatch, type AttributeDefinition, type AttributeInput, type AttributeOrder, type AttributePatch } from '@kontuar/contract';
import { Attributes, type MemberActor } from '@kontuar/core';
import { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

const all = z.object({ items: z.array(attributeDefinition) });

/** Fields of the workspace's own; their values travel with conversations and contacts. */
@Controller('api/v1/attributes')
export class AttributesController {
  constructor(private readonly attributes: Attributes) {}

  @Get()
  @Allow('workspace.read')
  @Answers(all)
  async list(@Me() actor: MemberActor): Promise<{ items: AttributeDefinition[] }> {
    return { items: await this.attributes.list(actor) };
  }

  @Post()
  @Allow('attribute.manage')
  @Answers(attributeDefinition, 201)
  create(@Me() actor: MemberActor, @Input(attributeInput) input: AttributeInput): Promise<AttributeDefinition> {
    return this.attributes.create(actor, input);
  }

  @Put('order')
  @Allow('attribute.manage')
  @Answers(all)
  async order(@Me() actor: MemberActor, @Input(attributeOrder) input: AttributeOrder): Promise<{ items: AttributeDefinition[] }> {
    return { items: await this.attributes.order(actor, input) };
  }

  @Patch(':id')
  @Allow('attribute.manage')
  @Answers(attributeDefinition)
  change(@Me() actor: MemberActor, @Id('field') id: string, @Input(attributePatch) patch: AttributePatch): Promise<AttributeDefinition> {
    return this.attributes.change(actor, id, patch);
  }
}
