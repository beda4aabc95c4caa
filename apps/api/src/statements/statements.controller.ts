import { Controller, Get, Post } from '@nestjs/common';
import { statementAbout, statementDesk, statementInput, statementMade, statementRound, type StatementAbout, type StatementDesk, type StatementInput, type StatementMade, type StatementRound } from '@kontuar/contract';
import { Statements, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** One statement to many who wait for a public answer. */
@Controller('api/v1/statements')
export class StatementsController {
  constructor(private readonly statements: Statements) {}

  /** Who waits in what an alert told of, or a crisis concerns; and what was said to them so far. */
  @Get()
  @Allow('crisis.lead')
  @Answers(statementDesk)
  desk(@Me() actor: MemberActor, @Filter(statementAbout) about: StatementAbout): Promise<StatementDesk> {
    return this.statements.desk(actor, about);
  }

  /** Whom it could not be said to is told with the reason; all others get it in their turn. */
  @Post()
  @Allow('crisis.lead')
  @Answers(statementMade)
  begin(@Me() actor: MemberActor, @Input(statementInput) input: StatementInput): Promise<StatementMade> {
    return this.statements.begin(actor, input);
  }

  /** What has not left does not leave. */
  @Post(':id/stop')
  @Allow('crisis.lead')
  @Answers(statementRound)
  stop(@Me() actor: MemberActor, @Id('statement') id: string): Promise<StatementRound> {
    return this.statements.stop(actor, id);
  }
}
