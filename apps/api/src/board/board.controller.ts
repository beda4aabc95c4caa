import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { boardCount, boardDay, boardMoved, boardMoveInput, boardPreview, boardPreviewInput, boardQuery, boardView, type BoardCount, type BoardDay, type BoardMoved, type BoardMoveInput, type BoardPreview, type BoardPreviewInput, type BoardQuery, type BoardView } from '@kontuar/contract';
import { Board, BoardMoves, BoardWatch, rooms, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Input } from '../http/parsed.decorator';
import { Watchers } from '../live/watchers';

/** The inbox seen from above, for those who lead. */
@Controller('api/v1/board')
export class BoardController {
  constructor(private readonly board: Board, private readonly moves: BoardMoves, private readonly watch: BoardWatch, private readonly watchers: Watchers) {}

  @Get()
  @Allow('board.read')
  @Answers(boardView)
  async view(@Me() actor: MemberActor, @Filter(boardQuery) { by }: BoardQuery): Promise<BoardView> {
    const view = await this.board.view(actor, by);
    const rows = new Set(view.columns.flatMap(({ rows: { items } }) => items.map(({ id }) => id)));
    // Who sees everything is told of everybody; others of what stands on their board.
    return { ...view, watching: this.watchers.within(rooms.everything(actor.workspaceId)).filter(({ conversationId }) => actor.channelIds === 'all' || rows.has(conversationId)) };
  }

  /** What the line tells those who look, for whoever has none. */
  @Get('figures')
  @Allow('board.read')
  @Answers(boardCount)
  figures(@Me() actor: MemberActor): Promise<BoardCount> {
    return this.watch.figures(actor);
  }

  @Get('day')
  @Allow('board.read')
  @Answers(boardDay)
  day(@Me() actor: MemberActor): Promise<BoardDay> {
    return this.board.day(actor);
  }

  @Post('moves/preview')
  @HttpCode(200)
  @Allow('board.read', 'reads')
  @Answers(boardPreview)
  preview(@Me() actor: MemberActor, @Input(boardPreviewInput) input: BoardPreviewInput): Promise<BoardPreview> {
    return this.moves.preview(actor, input);
  }

  /** One act with one undo; each conversation has one winner. */
  @Post('moves')
  @HttpCode(200)
  @Allow('board.move')
  @Answers(boardMoved)
  move(@Me() actor: MemberActor, @Input(boardMoveInput) input: BoardMoveInput): Promise<BoardMoved> {
    return this.moves.move(actor, input);
  }
}
