import { Injectable } from '@nestjs/common';
import type { Absence, MoveTo, SickDone, SickInput, SickPreview, SickPreviewInput, SickPromise } from '@kontuar/contract';
import { Database, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { approvalFor } from '../approvals/asked';
import { BoardMoves } from '../board/board-moves.service';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import { remember } from '../conversations/bulk-change';
import { lockConversations, type LockedConversation, type Step } from '../conversations/change';
import { mayOn } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { DomainError, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { prepareAnswer } from '../messages/answer';
import { holdBack } from '../planned/hold-back';
import { wakeAt } from '../planned/wake';
import { wayOut } from '../sending/way-out';
import { Shifts } from '../shifts/shifts.service';
import { findPeople, type Person } from './hands';
import { holdRouting } from './loads';
import { handPromises, type SickAct } from './sick-back';

/** So long it can be taken back before customers hear of it. */
const PAUSE_MS = 120_000;

interface PromiseRow { id: string; conversation_id: string; text: string; due_at: Date; assignee_id: string | null; contact_name: string; language: string | null }

/** One act for the morning on which somebody does not come: all their work goes on, with what they promised, and customers who wait for a date hear of it. */
@Injectable()
export class Sickness {
  constructor(
    private readonly database: Database, private readonly queues: Queues, private readonly moves: BoardMoves, private readonly conversations: Conversations,
    private readonly shifts: Shifts, private readonly contexts: ChannelContexts,
  ) {}

  /** What it would come to; changes nothing. */
  async preview(actor: MemberActor, { memberId, to }: SickPreviewInput): Promise<SickPreview> {
    const { person, meant, promises } = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const people = await findPeople(tx);
      return { person: found(people, memberId), meant: withoutThem(people, memberId, to), promises: await openPromises(tx, actor, memberId) };
    });
    const { count, plan } = await this.moves.preview(actor, { what: { kind: 'member', memberId }, to: meant });
    return { count, substituteId: person.substituteId, refused: plan?.refused ?? [], loads: plan?.loads ?? [], promises: promises.map(toView) };
  }

  async act(actor: MemberActor, { memberId, to, until, note, tell }: SickInput): Promise<SickDone> {
    if (until !== null && Date.parse(until) <= Date.now()) throw invalid('absence-backwards', 'It ends before it begins.');
    return this.conversations.unit(actor, async (tx) => {
      await holdRouting(tx, actor.workspaceId);
      const people = await findPeople(tx);
      const person = found(people, memberId);
      const said: Absence = { state: 'sick', from: null, until };
      const [before] = await tx.query<{ absence: Absence | null }>('SELECT absence FROM memberships WHERE id = $1 FOR NO KEY UPDATE', [memberId]);
      const promised = await openPromises(tx, actor, memberId);
      const { steps, refused, loads } = await this.moves.moveIn(tx, actor, { what: { kind: 'member', memberId }, to: withoutThem(people, memberId, to), force: true, ...(note === undefined ? {} : { note }) });
      // Their shift after the conversations: whoever writes in one of them may wait for the other the same way round.
      await tx.execute('UPDATE memberships SET absence = $2 WHERE id = $1', [memberId, JSON.stringify(said)]);
      await record(tx, [{ type: 'member.shift', actor: actorOf(actor), subjectId: memberId, data: { fields: ['absence'] } }, { type: 'directory.changed', actor: actorOf(actor), subjectId: memberId, data: { what: 'members' } }]);
      await this.shifts.refresh(tx, actor, memberId);
      const promises = await this.handOver(tx, actor, memberId, promised, keeperOf(person, people, actor));
      const { toldIds, notTold } = tell === null ? { toldIds: [], notTold: [] } : await this.tell(tx, actor, promised, tell);
      const act: SickAct = { memberId, absence: before?.absence ?? null, said, toldIds, promises };
      const kept = withAct(steps, act, promised);
      return { moved: steps.length, refused, loads, promises: promised.length, told: toldIds.length, notTold, undoToken: kept.length === 0 ? null : await remember(tx, actor, kept) };
    });
  }

  /** Promises go where their conversation went; those of conversations without anybody go to who stands in, or to who did this. */
  private async handOver(tx: Tx, actor: MemberActor, memberId: string, promised: readonly PromiseRow[], keeper: string): Promise<SickAct['promises']> {
    const left = await tx.query<{ id: string; assignee_id: string | null }>(
      `SELECT g.id, c.assignee_id FROM given_promises g JOIN conversations c ON c.id = g.conversation_id WHERE g.id = ANY($1::uuid[]) AND g.owner_id = $2 AND g.state = 'open'`, [promised.map(({ id }) => id), memberId]);
    const handed = left.map(({ id, assignee_id: assigneeId }) => ({ id, from: memberId, to: assigneeId === null || assigneeId === memberId ? keeper : assigneeId })).filter(({ to }) => to !== memberId);
    await handPromises(tx, actor, handed);
    return handed.map(({ id, to }) => ({ id, to }));
  }

  /** Once in each conversation, with the date that comes first; it waits for its time as every planned answer does. What cannot be said there is told. */
  private async tell(tx: Tx, actor: MemberActor, promised: readonly PromiseRow[], texts: NonNullable<SickInput['tell']>): Promise<{ toldIds: string[]; notTold: SickDone['notTold'] }> {
    const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
    const first = new Map<string, PromiseRow>();
    for (const promise of promised) if (!first.has(promise.conversation_id)) first.set(promise.conversation_id, promise);
    const toldIds: string[] = [];
    const notTold: SickDone['notTold'] = [];
    for (const row of await lockConversations(tx, [...first.keys()])) {
      const promise = first.get(row.id);
      if (promise === undefined) continue;
      try {
        toldIds.push(await this.plan(tx, actor, row, sentence(texts, promise, workspace?.time_zone ?? 'UTC')));
      } catch (error) {
        // What the platform would not take is said to whoever did this; anything else fails the act.
        if (!(error instanceof DomainError)) throw error;
        notTold.push({ conversationId: row.id, detail: error.message });
      }
    }
    return { toldIds, notTold };
  }

  private async plan(tx: Tx, actor: MemberActor, row: LockedConversation, text: string): Promise<string> {
    const way = await wayOut(tx, row.id, null);
    const channel = await findChannel(tx, way.channelId);
    if (channel === undefined) throw new DomainError('conflict', 'channel-gone', 'This channel was removed; nothing can be sent over it.');
    const sendAt = new Date(Date.now() + PAUSE_MS);
    const answer = await prepareAnswer(tx, this.contexts.capabilitiesOf(channel), { id: row.id, way }, { clientId: newId(), text, private: false, attachmentIds: [], mentions: [], sendNow: false }, sendAt);
    if (answer.capabilities.logOnly === true) throw new DomainError('conflict', 'cannot-send', 'Nothing can be sent over this channel.');
    const approval = await approvalFor(tx, actor, { ...row, channel_id: way.channelId }, answer.visibility);
    const id = await holdBack(tx, actor, { workspaceId: actor.workspaceId, conversationId: row.id, way, author: { id: actor.memberId, name: actor.name }, answer, cc: [], clientId: null, then: undefined, sendAt, timeZone: null, ifCustomerWrites: 'send', sinceSeq: row.last_seq, approval }, new Date());
    wakeAt(tx, this.queues, 'planned', id, approval?.clock.dueAt ?? sendAt);
    return id;
  }
}

function found(people: ReadonlyMap<string, Person>, memberId: string): Person {
  const person = people.get(memberId);
  if (person === undefined) throw notFound('member');
  return person;
}

/** Who cannot work gets nothing of it back. */
function withoutThem(people: ReadonlyMap<string, Person>, memberId: string, to: MoveTo): MoveTo {
  if (to.kind === 'member' && to.memberId === memberId) throw invalid('own-substitute', 'Nobody stands in for themselves.');
  if (to.kind !== 'spread') return to;
  const meant = [...people.values()].filter(({ actor, here, takesPart }) => here && actor.memberId !== memberId && can(actor, 'conversation.reply')
    && (to.memberIds !== undefined ? to.memberIds.includes(actor.memberId) : to.teamId !== undefined ? actor.teamIds.includes(to.teamId) : takesPart));
  return { kind: 'spread', memberIds: meant.map(({ actor }) => actor.memberId) };
}

const keeperOf = ({ substituteId }: Person, people: ReadonlyMap<string, Person>, actor: MemberActor): string => (substituteId !== null && people.has(substituteId) ? substituteId : actor.memberId);

/** Of conversations that the actor may see; what is due first comes first. */
async function openPromises(tx: Tx, actor: MemberActor, memberId: string): Promise<PromiseRow[]> {
  const rows = await tx.query<PromiseRow & { channel_id: string; team_id: string | null }>(
    `SELECT g.id, g.conversation_id, g.text, g.due_at, c.assignee_id, c.channel_id, c.team_id, p.name AS contact_name, coalesce(c.language, p.language) AS language
     FROM given_promises g JOIN conversations c ON c.id = g.conversation_id JOIN contacts p ON p.id = c.contact_id WHERE g.workspace_id = $1 AND g.owner_id = $2 AND g.state = 'open' AND c.merged_into IS NULL ORDER BY g.due_at, g.id LIMIT 500`, [actor.workspaceId, memberId]);
  return rows.filter((row) => mayOn(actor, 'conversation.reply', { ...row, id: row.conversation_id }));
}

const languageOf = ({ language }: PromiseRow): 'en' | 'pl' => (language === 'pl' ? 'pl' : 'en');
const toView = (row: PromiseRow): SickPromise => ({ id: row.id, conversationId: row.conversation_id, contactName: row.contact_name, text: row.text, dueAt: row.due_at.toISOString(), language: languageOf(row) });

function sentence(texts: NonNullable<SickInput['tell']>, promise: PromiseRow, timeZone: string): string {
  const language = languageOf(promise);
  const date = new Intl.DateTimeFormat(language === 'pl' ? 'pl-PL' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(promise.due_at);
  return texts[language].replaceAll('{name}', promise.contact_name).replaceAll('{date}', date);
}

/** The act is kept with its first step; where nothing moved, with a step that changes nothing of a conversation in which something was promised. */
function withAct(steps: readonly Step[], act: SickAct, promised: readonly PromiseRow[]): Step[] {
  const [first, ...rest] = steps;
  if (first !== undefined) return [{ ...first, sick: act }, ...rest];
  const [promise] = promised;
  return promise === undefined ? [] : [{ conversationId: promise.conversation_id, before: {}, after: {}, sick: act }];
}
