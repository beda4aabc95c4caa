import { Controller, Get, Patch, Put } from '@nestjs/common';
import {
  surveyChannel, surveyChannelInput, surveyFigures, surveyFiguresQuery, surveyPage, surveyQuery, surveySettings, surveySettingsPatch,
  type SurveyChannel, type SurveyChannelInput, type SurveyFigures, type SurveyFiguresQuery, type SurveyPage, type SurveyQuery, type SurveySettings, type SurveySettingsPatch,
} from '@kontuar/contract';
import { Surveys, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** What customers are asked after a conversation, and what they say. */
@Controller('api/v1')
export class SurveysController {
  constructor(private readonly surveys: Surveys) {}

  @Get('survey-settings')
  @Allow('channel.list')
  @Answers(surveySettings)
  settings(@Me() actor: MemberActor): Promise<SurveySettings> {
    return this.surveys.settings(actor);
  }

  @Patch('survey-settings')
  @Allow('workspace.manage')
  @Answers(surveySettings)
  change(@Me() actor: MemberActor, @Input(surveySettingsPatch) patch: SurveySettingsPatch): Promise<SurveySettings> {
    return this.surveys.change(actor, patch);
  }

  @Put('channels/:id/survey')
  @Allow('channel.manage')
  @Answers(surveyChannel)
  changeChannel(@Me() actor: MemberActor, @Id('channel') id: string, @Input(surveyChannelInput) input: SurveyChannelInput): Promise<SurveyChannel> {
    return this.surveys.changeChannel(actor, id, input);
  }

  /** Of conversations in one's sight, newest question first; with a conversation also what is still to be asked there. */
  @Get('surveys')
  @Allow('conversation.list')
  @Answers(surveyPage)
  list(@Me() actor: MemberActor, @Filter(surveyQuery) query: SurveyQuery): Promise<SurveyPage> {
    return this.surveys.list(actor, query);
  }

  @Get('surveys/figures')
  @Allow('conversation.list')
  @Answers(surveyFigures)
  figures(@Me() actor: MemberActor, @Filter(surveyFiguresQuery) query: SurveyFiguresQuery): Promise<SurveyFigures> {
    return this.surveys.figures(actor, query);
  }
}
