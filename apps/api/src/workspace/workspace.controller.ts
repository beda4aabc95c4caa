import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import {
  apiToken, apiTokenInput, directoryQuery, page, workspacePatch, workspaceSettings,
  type ApiToken, type ApiTokenInput, type DirectoryQuery, type Page, type WorkspacePatch, type WorkspaceSettings,
} from '@kontuar/contract';
import { ApiTokens, WorkspaceDesk, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class WorkspaceController {
  constructor(private readonly desk: WorkspaceDesk, private readonly tokens: ApiTokens) {}

  @Get('workspace')
  @Allow('workspace.read')
  @Answers(workspaceSettings)
  settings(@Me() actor: MemberActor): Promise<WorkspaceSettings> {
    return this.desk.settings(actor);
  }

  @Patch('workspace')
  @Allow('workspace.manage')
  @Answers(workspaceSettings)
  change(@Me() actor: MemberActor, @Input(workspacePatch) patch: WorkspacePatch): Promise<WorkspaceSettings> {
    return this.desk.change(actor, patch);
  }

  @Get('tokens')
  @Allow('token.manage')
  @Answers(page(apiToken))
  listTokens(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<ApiToken>> {
    return this.tokens.list(actor, query);
  }

  /** The answer carries the token, this once. */
  @Post('tokens')
  @Allow('token.manage')
  @Answers(apiToken, 201)
  createToken(@Me() actor: MemberActor, @Input(apiTokenInput) input: ApiTokenInput): Promise<ApiToken> {
    return this.tokens.create(actor, input);
  }

  @Delete('tokens/:id')
  @Allow('token.manage')
  @AnswersNothing()
  async revokeToken(@Me() actor: MemberActor, @Id('token') id: string): Promise<void> {
    await this.tokens.revoke(actor, id);
  }
}
