import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ConversationCount, ConversationView, FeedEvent, Presence, SavedView, ViewCounts } from '@kontuar/contract';
import { Database, errorFields, Gathered, type Log, type Pulse } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Members } from '../members/members.service';
import { rooms } from '../relay/feed';
import { EMISSIONS, unpackEmissions, type PackedEmission } from '../relay/packed';
import { LOG, PULSE } from '../tokens';
import { FilterContexts } from './filter-context';
import { Question, questionKey } from './question';
import { SavedViews } from './saved-views.service';
import { COUNTED_UP_TO, idsByFilter } from './views.queries';

export type TellCounts = (memberId: string, counts: ViewCounts) => void;

interface Reader { actor: MemberActor; sockets: number; questions: Map<string, Question>; told: Map<string, number>; loading: Promise<void> | undefined; again: boolean }

const TELL_MS = 250;
const ASK_MS = 400;
const LOOK_EVERY_MS = 15_000;
/** A count that the clock alone changes is asked for again after so long; any other, in case an event was lost on its way. */
const CLOCK_MS = 30_000;
const HEAL_MS = 300_000;
const AT_ONCE = 2;

/**
 * Live counts of the saved views of those who are connected here. Each different question is asked once, and answered with the ids that
 * match; from then on every changed conversation is held against all questions in memory, which costs a microsecond where a count costs
 * milliseconds. What a row does not say, and what is only due to the clock, the database is asked again, a little later and together.
 */
@Injectable()
export class ViewWatch implements OnApplicationShutdown {
  private readonly readers = new Map<string, Reader>();
  private readonly questions = new Map<string, Map<string, Question>>();
  private readonly presences = new Map<string, Presence>();
  private readonly ends: (() => void)[] = [];
  private readonly asking = new Set<Promise<void>>();
  /** When an api comes back, all its readers ask at once. */
  private readonly lists = new Gathered<MemberActor, SavedView[]>((actors) => this.listsOf(actors), { atOnce: 1, most: 200, restMs: 10 });
  private tell: TellCounts = () => undefined;
  private telling: NodeJS.Timeout | undefined;
  private askingSoon: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database, private readonly views: SavedViews, private readonly contexts: FilterContexts, private readonly members: Members,
    @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log,
  ) {}

  start(tell: TellCounts): void {
    this.tell = tell;
    this.ends.push(this.pulse.subscribe(EMISSIONS, (payload) => { if (this.readers.size > 0) this.hear(unpackEmissions(payload)); }));
    this.ends.push(this.pulse.subscribe('presence', (payload) => {
      const { workspaceId, memberId, presence } = JSON.parse(payload) as { workspaceId: string; memberId: string; presence: Presence };
      this.presences.set(memberId, presence);
      this.doubt(workspaceId, (question) => question.asksPresence);
    }));
    this.ends.push(this.pulse.subscribe('rights', (payload) => {
      const { workspaceId, memberId } = JSON.parse(payload) as { workspaceId: string; memberId?: string };
      for (const reader of this.readers.values()) if (reader.actor.workspaceId === workspaceId && (memberId === undefined || reader.actor.memberId === memberId)) this.load(reader, true);
    }));
    const look = setInterval(() => { this.lookAgain(); }, LOOK_EVERY_MS);
    this.ends.push(() => { clearInterval(look); });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const end of this.ends) end();
    clearTimeout(this.telling);
    clearTimeout(this.askingSoon);
    await Promise.allSettled([...this.asking, ...[...this.readers.values()].map((reader) => reader.loading)]);
  }

  /** A screen of that member is connected here. */
  join(actor: MemberActor): void {
    const known = this.readers.get(actor.memberId);
    if (known !== undefined) {
      known.sockets += 1;
      // A second screen has heard nothing yet, and its credential is the newer one.
      known.told.clear();
      known.actor = actor;
      this.load(known, false);
      return;
    }
    const reader: Reader = { actor, sockets: 1, questions: new Map(), told: new Map(), loading: undefined, again: false };
    this.readers.set(actor.memberId, reader);
    this.load(reader, false);
  }

  leave(memberId: string): void {
    const reader = this.readers.get(memberId);
    if (reader === undefined) return;
    reader.sockets -= 1;
    if (reader.sockets > 0) return;
    this.readers.delete(memberId);
    for (const question of reader.questions.values()) this.letGo(question, reader);
  }

  /** How many different questions are held, and how many ids: for tests and measurements. */
  get size(): { readers: number; questions: number; ids: number } {
    const all = [...this.questions.values()].flatMap((each) => [...each.values()]);
    return { readers: this.readers.size, questions: all.length, ids: all.reduce((sum, question) => sum + (question.ids?.size ?? 0), 0) };
  }

  hear(emissions: readonly PackedEmission[]): void {
    for (const emission of emissions) {
      const workspaceId = workspaceOf(emission.rooms);
      if (emission.type === 'directory.changed') this.hearDirectory(emission);
      else if (workspaceId !== undefined && this.questions.has(workspaceId) && (emission.type === 'message.created' || emission.type.startsWith('conversation.'))) {
        const event = JSON.parse(emission.json) as FeedEvent;
        if ('conversation' in event) this.apply(workspaceId, event.conversation);
      }
    }
  }

  private apply(workspaceId: string, conversation: ConversationView): void {
    let moved = false;
    let unsure = false;
    for (const question of this.questions.get(workspaceId)?.values() ?? []) {
      const outcome = question.apply(conversation, (memberId) => this.presences.get(memberId));
      moved ||= outcome === 'moved';
      unsure ||= outcome === 'unsure';
    }
    if (moved) this.tellSoon();
    if (unsure) this.askSoon();
  }

  private hearDirectory({ rooms: told, json }: PackedEmission): void {
    const { what } = JSON.parse(json) as Extract<FeedEvent, { type: 'directory.changed' }>;
    const touched = [...this.readers.values()].filter(({ actor }) => told.includes(rooms.workspace(actor.workspaceId)) || told.includes(rooms.member(actor.memberId)));
    if (what === 'views') for (const reader of touched) this.load(reader, false);
    else for (const workspaceId of new Set(touched.map(({ actor }) => actor.workspaceId))) this.doubt(workspaceId, (question) => question.dependsOn(what));
  }

  private doubt(workspaceId: string, which: (question: Question) => boolean): void {
    let any = false;
    for (const question of this.questions.get(workspaceId)?.values() ?? []) {
      if (!which(question)) continue;
      question.stale = true;
      any = true;
    }
    if (any) this.askSoon();
  }

  private lookAgain(now = Date.now()): void {
    for (const question of [...this.questions.values()].flatMap((each) => [...each.values()])) {
      const age = now - question.askedAt;
      if (age > HEAL_MS || (age > CLOCK_MS && (question.movesWithTime || question.touchedWhileMany))) question.stale = true;
    }
    this.askSoon();
  }

  /** Reads which views the member has now, with which rights, and asks what is new. One at a time; wishes in between become one. */
  private load(reader: Reader, rights: boolean): void {
    if (reader.loading !== undefined) {
      reader.again = true;
      return;
    }
    reader.loading = this.read(reader, rights)
      .catch((error: unknown) => { this.log.warn(errorFields(error), 'saved views could not be watched'); })
      .finally(() => {
        reader.loading = undefined;
        if (!reader.again || this.stopped) return;
        reader.again = false;
        this.load(reader, true);
      });
  }

  private async read(reader: Reader, rights: boolean): Promise<void> {
    if (rights) {
      const actor = await this.database.lookInWorkspace(reader.actor.workspaceId, (tx) => this.members.byId(tx, reader.actor.memberId));
      if (actor === undefined) return;
      reader.actor = actor;
    }
    const items = (await this.lists.ask(reader.actor)) ?? [];
    if (this.readers.get(reader.actor.memberId) !== reader) return;
    const before = new Set(reader.questions.values());
    const kept = new Map(items.map((view) => [view.id, this.question(reader, view)]));
    reader.questions = kept;
    for (const question of kept.values()) question.readers.add(reader.actor.memberId);
    for (const question of before) if (![...kept.values()].includes(question)) this.letGo(question, reader);
    for (const viewId of reader.told.keys()) if (!kept.has(viewId)) reader.told.delete(viewId);
    this.tellSoon();
    this.askSoon();
  }

  private async listsOf(actors: readonly MemberActor[]): Promise<Map<MemberActor, SavedView[]>> {
    const found = new Map<MemberActor, SavedView[]>();
    for (const workspaceId of new Set(actors.map((actor) => actor.workspaceId))) {
      const theirs = actors.filter((actor) => actor.workspaceId === workspaceId);
      const lists = await this.views.listsOf(workspaceId, theirs);
      for (const actor of theirs) found.set(actor, lists.get(actor.memberId) ?? []);
    }
    return found;
  }

  private question(reader: Reader, view: SavedView): Question {
    const { workspaceId } = reader.actor;
    let ofWorkspace = this.questions.get(workspaceId);
    if (ofWorkspace === undefined) this.questions.set(workspaceId, (ofWorkspace = new Map()));
    const key = questionKey(reader.actor, view.filter);
    let question = ofWorkspace.get(key);
    if (question === undefined) ofWorkspace.set(key, (question = new Question(key, reader.actor, view.filter, (connectorId) => this.contexts.channelKind(connectorId))));
    return question;
  }

  private letGo(question: Question, reader: Reader): void {
    question.readers.delete(reader.actor.memberId);
    if (question.readers.size > 0) return;
    const ofWorkspace = this.questions.get(question.actor.workspaceId);
    ofWorkspace?.delete(question.key);
    if (ofWorkspace?.size === 0) this.questions.delete(question.actor.workspaceId);
  }

  private tellSoon(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      for (const reader of this.readers.values()) this.tellReader(reader);
    }, TELL_MS);
  }

  private tellReader(reader: Reader): void {
    const counts: Record<string, ConversationCount> = {};
    for (const [viewId, question] of reader.questions) {
      if (question.count === undefined) continue;
      // By its news, not by its number: a screen that asked between two moves shows a count that nobody would put right.
      if (reader.told.get(viewId) === question.news) continue;
      reader.told.set(viewId, question.news);
      counts[viewId] = question.count;
    }
    if (Object.keys(counts).length > 0) this.tell(reader.actor.memberId, { counts });
  }

  private askSoon(): void {
    if (this.stopped) return;
    this.askingSoon ??= setTimeout(() => {
      this.askingSoon = undefined;
      this.askNow();
    }, ASK_MS);
  }

  private askNow(): void {
    for (const question of [...this.questions.values()].flatMap((each) => [...each.values()])) {
      if (this.asking.size >= AT_ONCE) return;
      if (question.busy || !question.wantsAsking) continue;
      question.busy = true;
      const run: Promise<void> = this.ask(question)
        .catch((error: unknown) => { this.log.warn(errorFields(error), 'a saved view could not be counted'); })
        .finally(() => {
          question.busy = false;
          this.asking.delete(run);
          if (!this.stopped) this.askNow();
        });
      this.asking.add(run);
    }
  }

  private async ask(question: Question): Promise<void> {
    const whole = question.stale;
    const among = question.begin();
    const found = await this.database.lookInWorkspace(question.actor.workspaceId, async (tx) => {
      const context = await this.contexts.of(tx, question.actor);
      question.timeZone = context.timeZone;
      return idsByFilter(tx, context, question.filter, whole ? { limit: COUNTED_UP_TO + 1 } : { limit: among.length, among });
    });
    const unsure = whole ? question.answered(found) : question.verified(among, found ?? []);
    this.tellSoon();
    if (unsure) this.askSoon();
  }
}

function workspaceOf(told: readonly string[]): string | undefined {
  const prefix = rooms.everything('');
  return told.find((room) => room.startsWith(prefix))?.slice(prefix.length);
}
