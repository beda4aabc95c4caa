import { Inject, Injectable } from '@nestjs/common';
import { Queues, type ReadyConfig, type Tx } from '@kontuar/platform';
import { CaseOpenings } from '../cases/case-opening.service';
import { ChannelContexts } from '../channels/channel-contexts';
import { lockConversations } from '../conversations/change';
import { FollowUps } from '../follow-ups/follow-ups.service';
import { holdRouting } from '../routing/loads';
import { wakeAt } from '../planned/wake';
import { CONFIG, Connectors } from '../tokens';
import type { FilterContext } from '../views/compile';
import type { RuleDesk } from './acts';
import { couldNotAsk, fire } from './fire';
import { fitting, hoursOf, ruleContext, saying, whysOf } from './judge';
import { inStrides, type Asked } from './in-strides';
import { timedOf, triggerOf, type Occasion } from './occasion';
import { looked, runOut, setClocks } from './rule-clocks';
import { findRules, type RuleRow } from './rule.row';

const spreads = ({ definition }: RuleRow): boolean => definition.then.some((action) => action.do === 'spread');

/** Asks the rules about what happened, in their order, each about how things stand after the one before. */
@Injectable()
export class RuleWork {
  private readonly desk: RuleDesk;

  constructor(private readonly connectors: Connectors, private readonly queues: Queues, contexts: ChannelContexts, cases: CaseOpenings, followUps: FollowUps, @Inject(CONFIG) config: ReadyConfig) {
    this.desk = { queues, contexts, cases, followUps, publicUrl: config.http.publicUrl };
  }

  /** Whether a rule could be about it, before anything is asked of the conversation. */
  concerns(rule: RuleRow, occasion: Occasion): boolean {
    return rule.active_since !== null && occasion.at >= rule.active_since && triggerOf(rule.definition, occasion) !== undefined;
  }

  async run(tx: Tx, workspaceId: string, rules: readonly RuleRow[], occasions: readonly Occasion[]): Promise<void> {
    const wanted = occasions.flatMap((occasion) => {
      const asked = rules.filter((rule) => this.concerns(rule, occasion));
      return asked.length === 0 ? [] : [{ occasion, asked }];
    });
    if (wanted.length === 0) return;
    const ids = [...new Set(wanted.map(({ occasion }) => occasion.conversationId))];
    // In the order of their ids, as everybody takes them; whoever gives work to people waits before that.
    if (wanted.some(({ asked }) => asked.some(spreads))) await holdRouting(tx, workspaceId);
    await lockConversations(tx, ids);
    const context = await ruleContext(tx, this.connectors, workspaceId);
    const all = [...new Set(wanted.flatMap(({ asked }) => asked))];
    // Most rules are about few conversations: one question for all of them, and single ones only where something moved since.
    const first = await fitting(tx, context, all.map(({ definition }) => definition.if), ids);
    const moved = new Set<string>();
    for (const { occasion, asked } of wanted) {
      for (const rule of asked) {
        const known = first === undefined || moved.has(occasion.conversationId) ? undefined : (first.get(occasion.conversationId)?.[all.indexOf(rule)] ?? false);
        if (await this.ask(tx, context, { rule, occasion, known })) moved.add(occasion.conversationId);
      }
    }
  }

  /** Clocks of these conversations that have run out. Answers how many were looked at. */
  async look(tx: Tx, workspaceId: string, conversationIds: readonly string[]): Promise<number> {
    const rules = await findRules(tx, workspaceId, { active: true });
    if (rules.some((rule) => timedOf(rule.definition).length > 0 && spreads(rule))) await holdRouting(tx, workspaceId);
    await lockConversations(tx, conversationIds);
    // What was said this very moment may not have been followed yet.
    await this.set(tx, workspaceId, rules, conversationIds);
    const out = await runOut(tx, conversationIds);
    if (out.length === 0) return 0;
    await looked(tx, out);
    const context = await ruleContext(tx, this.connectors, workspaceId);
    const asked = out.flatMap((clock): Asked[] => {
      const rule = rules.find(({ id }) => id === clock.rule_id);
      const occasion: Occasion = { on: clock.kind, conversationId: clock.conversation_id, messageId: null, at: clock.look_at, key: clock.key, facts: { since: clock.since.toISOString() }, chain: [] };
      return rule !== undefined && triggerOf(rule.definition, occasion) !== undefined ? [{ rule, occasion }] : [];
    });
    for (const { rule, occasions } of inStrides(asked)) await this.askAll(tx, context, rule, occasions);
    return out.length;
  }

  /** One occasion of each of many conversations: one question for all of them, and one act. Callers hold the conversations. */
  private async askAll(tx: Tx, context: FilterContext, rule: RuleRow, occasions: readonly Occasion[]): Promise<void> {
    const { definition } = rule;
    const holds = await hoursOf(tx, definition.during);
    const open = occasions.filter(({ at }) => holds(at));
    const fits = await fitting(tx, context, [definition.if], open.map(({ conversationId }) => conversationId));
    // Too much for one question: each by itself.
    if (fits === undefined) for (const occasion of open) await this.ask(tx, context, { rule, occasion, known: undefined });
    const fit = open.filter(({ conversationId: id }) => fits?.get(id)?.[0] === true);
    if (fit.length === 0) return;
    const whys = await whysOf(tx, context, definition.if, fit.map(({ conversationId }) => conversationId));
    await fire({ tx, desk: this.desk, rule }, fit.map((occasion) => ({ occasion, why: whys.get(occasion.conversationId) ?? null })));
  }

  /** Sets clocks, and wakes a worker for the next. */
  async set(tx: Tx, workspaceId: string, rules: readonly RuleRow[], conversationIds: readonly string[]): Promise<void> {
    const next = await setClocks(tx, workspaceId, rules, conversationIds);
    if (next !== undefined) wakeAt(tx, this.queues, 'rules', workspaceId, next);
  }

  private async ask(tx: Tx, context: FilterContext, { rule, occasion, known }: { rule: RuleRow; occasion: Occasion; known: boolean | undefined }): Promise<boolean> {
    if (known === false) return false;
    const { definition } = rule;
    const trigger = triggerOf(definition, occasion);
    if (trigger?.on === 'message-in' && trigger.words.length > 0 && (occasion.messageId === null || (await saying(tx, [occasion.messageId], trigger.words)).size === 0)) return false;
    if (!(await hoursOf(tx, definition.during))(occasion.at)) return false;
    if (known === undefined) {
      const fits = await fitting(tx, context, [definition.if], [occasion.conversationId]);
      if (fits === undefined) return couldNotAsk(tx, rule, occasion);
      if (fits.get(occasion.conversationId)?.[0] !== true) return false;
    }
    const why = (await whysOf(tx, context, definition.if, [occasion.conversationId])).get(occasion.conversationId) ?? null;
    return (await fire({ tx, desk: this.desk, rule }, [{ occasion, why }])).size > 0;
  }
}
