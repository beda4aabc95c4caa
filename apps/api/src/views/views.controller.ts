import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { conversationCount, conversationView, countQuery, findQuery, page, savedView, viewCounts, viewInput, viewOrder, viewPatch, type ConversationCount, type ConversationView, type CountQuery, type FindQuery, type Page, type SavedView, type ViewCounts, type ViewInput, type ViewPatch } from '@kontuar/contract';
import { SavedViews, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

@Controller('api/v1/views')
export class ViewsController {
  constructor(private readonly views: SavedViews) {}

  /** All that the member finds in their list, in their order. */
  @Get()
  @Allow('view.list')
  @Answers(page(savedView))
  list(@Me() actor: MemberActor): Promise<Page<SavedView>> {
    return this.views.list(actor);
  }

  @Post()
  @Allow('view.save')
  @Answers(savedView, 201)
  create(@Me() actor: MemberActor, @Input(viewInput) input: ViewInput): Promise<SavedView> {
    return this.views.create(actor, input);
  }

  @Get('counts')
  @Allow('view.list')
  @Answers(viewCounts)
  counts(@Me() actor: MemberActor): Promise<ViewCounts> {
    return this.views.counts(actor);
  }

  @Put('order')
  @Allow('view.save')
  @AnswersNothing()
  async order(@Me() actor: MemberActor, @Input(viewOrder) input: { ids: string[] }): Promise<void> {
    await this.views.order(actor, input.ids);
  }

  @Get(':id')
  @Allow('view.list')
  @Answers(savedView)
  get(@Me() actor: MemberActor, @Id('view') id: string): Promise<SavedView> {
    return this.views.get(actor, id);
  }

  @Patch(':id')
  @Allow('view.save')
  @Answers(savedView)
  change(@Me() actor: MemberActor, @Id('view') id: string, @Input(viewPatch) patch: ViewPatch): Promise<SavedView> {
    return this.views.change(actor, id, patch);
  }

  @Delete(':id')
  @Allow('view.save')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('view') id: string): Promise<void> {
    await this.views.remove(actor, id);
  }

  /** Within a day after it was removed. */
  @Post(':id/restore')
  @Allow('view.save')
  @Answers(savedView)
  restore(@Me() actor: MemberActor, @Id('view') id: string): Promise<SavedView> {
    return this.views.restore(actor, id);
  }
}

/** Questions with a body, because a filter is a tree and may hold a customer's words, which have no place in an address. */
@Controller('api/v1/conversations')
export class FiltersController {
  constructor(private readonly views: SavedViews) {}

  @Post('find')
  @Allow('conversation.list', 'reads')
  @Answers(page(conversationView))
  find(@Me() actor: MemberActor, @Input(findQuery) query: FindQuery): Promise<Page<ConversationView>> {
    return this.views.find(actor, query);
  }

  @Post('count')
  @Allow('conversation.list', 'reads')
  @Answers(conversationCount)
  count(@Me() actor: MemberActor, @Input(countQuery) query: CountQuery): Promise<ConversationCount> {
    return this.views.count(actor, query);
  }
}
