import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { directoryQuery, label, labelInput, labelPatch, page, type DirectoryQuery, type Label, type Page } from '@kontuar/contract';
import { Labels, type MemberActor } from '@kontuar/core';
import type { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1/labels')
export class LabelsController {
  constructor(private readonly labels: Labels) {}

  @Get()
  @Allow('label.list')
  @Answers(page(label))
  list(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<Label>> {
    return this.labels.list(actor, query);
  }

  @Post()
  @Allow('label.manage')
  @Answers(label, 201)
  create(@Me() actor: MemberActor, @Input(labelInput) input: z.infer<typeof labelInput>): Promise<Label> {
    return this.labels.create(actor, input);
  }

  @Patch(':id')
  @Allow('label.manage')
  @Answers(label)
  change(@Me() actor: MemberActor, @Id('label') id: string, @Input(labelPatch) patch: z.infer<typeof labelPatch>): Promise<Label> {
    return this.labels.change(actor, id, patch);
  }

  @Delete(':id')
  @Allow('label.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('label') id: string): Promise<void> {
    await this.labels.remove(actor, id);
  }
}
