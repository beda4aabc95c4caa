import { conditionsOf, matchFilter, movesWithTime, type Attribute, type ConversationCount, type ConversationView, type FeedEvent, type Filter, type Presence } from '@kontuar/contract';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { COUNTED_UP_TO } from './views.queries';

type Directory = Extract<FeedEvent, { type: 'directory.changed' }>['what'];
/** What a change of a directory may move without any conversation telling of it. */
const moves: Partial<Record<Directory, readonly Attribute[]>> = {
  labels: ['labels'], contacts: ['contact', 'contactKind', 'contactLanguage', 'contactAttribute', 'company', 'text'], members: ['assignee'], teams: ['assignee', 'team'], leads: ['lead', 'leadStage', 'leadNext'], crisis: ['crisis'],
};
const readerWords: ReadonlySet<string> = new Set(['me', 'mine', 'my-teams']);

/** Those who see the same and ask the same share one answer. */
export function questionKey(actor: MemberActor, filter: Filter): string {
  const own = conditionsOf(filter).some((condition) => condition.by === 'mentionsMe' || condition.by === 'watchedByMe' || ('of' in condition && condition.of?.some((value) => readerWords.has(value)) === true));
  return `${own || actor.channelIds !== 'all' ? actor.memberId + JSON.stringify([actor.channelIds, actor.teamIds]) : 'all'} ${JSON.stringify(filter)}`;
}

let newsOfAll = 0;

/** One filter as somebody asks it: the conversations that match, kept right by events. */
export class Question {
  /** Undefined: too many to hold, or not counted yet. */
  ids: Set<string> | undefined;
  count: ConversationCount | undefined;
  /** Another one after each look and each move, also when the count is what it was: whoever asked the database in between was told something else. */
  news = 0;
  /** The whole has to be asked for. */
  stale = true;
  busy = false;
  askedAt = 0;
  timeZone = 'UTC';
  /** Something moved while there were too many to know what. */
  touchedWhileMany = false;
  readonly readers = new Set<string>();
  readonly movesWithTime: boolean;
  readonly asksPresence: boolean;
  private readonly unsure = new Set<string>();
  /** What came while the database was being asked: the answer may be from before. */
  private during: Map<string, ConversationView> | undefined;

  constructor(readonly key: string, readonly actor: MemberActor, readonly filter: Filter, private readonly channelKind: (connectorId: string) => string | undefined) {
    this.movesWithTime = movesWithTime(filter);
    this.asksPresence = conditionsOf(filter).some((condition) => condition.by === 'assignee' && 'of' in condition && (condition.of.includes('away') || condition.of.includes('off-shift')));
  }

  get wantsAsking(): boolean {
    return this.stale || this.unsure.size > 0;
  }

  dependsOn(what: Directory): boolean {
    const attributes = moves[what] ?? [];
    return conditionsOf(this.filter).some(({ by }) => attributes.includes(by));
  }

  apply(conversation: ConversationView, presenceOf: (memberId: string) => Presence | undefined): 'moved' | 'unsure' | 'same' {
    this.during?.set(conversation.id, conversation);
    if (this.ids === undefined) {
      this.touchedWhileMany = true;
      return 'same';
    }
    const { channelId, assigneeId, teamId } = conversation;
    const seen = can(this.actor, 'conversation.read', { kind: 'conversation', channelId, assigneeId, teamId });
    const verdict = seen ? matchFilter(this.filter, conversation, { memberId: this.actor.memberId, teamIds: this.actor.teamIds, now: new Date(), timeZone: this.timeZone, presenceOf, channelKind: this.channelKind }) : 'no';
    if (verdict === 'unknown') {
      this.unsure.add(conversation.id);
      return 'unsure';
    }
    this.unsure.delete(conversation.id);
    if (verdict === 'yes' ? this.ids.has(conversation.id) : !this.ids.delete(conversation.id)) return 'same';
    if (verdict === 'yes') this.ids.add(conversation.id);
    this.recount();
    return 'moved';
  }

  /** Which ones to ask about, unless the whole is asked. */
  begin(): string[] {
    const among = this.stale ? [] : [...this.unsure];
    this.unsure.clear();
    this.stale = false;
    this.during = new Map();
    return among;
  }

  /** The whole, at most one more than is counted; undefined: it took too long. Answers whether something is left to ask. */
  answered(found: readonly string[] | undefined): boolean {
    this.askedAt = Date.now();
    this.touchedWhileMany = false;
    if (found === undefined) {
      this.ids = undefined;
      this.count = { count: null, more: true };
      this.news = ++newsOfAll;
    } else {
      this.ids = new Set(found);
      this.recount();
    }
    return this.replay();
  }

  verified(asked: readonly string[], found: readonly string[]): boolean {
    const matching = new Set(found);
    for (const id of asked) {
      if (matching.has(id)) this.ids?.add(id);
      else this.ids?.delete(id);
    }
    if (this.ids !== undefined) this.recount();
    return this.replay();
  }

  private replay(): boolean {
    const missed = this.during;
    this.during = undefined;
    for (const conversation of missed?.values() ?? []) this.apply(conversation, () => undefined);
    return this.unsure.size > 0;
  }

  private recount(): void {
    const size = this.ids?.size ?? 0;
    if (size > COUNTED_UP_TO) this.ids = undefined;
    this.count = { count: Math.min(size, COUNTED_UP_TO), more: size > COUNTED_UP_TO };
    this.news = ++newsOfAll;
  }
}
