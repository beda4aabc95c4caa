import { Controller, HttpCode, Post } from '@nestjs/common';
import { macroInput, macroResult, type MacroInput, type MacroResult } from '@kontuar/contract';
import { Macros, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

@Controller('api/v1/conversations/:id/macros')
export class MacrosController {
  constructor(private readonly macros: Macros) {}

  /** Does what a canned answer does beside what it says; to go with a reply, its `macroId` names it instead. */
  @Post()
  @HttpCode(200)
  @Allow('conversation.read')
  @Answers(macroResult)
  apply(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(macroInput) { cannedId }: MacroInput): Promise<MacroResult> {
    return this.macros.apply(actor, id, cannedId);
  }
}
