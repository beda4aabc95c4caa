import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import {
  lesson, lessonBecomeInput, lessonDraft, lessonDraftQuery, lessonInput, lessonPatch, lessonQuery, lessonSummary, page,
  type Lesson, type LessonBecomeInput, type LessonDraft, type LessonDraftQuery, type LessonInput, type LessonPatch, type LessonQuery, type LessonSummary, type Page,
} from '@kontuar/contract';
import { LessonOutcomes, Lessons, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** What conversations taught, and what becomes of it. */
@Controller('api/v1/lessons')
export class LessonsController {
  constructor(private readonly lessons: Lessons, private readonly outcomes: LessonOutcomes) {}

  @Get()
  @Allow('lesson.read')
  @Answers(page(lesson))
  list(@Me() actor: MemberActor, @Filter(lessonQuery) query: LessonQuery): Promise<Page<Lesson>> {
    return this.lessons.list(actor, query);
  }

  @Get('summary')
  @Allow('lesson.read')
  @Answers(lessonSummary)
  summary(@Me() actor: MemberActor): Promise<LessonSummary> {
    return this.lessons.summary(actor);
  }

  /** Words to begin with, from what is known of a conversation or a case; nobody outside is asked. */
  @Get('draft')
  @Allow('lesson.write')
  @Answers(lessonDraft)
  draft(@Me() actor: MemberActor, @Filter(lessonDraftQuery) query: LessonDraftQuery): Promise<LessonDraft> {
    return this.lessons.draft(actor, query);
  }

  @Post()
  @Allow('lesson.write')
  @Answers(lesson, 201)
  create(@Me() actor: MemberActor, @Input(lessonInput) input: LessonInput): Promise<Lesson> {
    return this.lessons.create(actor, input);
  }

  @Get(':id')
  @Allow('lesson.read')
  @Answers(lesson)
  get(@Me() actor: MemberActor, @Id('lesson') id: string): Promise<Lesson> {
    return this.lessons.get(actor, id);
  }

  @Patch(':id')
  @Allow('lesson.write')
  @Answers(lesson)
  change(@Me() actor: MemberActor, @Id('lesson') id: string, @Input(lessonPatch) patch: LessonPatch): Promise<Lesson> {
    return this.lessons.change(actor, id, patch);
  }

  /** A draft of an article, a canned answer, or a trade word with the plain one. */
  @Post(':id/outcomes')
  @Allow('lesson.review')
  @Answers(lesson, 201)
  become(@Me() actor: MemberActor, @Id('lesson') id: string, @Input(lessonBecomeInput) input: LessonBecomeInput): Promise<Lesson> {
    return this.outcomes.become(actor, id, input);
  }

  @Delete(':id/outcomes/:outcomeId')
  @Allow('lesson.review')
  @Answers(lesson)
  takeBack(@Me() actor: MemberActor, @Id('lesson') id: string, @Id('outcome', 'outcomeId') outcomeId: string): Promise<Lesson> {
    return this.outcomes.takeBack(actor, id, outcomeId);
  }
}
