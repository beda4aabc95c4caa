import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import {
  channelInput, channelPatch, channelSummary, channelTrial, channelView, deliveryQuery, deliveryView, directoryQuery, health, page, templateList, templateQuery,
  type ChannelInput, type ChannelPatch, type ChannelSummary, type ChannelTrial, type ChannelView, type DeliveryQuery, type DeliveryView, type DirectoryQuery, type HealthView, type Page, type TemplateList, type TemplateQuery,
} from '@kontuar/contract';
import { Channels, DeliveryLog, Templates, type MemberActor } from '@kontuar/core';
import { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Whole for those who manage channels. */
const eitherView = z.union([channelView, channelSummary]);

@Controller('api/v1')
export class ChannelsController {
  constructor(private readonly channels: Channels, private readonly deliveries: DeliveryLog, private readonly templates: Templates) {}

  @Get('channels')
  @Allow('channel.list')
  @Answers(page(eitherView))
  list(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<ChannelSummary | ChannelView>> {
    return this.channels.list(actor, query);
  }

  @Get('channels/:id')
  @Allow('channel.list')
  @Answers(eitherView)
  get(@Me() actor: MemberActor, @Id('channel') id: string): Promise<ChannelSummary | ChannelView> {
    return this.channels.get(actor, id);
  }

  @Post('channels')
  @Allow('channel.manage')
  @Answers(channelView, 201)
  create(@Me() actor: MemberActor, @Input(channelInput) input: ChannelInput): Promise<ChannelView> {
    return this.channels.create(actor, input);
  }

  /** Tests settings before a channel exists; keeps nothing. */
  @Post('channels/try')
  @Allow('channel.manage')
  @Answers(health)
  try(@Input(channelTrial) trial: ChannelTrial): Promise<HealthView> {
    return this.channels.try(trial);
  }

  @Patch('channels/:id')
  @Allow('channel.manage')
  @Answers(channelView)
  change(@Me() actor: MemberActor, @Id('channel') id: string, @Input(channelPatch) patch: ChannelPatch): Promise<ChannelView> {
    return this.channels.change(actor, id, patch);
  }

  @Delete('channels/:id')
  @Allow('channel.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('channel') id: string): Promise<void> {
    await this.channels.remove(actor, id);
  }

  /** Connects again where the platform needs it, and runs every step of the check. */
  @Post('channels/:id/check')
  @Allow('channel.manage')
  @Answers(channelView)
  check(@Me() actor: MemberActor, @Id('channel') id: string): Promise<ChannelView> {
    return this.channels.check(actor, id);
  }

  /** What may be sent when the platform's window is closed. */
  @Get('channels/:id/templates')
  @Allow('channel.list')
  @Answers(templateList)
  listTemplates(@Me() actor: MemberActor, @Id('channel') id: string, @Filter(templateQuery) query: TemplateQuery): Promise<TemplateList> {
    return this.templates.list(actor, id, query.refresh === 'true');
  }

  @Get('channels/:id/deliveries')
  @Allow('delivery.read')
  @Answers(page(deliveryView))
  listDeliveries(@Me() actor: MemberActor, @Id('channel') id: string, @Filter(deliveryQuery) query: DeliveryQuery): Promise<Page<DeliveryView>> {
    return this.deliveries.list(actor, id, query);
  }

  @Post('deliveries/:id/replay')
  @Allow('delivery.replay')
  @Answers(deliveryView)
  replay(@Me() actor: MemberActor, @Id('delivery') id: string): Promise<DeliveryView> {
    return this.deliveries.replay(actor, id);
  }
}
