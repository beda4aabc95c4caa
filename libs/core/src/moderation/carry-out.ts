import { capabilitiesFor, type ModerationAction, type ModerationOutcome } from '@kontuar/contract';
import { newId, type Queues, type Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import type { ChannelContexts } from '../channels/channel-contexts';
import { findChannel, type ChannelRow } from '../channels/channel.row';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { actorOf, record } from '../history/history';
import { withdrawAct } from '../messages/waiting-acts';
import { strongest } from './judge';
import { answerPrivately } from './private-answer';

export interface CarryDeps { queues: Queues; contexts: ChannelContexts }
/** A hit whose actions are to be done now. */
export interface Due { hitId: string; messageId: string; actions: readonly ModerationAction[] }

interface Target { id: string; conversation_id: string; channel_id: string; seq: number; text: string; external_id: string | null; at: Date; author_name: string; deleted: boolean; hidden: boolean; liked: boolean }

/**
 * Does what hits ask for, in one transaction: what the platform has to do is asked of it by a job, the rest is done here. Of several hits of one comment all
 * apply, in the order given; where they contradict each other the strongest is done. Answers each hit's outcomes.
 */
export async function carryOut(tx: Tx, deps: CarryDeps, actor: Actor, due: readonly Due[]): Promise<Map<string, ModerationOutcome[]>> {
  const outcomes = new Map<string, ModerationOutcome[]>();
  if (due.length === 0) return outcomes;
  const named = await namedIn(tx, due);
  const found = await findTargets(tx, due);
  const rows = new Map((await lockConversations(tx, [...new Set(found.map((target) => target.conversation_id))])).map((row) => [row.id, row]));
  // Somebody may have moved or deleted them before they were held.
  const targets = new Map((await findTargets(tx, due)).map((target) => [target.id, target]));
  const channels = new Map<string, ChannelRow | undefined>();
  for (const [messageId, hits] of groupBy(due, (one) => one.messageId)) {
    const target = targets.get(messageId);
    const row = target === undefined ? undefined : rows.get(target.conversation_id);
    for (const hit of hits) outcomes.set(hit.hitId, hit.actions.map(({ do: what }) => ({ do: what, state: 'gone', detail: null })));
    if (target === undefined || row === undefined || target.deleted) continue;
    if (!channels.has(target.channel_id)) channels.set(target.channel_id, await findChannel(tx, target.channel_id));
    const work: Work = { tx, deps, actor, target, row, channel: channels.get(target.channel_id), named };
    const kind = strongest(hits.flatMap(({ actions }) => actions.map((action) => action.do)));
    let asked = false;
    for (const hit of hits) {
      const done: ModerationOutcome[] = [];
      for (const action of hit.actions) {
        const isActed = action.do === 'hide' || action.do === 'delete' || action.do === 'like';
        if (isActed && (asked || action.do !== kind)) done.push({ do: action.do, state: 'overruled', detail: null });
        else if (isActed) {
          const outcome = await askPlatform(work, action.do, hit.hitId);
          asked = outcome.state === 'waiting' || outcome.state === 'done';
          done.push(outcome);
        } else done.push(await here(work, action, hit.hitId));
      }
      outcomes.set(hit.hitId, done);
    }
  }
  return outcomes;
}

interface Work { tx: Tx; deps: CarryDeps; actor: Actor; target: Target; row: LockedConversation; channel: ChannelRow | undefined; named: ReadonlySet<string> }

async function askPlatform({ tx, deps, actor, target, channel }: Work, kind: 'hide' | 'delete' | 'like', hitId: string): Promise<ModerationOutcome> {
  if (channel === undefined || target.external_id === null) return { do: kind, state: 'gone', detail: null };
  const capabilities = capabilitiesFor(deps.contexts.capabilitiesOf(channel), 'public');
  const offered = kind === 'hide' ? capabilities.hide === true : kind === 'like' ? capabilities.like === true : capabilities.deleteOthers === true;
  if (!offered) return { do: kind, state: 'not-offered', detail: null };
  if ((kind === 'hide' && target.hidden) || (kind === 'like' && target.liked)) {
    // It stands as it should; unless it is being taken back at this moment.
    const back = await withdrawAct(tx, target, kind === 'hide' ? 'unhide' : 'unlike');
    return { do: kind, state: back === 'under-way' ? 'overruled' : 'done', detail: null };
  }
  // Where somebody does something to it themselves in this moment, theirs goes first.
  return { do: kind, state: (await enqueueByRule(tx, deps.queues, actor, target, { kind, hitId })) ? 'waiting' : 'overruled', detail: null };
}

/** Pending at once for everybody who looks; the lane of its channel does it. False: something else is being done to it. Callers hold the conversation. */
export async function enqueueByRule(tx: Tx, queues: Queues, actor: Actor, message: { id: string; conversation_id: string; channel_id: string; seq: number }, { kind, hitId }: { kind: 'hide' | 'unhide' | 'delete' | 'like' | 'unlike'; hitId: string }): Promise<boolean> {
  const asked = await tx.execute(
    `INSERT INTO message_acts (id, workspace_id, message_id, kind, member_id, hit_id, lane_id) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (message_id) WHERE state = 'pending' DO NOTHING`,
    [newId(), actor.workspaceId, message.id, kind, actor.kind === 'member' ? actor.memberId : null, hitId, message.channel_id]);
  if (asked === 0) return false;
  await tx.execute(`UPDATE messages SET moderation = coalesce(moderation, '{}') || jsonb_build_object('pending', $2::text, 'failure', NULL) WHERE id = $1`, [message.id, kind]);
  await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: 'act-asked', kind } }], actor.workspaceId);
  tx.afterCommit(() => { queues.poke('act-by-rule', { channelId: message.channel_id }); });
  return true;
}

async function here(work: Work, action: Exclude<ModerationAction, { do: 'hide' | 'delete' | 'like' }>, hitId: string): Promise<ModerationOutcome> {
  const { tx, deps, actor, target, channel, named } = work;
  const outcome = (state: ModerationOutcome['state'], detail: string | null = null): ModerationOutcome => ({ do: action.do, state, detail });
  switch (action.do) {
    case 'label':
      if (!named.has(`label:${action.labelId}`)) return outcome('gone');
      await change(work, (row) => ({ label_ids: [...new Set([...row.label_ids, action.labelId])] }));
      return outcome('done');
    case 'assign': {
      if ((action.memberId !== null && !named.has(`member:${action.memberId}`)) || (action.teamId !== null && !named.has(`team:${action.teamId}`))) return outcome('gone');
      // Whoever leads it already keeps it.
      if (work.row.assignee_id !== null && work.row.assignee_id !== action.memberId) return outcome('overruled', 'led');
      await change(work, () => ({ ...(action.memberId === null ? {} : { assignee_id: action.memberId }), ...(action.teamId === null ? {} : { team_id: action.teamId }) }));
      return outcome('done');
    }
    case 'answer': {
      if (channel === undefined) return outcome('gone');
      const refused = await answerPrivately(tx, deps, actor.workspaceId, channel, { conversationId: target.conversation_id, messageId: target.id, text: action.text.replaceAll('{name}', target.author_name), hitId });
      return refused === undefined ? outcome('done') : outcome(refused.code === 'no-private-side' ? 'not-offered' : 'failed', refused.code);
    }
    default:
      throw new Error(`no way to do ${JSON.stringify(action satisfies never)}`);
  }
}

async function change(work: Work, changeOf: Parameters<typeof changeConversations>[3]): Promise<void> {
  const [fresh] = await lockConversations(work.tx, [work.row.id]);
  if (fresh === undefined) return;
  await changeConversations(work.tx, work.actor, [fresh], changeOf, { reason: 'moderation' });
  const [after] = await lockConversations(work.tx, [work.row.id]);
  if (after !== undefined) work.row = after;
}

const findTargets = (tx: Tx, due: readonly Due[]): Promise<Target[]> => tx.query<Target>(
  `SELECT id, conversation_id, channel_id, seq, text, external_id, at, author_name, deleted_at IS NOT NULL OR coalesce(moderation->>'removed' = 'true', false) AS deleted, coalesce(moderation->>'hidden' = 'true', false) AS hidden, coalesce(moderation->>'liked' = 'true', false) AS liked
   FROM messages WHERE id = ANY($1::uuid[])`, [[...new Set(due.map((one) => one.messageId))]]);

/** Which of the members, teams and labels that actions name are there. */
async function namedIn(tx: Tx, due: readonly Due[]): Promise<Set<string>> {
  const ids = due.flatMap(({ actions }) => actions.flatMap((action) => (action.do === 'label' ? [action.labelId] : action.do === 'assign' ? [action.memberId, action.teamId] : []))).filter((one) => one !== null);
  if (ids.length === 0) return new Set();
  const rows = await tx.query<{ known: string }>(
    `SELECT 'member:' || id AS known FROM memberships WHERE active AND id = ANY($1::uuid[]) UNION ALL SELECT 'team:' || id FROM teams WHERE id = ANY($1::uuid[]) UNION ALL SELECT 'label:' || id FROM labels WHERE id = ANY($1::uuid[])`, [[...new Set(ids)]]);
  return new Set(rows.map(({ known }) => known));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
