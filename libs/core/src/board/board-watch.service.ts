import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { BoardCount, BoardFigures, BoardNews } from '@kontuar/contract';
import { Database, errorFields, type Log, type Pulse } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { EMISSIONS, unpackEmissions } from '../relay/packed';
import { LOG, PULSE } from '../tokens';
import { boardFigures, paceOf } from './figures';
import type { Worker } from './forecast';
import { newsOf } from './news';

/** To those who see the same: `audience` is what `audienceOf` says. */
export type TellBoard = (audience: string, news: BoardNews) => void;

/** Events come in swarms: the first is counted almost at once, those behind it together. */
const FIRST_MS = 40;
const BETWEEN_MS = 350;
/** The clock alone moves what is due, and an event may be lost on its way. */
const LOOK_EVERY_MS = 15_000;
const PACE_FRESH_MS = 60_000;
/** What nobody looks at any more is forgotten after so long. */
const FORGET_MS = 60_000;

interface Counted {
  actor: MemberActor; viewers: number; round: number; figures: BoardFigures | undefined; countedAt: number; counting: Promise<BoardCount> | undefined; dirty: boolean; timer: NodeJS.Timeout | undefined;
  pace: readonly Worker[]; paceAt: number; leftAt: number;
}

/** Whoever sees everything sees the same board; who does not has their own. */
export const audienceOf = (actor: MemberActor): string => `${actor.workspaceId}:${actor.channelIds === 'all' ? 'all' : actor.memberId}`;

/**
 * The figures of the board, counted once for all who look at it from this process, however many they are, and only while somebody looks. What moved is told as
 * the difference, with a number that grows by one: who misses one asks for all.
 */
@Injectable()
export class BoardWatch implements OnApplicationShutdown {
  private readonly boards = new Map<string, Counted>();
  private readonly ends: (() => void)[] = [];
  private tell: TellBoard = () => undefined;
  private stopped = false;

  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  start(tell: TellBoard): void {
    this.tell = tell;
    this.ends.push(this.pulse.subscribe(EMISSIONS, (payload) => { if (this.boards.size > 0) this.hear(unpackEmissions(payload).flatMap(({ rooms }) => rooms)); }));
    this.ends.push(this.pulse.subscribe('presence', (payload) => { this.touch((JSON.parse(payload) as { workspaceId: string }).workspaceId); }));
    const look = setInterval(() => { this.lookAgain(); }, LOOK_EVERY_MS);
    this.ends.push(() => { clearInterval(look); });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const end of this.ends) end();
    for (const board of this.boards.values()) clearTimeout(board.timer);
    await Promise.allSettled([...this.boards.values()].flatMap(({ counting }) => counting ?? []));
  }

  /** Somebody looks: from now on they are told. Answers how it stands. */
  async join(actor: MemberActor): Promise<BoardCount> {
    this.boardOf(actor).viewers += 1;
    return this.figures(actor);
  }

  leave(audience: string): void {
    const board = this.boards.get(audience);
    if (board === undefined) return;
    board.viewers = Math.max(0, board.viewers - 1);
    board.leftAt = Date.now();
  }

  /** As it stands, for one who looks once or begins to look. */
  async figures(actor: MemberActor): Promise<BoardCount> {
    const board = this.boardOf(actor);
    board.actor = actor;
    // What is told while somebody looks is as fresh as what would be counted for them now.
    const fresh = board.viewers > 0 && !board.dirty && board.figures !== undefined && Date.now() - board.countedAt < LOOK_EVERY_MS;
    if (fresh && board.figures !== undefined) return { round: board.round, figures: board.figures };
    return this.count(board);
  }

  get size(): number {
    return this.boards.size;
  }

  private boardOf(actor: MemberActor): Counted {
    const audience = audienceOf(actor);
    let board = this.boards.get(audience);
    if (board === undefined) {
      // Begins at the clock: who comes back after it was forgotten, or to another process, must not take its numbers for the ones before.
      this.boards.set(audience, (board = { actor, viewers: 0, round: Date.now(), figures: undefined, countedAt: 0, counting: undefined, dirty: true, timer: undefined, pace: [], paceAt: 0, leftAt: Date.now() }));
    }
    return board;
  }

  private hear(told: readonly string[]): void {
    for (const workspaceId of new Set([...this.boards.values()].map(({ actor }) => actor.workspaceId))) if (told.some((room) => room.endsWith(workspaceId))) this.touch(workspaceId);
  }

  private touch(workspaceId: string): void {
    for (const board of this.boards.values()) {
      if (board.actor.workspaceId !== workspaceId) continue;
      board.dirty = true;
      this.soon(board);
    }
  }

  private soon(board: Counted): void {
    if (board.viewers === 0 || this.stopped || board.timer !== undefined) return;
    board.timer = setTimeout(() => {
      board.timer = undefined;
      this.count(board).catch((error: unknown) => { this.log.warn(errorFields(error), 'the board could not be counted'); });
    }, Math.max(FIRST_MS, board.countedAt + BETWEEN_MS - Date.now()));
  }

  private lookAgain(): void {
    for (const [audience, board] of this.boards) {
      if (board.viewers === 0) {
        if (Date.now() - board.leftAt > FORGET_MS) this.boards.delete(audience);
        continue;
      }
      board.dirty = true;
      this.soon(board);
    }
  }

  /** One at a time; what is touched meanwhile is counted once more. */
  private count(board: Counted): Promise<BoardCount> {
    board.counting ??= this.counted(board).finally(() => {
      board.counting = undefined;
      if (board.dirty) this.soon(board);
    });
    return board.counting;
  }

  private async counted(board: Counted): Promise<BoardCount> {
    board.dirty = false;
    try {
      const figures = await this.database.lookInWorkspace(board.actor.workspaceId, async (tx) => {
        if (Date.now() - board.paceAt > PACE_FRESH_MS) {
          board.pace = await paceOf(tx, board.actor.workspaceId);
          board.paceAt = Date.now();
        }
        return boardFigures(tx, board.actor, board.pace);
      });
      const changed = board.figures === undefined ? undefined : newsOf(board.figures, figures);
      if (changed !== undefined) board.round += 1;
      Object.assign(board, { figures, countedAt: Date.now() });
      if (changed !== undefined && board.viewers > 0) this.tell(audienceOf(board.actor), { round: board.round, changed });
      return { round: board.round, figures };
    } catch (error) {
      board.dirty = true;
      board.countedAt = Date.now();
      throw error;
    }
  }
}
