import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import {
  coachingNoteInput, coachingNotePatch, page, review, reviewAnswerInput, reviewHints, reviewInput, reviewPatch, reviewQuery, reviewRow,
  type CoachingNoteInput, type CoachingNotePatch, type Page, type Review, type ReviewAnswerInput, type ReviewHints, type ReviewInput, type ReviewPatch, type ReviewQuery, type ReviewRow,
} from '@kontuar/contract';
import { Coaching, ReviewHintsDesk, Reviews, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Reviews of conversations: who may see which is decided for each. */
@Controller('api/v1/quality/reviews')
export class ReviewsController {
  constructor(private readonly reviews: Reviews, private readonly coaching: Coaching, private readonly hints: ReviewHintsDesk) {}

  @Get()
  @Allow('quality.read')
  @Answers(page(reviewRow))
  list(@Me() actor: MemberActor, @Filter(reviewQuery) query: ReviewQuery): Promise<Page<ReviewRow>> {
    return this.reviews.list(actor, query);
  }

  @Post()
  @Allow('quality.review')
  @Answers(review, 201)
  begin(@Me() actor: MemberActor, @Input(reviewInput) input: ReviewInput): Promise<Review> {
    return this.reviews.begin(actor, input);
  }

  @Get(':id')
  @Allow('quality.read')
  @Answers(review)
  get(@Me() actor: MemberActor, @Id('review') id: string): Promise<Review> {
    return this.reviews.get(actor, id);
  }

  @Patch(':id')
  @Allow('quality.review')
  @Answers(review)
  change(@Me() actor: MemberActor, @Id('review') id: string, @Input(reviewPatch) patch: ReviewPatch): Promise<Review> {
    return this.reviews.change(actor, id, patch);
  }

  /** A draft that is not wanted. */
  @Delete(':id')
  @Allow('quality.review')
  @AnswersNothing()
  discard(@Me() actor: MemberActor, @Id('review') id: string): Promise<void> {
    return this.reviews.discard(actor, id);
  }

  /** To the member it is about, or into its calibration. */
  @Post(':id/give')
  @Allow('quality.review')
  @Answers(review)
  give(@Me() actor: MemberActor, @Id('review') id: string): Promise<Review> {
    return this.reviews.give(actor, id);
  }

  @Post(':id/answer')
  @Allow('quality.read')
  @Answers(review)
  answer(@Me() actor: MemberActor, @Id('review') id: string, @Input(reviewAnswerInput) { text }: ReviewAnswerInput): Promise<Review> {
    return this.reviews.answer(actor, id, text);
  }

  /** Asks for a second look. */
  @Post(':id/contest')
  @Allow('quality.read')
  @Answers(review)
  contest(@Me() actor: MemberActor, @Id('review') id: string, @Input(reviewAnswerInput) { text }: ReviewAnswerInput): Promise<Review> {
    return this.reviews.contest(actor, id, text);
  }

  @Post(':id/second')
  @Allow('quality.review')
  @Answers(review)
  lookAgain(@Me() actor: MemberActor, @Id('review') id: string): Promise<Review> {
    return this.reviews.lookAgain(actor, id);
  }

  /** What the machine sees; never a score. */
  @Get(':id/hints')
  @Allow('quality.read')
  @Answers(reviewHints)
  seen(@Me() actor: MemberActor, @Id('review') id: string): Promise<ReviewHints> {
    return this.hints.of(actor, id);
  }

  @Post(':id/notes')
  @Allow('quality.review')
  @Answers(review, 201)
  note(@Me() actor: MemberActor, @Id('review') id: string, @Input(coachingNoteInput) input: CoachingNoteInput): Promise<Review> {
    return this.coaching.add(actor, id, input);
  }

  @Patch('notes/:id')
  @Allow('quality.review')
  @Answers(review)
  changeNote(@Me() actor: MemberActor, @Id('note') id: string, @Input(coachingNotePatch) { text }: CoachingNotePatch): Promise<Review> {
    return this.coaching.change(actor, id, text);
  }

  @Delete('notes/:id')
  @Allow('quality.review')
  @Answers(review)
  removeNote(@Me() actor: MemberActor, @Id('note') id: string): Promise<Review> {
    return this.coaching.remove(actor, id);
  }

  @Post('notes/:id/answer')
  @Allow('quality.read')
  @Answers(review)
  answerNote(@Me() actor: MemberActor, @Id('note') id: string, @Input(coachingNotePatch) { text }: CoachingNotePatch): Promise<Review> {
    return this.coaching.answer(actor, id, text);
  }
}
