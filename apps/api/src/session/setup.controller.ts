import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { me, setupInput, setupState, type Me as MeView, type SetupInput } from '@kontuar/contract';
import { CONFIG, Members, Sessions, Setup } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Input } from '../http/parsed.decorator';
import { giveCookie, originOf } from './session-cookie';

@Controller('api/v1/setup')
@Public('nobody has an account before the first run; closed for ever after it')
export class SetupController {
  constructor(
    private readonly setup: Setup,
    private readonly sessions: Sessions,
    private readonly members: Members,
    @Inject(CONFIG) private readonly config: ReadyConfig,
  ) {}

  @Get()
  @Answers(setupState)
  async state(): Promise<{ needed: boolean }> {
    return { needed: await this.setup.needed() };
  }

  /** Makes the workspace and its owner, who is signed in at once. */
  @Post()
  @Answers(me, 201)
  async run(@Input(setupInput) input: SetupInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<MeView> {
    const started = await this.setup.run(input, originOf(request));
    giveCookie(reply, this.config, started.token);
    return this.sessions.describe(await this.members.ofSession(started.token));
  }
}
