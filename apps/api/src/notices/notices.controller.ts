import { Controller, Delete, Get, HttpCode, Patch, Post, Put, Req } from '@nestjs/common';
import { noticeChoicesPatch, noticeCount, noticeQuery, noticeReadInput, noticeSettings, noticeView, page, pushDevice, pushDeviceInput, type NoticeChoicesPatch, type NoticeCount, type NoticeQuery, type NoticeReadInput, type NoticeSettings, type NoticeView, type Page, type PushDevice, type PushDeviceInput } from '@kontuar/contract';
import { Notices, PushDevices, PushWay, type MemberActor } from '@kontuar/core';
import { z } from 'zod';
import { Allow, Me, type AuthenticatedRequest } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class NoticesController {
  constructor(private readonly notices: Notices, private readonly devices: PushDevices, private readonly push: PushWay) {}

  /** What one was told, newest first. */
  @Get('notices')
  @Allow('conversation.list')
  @Answers(page(noticeView))
  list(@Me() actor: MemberActor, @Filter(noticeQuery) query: NoticeQuery): Promise<Page<NoticeView>> {
    return this.notices.list(actor, query);
  }

  @Get('notices/count')
  @Allow('conversation.list')
  @Answers(noticeCount)
  async count(@Me() actor: MemberActor): Promise<NoticeCount> {
    return { unread: await this.notices.unread(actor) };
  }

  /** Read on one device is read on all. */
  @Post('notices/read')
  @HttpCode(200)
  @Allow('self.manage')
  @Answers(noticeCount)
  async read(@Me() actor: MemberActor, @Input(noticeReadInput) input: NoticeReadInput): Promise<NoticeCount> {
    return { unread: await this.notices.read(actor, input) };
  }

  /** How one is told, until when it is quiet, and which browsers take pushes. */
  @Get('me/notices')
  @Allow('self.manage')
  @Answers(noticeSettings)
  async settings(@Me() actor: MemberActor, @Req() request: AuthenticatedRequest): Promise<NoticeSettings> {
    const { choices, quiet, quietUntil } = await this.notices.choices(actor);
    return { choices, quiet, quietUntil: quietUntil?.toISOString() ?? null, devices: await this.devices.list(actor, request.sessionId), pushKey: this.devices.publicKey };
  }

  @Patch('me/notices')
  @Allow('self.manage')
  @Answers(noticeSettings)
  async choose(@Me() actor: MemberActor, @Input(noticeChoicesPatch) patch: NoticeChoicesPatch, @Req() request: AuthenticatedRequest): Promise<NoticeSettings> {
    await this.notices.choose(actor, patch);
    return this.settings(actor, request);
  }

  /** This browser takes pushes from now on, for as long as its session lasts. */
  @Put('me/devices')
  @Allow('self.manage')
  @Answers(z.array(pushDevice))
  subscribe(@Me() actor: MemberActor, @Input(pushDeviceInput) input: PushDeviceInput, @Req() request: AuthenticatedRequest): Promise<PushDevice[]> {
    return this.devices.add(actor, { id: request.sessionId, userAgent: request.headers['user-agent'] }, input);
  }

  @Delete('me/devices/:id')
  @Allow('self.manage')
  @AnswersNothing()
  async unsubscribe(@Me() actor: MemberActor, @Id('device') id: string): Promise<void> {
    await this.devices.remove(actor, id);
  }

  /** A push to try it out, to every browser of one's own; says whether one took it. */
  @Post('me/devices/try')
  @HttpCode(200)
  @Allow('self.manage')
  @Answers(z.object({ taken: z.boolean() }))
  async try(@Me() actor: MemberActor): Promise<{ taken: boolean }> {
    const taken = await this.push.greet(actor).catch(() => false);
    return { taken };
  }
}
