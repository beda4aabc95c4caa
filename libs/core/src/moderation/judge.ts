import type { ModerationAction, ModerationCondition, ModerationExceptions, ModerationReason, ModerationStage } from '@kontuar/contract';
import { Terms } from '@kontuar/language';
import { isEmojiOnly, isShouting, linksIn, phonesIn, type CommentFacts } from './facts';

export interface Rule { id: string; version: number; name: string; channelIds: readonly string[] | null; match: 'all' | 'any'; conditions: readonly ModerationCondition[]; actions: readonly ModerationAction[]; exceptions: ModerationExceptions; stage: ModerationStage }
export interface Hit<R> { rule: R; reasons: ModerationReason[] }

type Asked = Pick<Rule, 'channelIds' | 'match' | 'conditions' | 'exceptions'>;
/** 'unknown': nobody can say, so it neither holds nor fails to. */
type Ask = (comment: CommentFacts) => readonly string[] | 'unknown' | undefined;

const SHOWN = 20;
const yes = (holds: boolean, ...found: string[]): readonly string[] | undefined => (holds ? found : undefined);

/** A rule, made ready: its words are read once, not once for each comment. */
export class ReadyRule<R extends Asked> {
  private readonly asks: readonly { by: string; not: boolean; ask: Ask }[];
  private readonly spared: Terms | undefined;

  constructor(readonly rule: R) {
    this.asks = rule.conditions.map((condition) => ({ by: condition.by, not: condition.not, ask: askOf(condition) }));
    this.spared = rule.exceptions.words.length === 0 ? undefined : new Terms(rule.exceptions.words);
  }

  /** Why the comment is hit; undefined: it is not. */
  hits(comment: CommentFacts): ModerationReason[] | undefined {
    const { rule } = this;
    const { authorIds, postIds } = rule.exceptions;
    if (rule.channelIds !== null && !rule.channelIds.includes(comment.channelId)) return undefined;
    if ((comment.authorId !== null && authorIds.includes(comment.authorId)) || (comment.postId !== null && postIds.includes(comment.postId))) return undefined;
    const reasons: ModerationReason[] = [];
    for (const { by, not, ask } of this.asks) {
      const found = ask(comment);
      const isUnknown = found === 'unknown';
      const holds = !isUnknown && (found !== undefined) !== not;
      if (!holds && rule.match === 'all') return undefined;
      if (holds) reasons.push({ by: not ? `not-${by}` : by, found: [...(found ?? [])].slice(0, SHOWN).map((each) => each.slice(0, 200)) });
    }
    if (reasons.length === 0 || (this.spared !== undefined && this.spared.hits(comment.text).length > 0)) return undefined;
    return reasons;
  }
}

/** What each of the rules says of a comment, in their order: all that match count. */
export const judge = <R extends Asked>(comment: CommentFacts, rules: readonly ReadyRule<R>[]): Hit<R>[] =>
  rules.flatMap((ready) => {
    const reasons = ready.hits(comment);
    return reasons === undefined ? [] : [{ rule: ready.rule, reasons }];
  });

function askOf(condition: ModerationCondition): Ask {
  switch (condition.by) {
    case 'words': {
      const terms = new Terms(condition.of);
      return ({ text }) => {
        const found = terms.hits(text);
        return found.length === 0 ? undefined : found.map(({ said }) => said);
      };
    }
    case 'link': {
      const allowed = condition.except.map((host) => host.replace(/^www\./, ''));
      return ({ text }) => {
        const found = linksIn(text).filter(({ host }) => !allowed.some((known) => host === known || host.endsWith(`.${known}`)));
        return found.length === 0 ? undefined : found.map(({ said }) => said);
      };
    }
    case 'phoneNumber':
      return ({ text }) => {
        const found = phonesIn(text);
        return found.length === 0 ? undefined : found;
      };
    case 'emojiOnly': return ({ text }) => yes(isEmojiOnly(text), text.trim());
    case 'shouting': return ({ text }) => yes(isShouting(text));
    case 'youngAccount': return ({ accountSince, at }) => accountSince === null ? 'unknown' : yes(at.getTime() - accountSince.getTime() <= condition.days * 86_400_000);
    case 'newAuthor': return ({ knownSince, at }) => yes(knownSince === null || at.getTime() - knownSince.getTime() <= condition.days * 86_400_000);
    case 'fewWords': return ({ wroteBefore }) => yes(wroteBefore <= condition.atMost, String(wroteBefore));
    case 'hiddenBefore': return ({ hiddenBefore }) => yes(hiddenBefore >= condition.atLeast, String(hiddenBefore));
    case 'language': return ({ language }) => (language === null ? 'unknown' : yes(condition.of.includes(language), language));
    case 'mood': return ({ mood }) => (mood === null || mood === 'unsure' ? 'unknown' : yes((condition.of as readonly string[]).includes(mood), mood));
    case 'repeated': return (comment) => {
      const times = comment.repeated(condition.hours, condition.from);
      return yes(times >= condition.times, String(times));
    };
    case 'postKind': return ({ postKind }) => (postKind === null ? 'unknown' : yes((condition.of as readonly string[]).includes(postKind), postKind));
    default: throw new Error(`no way to ask ${JSON.stringify(condition satisfies never)}`);
  }
}

/** What is done to one message on the platform: of all that rules ask for the strongest, for it can be hidden or liked, not both. */
export function strongest(kinds: readonly ModerationAction['do'][]): 'hide' | 'delete' | 'like' | undefined {
  return (['delete', 'hide', 'like'] as const).find((kind) => kinds.includes(kind));
}
