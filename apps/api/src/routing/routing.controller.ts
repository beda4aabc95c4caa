import { Controller, Get, Patch, Post, Put } from '@nestjs/common';
import {
  routingInput, routingLoads, routingMember, routingMemberPatch, routingPolicyOf, routingSettings, routingTrial, routingTrialInput, sickDone, sickInput, sickPreview, sickPreviewInput,
  type RoutingInput, type RoutingLoads, type RoutingMember, type RoutingMemberPatch, type RoutingPolicyOf, type RoutingSettings, type RoutingTrial, type RoutingTrialInput, type SickDone, type SickInput, type SickPreview, type SickPreviewInput,
} from '@kontuar/contract';
import { Routing, RoutingTrials, Sickness, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** How work finds people by itself: what weighs how much, who can carry and knows what, and by which policy. */
@Controller('api/v1/routing')
export class RoutingController {
  constructor(private readonly routing: Routing, private readonly trials: RoutingTrials, private readonly sickness: Sickness) {}

  /** The workspace's rules, with those of its teams and channels, and what everybody can carry and knows. */
  @Get()
  @Allow('routing.read')
  @Answers(routingSettings)
  settings(@Me() actor: MemberActor): Promise<RoutingSettings> {
    return this.routing.settings(actor);
  }

  /** Weights, what conversations ask for, and the policy where neither a channel nor a team has one. What waits is given anew at once. */
  @Put()
  @Allow('routing.manage')
  @Answers(routingSettings)
  save(@Me() actor: MemberActor, @Input(routingInput) input: RoutingInput): Promise<RoutingSettings> {
    return this.routing.save(actor, input);
  }

  /** What everybody carries and can carry now. */
  @Get('loads')
  @Allow('routing.read')
  @Answers(routingLoads)
  loads(@Me() actor: MemberActor): Promise<RoutingLoads> {
    return this.routing.loads(actor);
  }

  /** What a draft of the rules would have made of a day that is over; changes nothing. */
  @Post('simulate')
  @Allow('routing.manage')
  @Answers(routingTrial)
  simulate(@Me() actor: MemberActor, @Input(routingTrialInput) input: RoutingTrialInput): Promise<RoutingTrial> {
    return this.trials.try(actor, input);
  }

  /** What would become of somebody's work and promises if they cannot come; changes nothing. */
  @Post('sick/preview')
  @Allow('board.move')
  @Answers(sickPreview)
  lookAtSick(@Me() actor: MemberActor, @Input(sickPreviewInput) input: SickPreviewInput): Promise<SickPreview> {
    return this.sickness.preview(actor, input);
  }

  /** Marks somebody as sick, moves all their work on with what they promised, and tells the customers who have a date; one act with one undo. */
  @Post('sick')
  @Allow('board.move')
  @Answers(sickDone)
  sick(@Me() actor: MemberActor, @Input(sickInput) input: SickInput): Promise<SickDone> {
    return this.sickness.act(actor, input);
  }

  @Put('teams/:id')
  @Allow('routing.manage')
  @Answers(routingSettings)
  ofTeam(@Me() actor: MemberActor, @Id('team') id: string, @Input(routingPolicyOf) { policy }: RoutingPolicyOf): Promise<RoutingSettings> {
    return this.routing.savePolicy(actor, { kind: 'team', id }, policy);
  }

  /** Goes before that of a team. */
  @Put('channels/:id')
  @Allow('routing.manage')
  @Answers(routingSettings)
  ofChannel(@Me() actor: MemberActor, @Id('channel') id: string, @Input(routingPolicyOf) { policy }: RoutingPolicyOf): Promise<RoutingSettings> {
    return this.routing.savePolicy(actor, { kind: 'channel', id }, policy);
  }

  /** What somebody can carry, and what they know how well; skills stand for all that they have. */
  @Patch('members/:id')
  @Allow('routing.manage')
  @Answers(routingMember)
  changeMember(@Me() actor: MemberActor, @Id('member') id: string, @Input(routingMemberPatch) patch: RoutingMemberPatch): Promise<RoutingMember> {
    return this.routing.changeMember(actor, id, patch);
  }
}
