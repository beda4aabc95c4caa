import { Controller, Get, Patch, Post } from '@nestjs/common';
import {
  calibration, calibrationInput, calibrationList, qualityFigures, qualityFiguresQuery, qualitySettings, qualitySettingsPatch, queueQuery, queueSkipInput, queueTakeInput, readingQueue, review, reviewList, scorecard, scorecardInput, scorecardList, scorecardPatch,
  type Calibration, type CalibrationInput, type CalibrationList, type QualityFiguresQuery, type QualityFiguresView, type QualitySettings, type QualitySettingsPatch, type QueueQuery, type QueueSkipInput, type QueueTakeInput, type ReadingQueue, type Review, type ReviewList, type Scorecard, type ScorecardInput, type ScorecardPatch,
} from '@kontuar/contract';
import { Calibrations, QualityFiguresDesk, Readings, Scorecards, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** What work is measured by, what is worth reading next, whether reviewers mean the same, and what it all comes to. */
@Controller('api/v1/quality')
export class QualityController {
  constructor(private readonly scorecards: Scorecards, private readonly readings: Readings, private readonly calibrations: Calibrations, private readonly desk: QualityFiguresDesk) {}

  @Get('settings')
  @Allow('quality.read')
  @Answers(qualitySettings)
  settings(@Me() actor: MemberActor): Promise<QualitySettings> {
    return this.scorecards.settings(actor);
  }

  @Patch('settings')
  @Allow('quality.manage')
  @Answers(qualitySettings)
  changeSettings(@Me() actor: MemberActor, @Input(qualitySettingsPatch) patch: QualitySettingsPatch): Promise<QualitySettings> {
    return this.scorecards.changeSettings(actor, patch);
  }

  /** Open to those who are measured by them. */
  @Get('scorecards')
  @Allow('quality.read')
  @Answers(scorecardList)
  cards(@Me() actor: MemberActor): Promise<{ items: Scorecard[] }> {
    return this.scorecards.list(actor);
  }

  @Post('scorecards')
  @Allow('quality.manage')
  @Answers(scorecard, 201)
  makeCard(@Me() actor: MemberActor, @Input(scorecardInput) input: ScorecardInput): Promise<Scorecard> {
    return this.scorecards.create(actor, input);
  }

  @Patch('scorecards/:id')
  @Allow('quality.manage')
  @Answers(scorecard)
  changeCard(@Me() actor: MemberActor, @Id('scorecard') id: string, @Input(scorecardPatch) patch: ScorecardPatch): Promise<Scorecard> {
    return this.scorecards.change(actor, id, patch);
  }

  /** Conversations that are worth reading, each with the reasons. */
  @Get('queue')
  @Allow('quality.review')
  @Answers(readingQueue)
  queue(@Me() actor: MemberActor, @Filter(queueQuery) query: QueueQuery): Promise<ReadingQueue> {
    return this.readings.next(actor, query);
  }

  /** "Score the next five": begun reviews first, then those of the queue, which are nobody else's from then on. */
  @Post('queue/take')
  @Allow('quality.review')
  @Answers(reviewList)
  take(@Me() actor: MemberActor, @Input(queueTakeInput) input: QueueTakeInput): Promise<ReviewList> {
    return this.readings.take(actor, input);
  }

  @Post('queue/skip')
  @Allow('quality.review')
  @AnswersNothing()
  skip(@Me() actor: MemberActor, @Input(queueSkipInput) input: QueueSkipInput): Promise<void> {
    return this.readings.skip(actor, input);
  }

  @Get('calibrations')
  @Allow('quality.review')
  @Answers(calibrationList)
  rounds(@Me() actor: MemberActor): Promise<CalibrationList> {
    return this.calibrations.list(actor);
  }

  @Post('calibrations')
  @Allow('quality.review')
  @Answers(calibration, 201)
  calibrate(@Me() actor: MemberActor, @Input(calibrationInput) input: CalibrationInput): Promise<Calibration> {
    return this.calibrations.create(actor, input);
  }

  @Get('calibrations/:id')
  @Allow('quality.review')
  @Answers(calibration)
  round(@Me() actor: MemberActor, @Id('calibration') id: string): Promise<Calibration> {
    return this.calibrations.get(actor, id);
  }

  /** One's own part in it, begun with the first call. */
  @Post('calibrations/:id/review')
  @Allow('quality.review')
  @Answers(review)
  part(@Me() actor: MemberActor, @Id('calibration') id: string): Promise<Review> {
    return this.calibrations.part(actor, id);
  }

  /** Ends a round for which not everybody comes. */
  @Post('calibrations/:id/close')
  @Allow('quality.review')
  @Answers(calibration)
  close(@Me() actor: MemberActor, @Id('calibration') id: string): Promise<Calibration> {
    return this.calibrations.close(actor, id);
  }

  /** A member gets their own; those who review get everybody's, by name. */
  @Get('figures')
  @Allow('quality.read')
  @Answers(qualityFigures)
  figures(@Me() actor: MemberActor, @Filter(qualityFiguresQuery) query: QualityFiguresQuery): Promise<QualityFiguresView> {
    return this.desk.of(actor, query);
  }
}
