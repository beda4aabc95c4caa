import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { directoryQuery, page, team, teamInput, teamPatch, type DirectoryQuery, type Page, type Team, type TeamInput, type TeamPatch } from '@kontuar/contract';
import { Teams, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1/teams')
export class TeamsController {
  constructor(private readonly teams: Teams) {}

  @Get()
  @Allow('team.list')
  @Answers(page(team))
  list(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<Team>> {
    return this.teams.list(actor, query);
  }

  @Post()
  @Allow('team.manage')
  @Answers(team, 201)
  create(@Me() actor: MemberActor, @Input(teamInput) input: TeamInput): Promise<Team> {
    return this.teams.create(actor, input);
  }

  @Patch(':id')
  @Allow('team.manage')
  @Answers(team)
  change(@Me() actor: MemberActor, @Id('team') id: string, @Input(teamPatch) patch: TeamPatch): Promise<Team> {
    return this.teams.change(actor, id, patch);
  }

  @Delete(':id')
  @Allow('team.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('team') id: string): Promise<void> {
    await this.teams.remove(actor, id);
  }
}
