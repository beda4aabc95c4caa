import { Injectable } from '@nestjs/common';
import type { GivenPromise, GivenPromiseInput, GivenPromisePage, GivenPromisePatch, GivenPromiseQuery, PromisesOfPerson } from '@kontuar/contract';
import { Database, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { findContact } from '../contacts/find-contact';
import { mayOn } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import type { LockedConversation } from '../conversations/change';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record, type Happening } from '../history/history';
import { findActors } from '../members/members.service';
import { tellAct } from '../moves/journal';
import { instantKey, readKey, rowsFor, toPage, uuidKey } from '../paging';
import { refreshPlan } from '../planned/plan';
import { wakeAt } from '../planned/wake';
import { findPromises, nextLook, promiseColumns, type PromiseRow } from './promise.row';

const MAX_OPEN = 20;
/** Nobody says today what they will do in ten years. */
const FAR_MS = 366 * 24 * 3_600_000;

/** "We call on Monday": what somebody of us told a customer they would do, by when, who keeps it, and whether it was kept. */
@Injectable()
export class GivenPromises {
  constructor(private readonly database: Database, private readonly queues: Queues, private readonly conversations: Conversations) {}

  async ofConversation(actor: MemberActor, conversationId: string): Promise<GivenPromise[]> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      return plain(await findPromises(tx, 'g.conversation_id = $1', [conversationId], `ORDER BY g.state <> 'open', g.due_at DESC, g.id LIMIT 100`));
    });
  }

  async ofPerson(actor: MemberActor, contactId: string): Promise<PromisesOfPerson> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [await findContact(tx, actor, contactId)];
      const visible = visibleConversations(actor, parameters);
      const items = await findPromises(tx, `c.contact_id = $1 AND g.state <> 'withdrawn' AND ${visible}`, parameters, 'ORDER BY g.due_at DESC, g.id LIMIT 100');
      const [sums] = await tx.query<Record<'open' | 'kept' | 'late' | 'broken', number>>(
        `SELECT count(*) FILTER (WHERE g.state = 'open')::int AS open, count(*) FILTER (WHERE g.state = 'kept' AND g.ended_at < g.due_at)::int AS kept, count(*) FILTER (WHERE g.state = 'kept' AND g.ended_at >= g.due_at)::int AS late,
           count(*) FILTER (WHERE g.state = 'broken')::int AS broken FROM given_promises g JOIN conversations c ON c.id = g.conversation_id WHERE c.contact_id = $1 AND ${visible}`, parameters);
      return { items: plain(items), open: sums?.open ?? 0, kept: sums?.kept ?? 0, late: sums?.late ?? 0, broken: sums?.broken ?? 0 };
    });
  }

  /** What is next comes first. 'unkept': open, or broken and nobody said since that it was done. */
  async list(actor: MemberActor, query: GivenPromiseQuery): Promise<GivenPromisePage> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [];
      const where = [visibleConversations(actor, parameters)];
      const add = (condition: (n: string) => string, value: unknown) => { where.push(condition(`$${parameters.push(value)}`)); };
      if (query.owner === 'me') add((n) => `g.owner_id = ${n}`, actor.memberId);
      if (query.state === 'unkept') where.push(`g.state IN ('open', 'broken')`);
      else if (query.state !== 'any') add((n) => `g.state = ${n}`, query.state);
      if (query.contactId !== undefined) add((n) => `c.contact_id = ${n}`, await findContact(tx, actor, query.contactId));
      const key = readKey(query.cursor, [instantKey, uuidKey]);
      if (key !== undefined) where.push(`(g.due_at, g.id) > ($${parameters.push(key[0])}::timestamptz, $${parameters.push(key[1])}::uuid)`);
      const rows = await findPromises(tx, where.join(' AND '), parameters, `ORDER BY g.due_at, g.id LIMIT ${rowsFor(query.limit)}`);
      const page = toPage(rows, query.limit, (row) => row, (row) => [row.exact, row.id]);
      return { items: plain(page.items), nextCursor: page.nextCursor };
    });
  }

  async give(actor: MemberActor, conversationId: string, input: GivenPromiseInput): Promise<GivenPromise> {
    const dueAt = inTime(input.dueAt);
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.reply');
      const ownerId = input.ownerId ?? actor.memberId;
      await this.mayKeep(tx, row, ownerId);
      if (input.messageId !== undefined) {
        const [said] = await tx.query(`SELECT 1 FROM messages WHERE id = $1 AND conversation_id = $2 AND kind = 'message' AND direction = 'out'`, [input.messageId, row.id]);
        if (said === undefined) throw notFound('answer');
        const [again] = await findPromises(tx, `g.conversation_id = $1 AND g.message_id = $2 AND g.due_at = $3 AND g.state <> 'withdrawn'`, [row.id, input.messageId, dueAt]);
        // Two screens accept the same suggestion.
        if (again !== undefined) return plain([again])[0] as GivenPromise;
      }
      const [count] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM given_promises WHERE conversation_id = $1 AND state = 'open'`, [row.id]);
      if ((count?.n ?? 0) >= MAX_OPEN) throw conflict('too-many-promises', `There are ${MAX_OPEN} open promises already. Keep one first.`);
      const id = newId();
      const remindAt = reminder(dueAt, input.remindMinutesBefore);
      const lookAt = nextLook({ due_at: dueAt, remind_at: remindAt, reminded_at: null });
      await tx.execute(
        `INSERT INTO given_promises (id, workspace_id, conversation_id, text, due_at, remind_at, owner_id, created_by, message_id, since_seq, look_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, actor.workspaceId, row.id, input.text, dueAt, remindAt, ownerId, actor.memberId, input.messageId ?? null, row.last_seq, lookAt]);
      await tellAct(tx, actor, row.id, 'promise-given', { promiseId: id, text: input.text, dueAt: dueAt.toISOString(), ownerId });
      await this.tell(tx, actor, row, { type: 'promise.given', subjectId: id, data: { dueAt: dueAt.toISOString(), ownerId } }, { ownerId });
      wakeAt(tx, this.queues, 'promise', id, lookAt);
      return this.one(tx, id);
    });
  }

  async change(actor: MemberActor, promiseId: string, patch: GivenPromisePatch): Promise<GivenPromise> {
    return this.conversations.unit(actor, async (tx) => {
      const { row, promise } = await this.held(tx, actor, promiseId);
      if (patch.version !== undefined && patch.version !== promise.version) throw conflict('promise-moved', 'Somebody changed this promise a moment ago.');
      const facts = patch.text !== undefined || patch.dueAt !== undefined || patch.remindMinutesBefore !== undefined || patch.ownerId !== undefined;
      if (facts && promise.state !== 'open') throw conflict('promise-over', 'This promise is over. Give a new one.');
      const next = { ...promise, text: patch.text ?? promise.text, due_at: patch.dueAt === undefined ? promise.due_at : inTime(patch.dueAt), owner_id: patch.ownerId ?? promise.owner_id };
      if (patch.ownerId !== undefined && patch.ownerId !== promise.owner_id) await this.mayKeep(tx, row, patch.ownerId);
      if (patch.remindMinutesBefore !== undefined) next.remind_at = reminder(next.due_at, patch.remindMinutesBefore);
      else if (patch.dueAt !== undefined && promise.remind_at !== null) next.remind_at = new Date(next.due_at.getTime() - (promise.due_at.getTime() - promise.remind_at.getTime()));
      if (next.remind_at?.getTime() !== promise.remind_at?.getTime()) next.reminded_at = next.remind_at !== null && next.remind_at <= new Date() ? new Date() : null;
      if (patch.state !== undefined) this.move(actor, next, patch.state);
      const lookAt = next.state === 'open' ? nextLook(next) : null;
      await tx.execute(
        `UPDATE given_promises SET text = $2, due_at = $3, remind_at = $4, reminded_at = $5, owner_id = $6, state = $7, ended_at = $8, ended_by = $9, look_at = $10, version = version + 1 WHERE id = $1`,
        [promiseId, next.text, next.due_at, next.remind_at, next.reminded_at, next.owner_id, next.state, next.ended_at, next.ended_by, lookAt]);
      if (next.state !== promise.state) await tellAct(tx, actor, row.id, `promise-${next.state === 'open' ? 'open' : next.state}`, { promiseId, text: next.text, dueAt: next.due_at.toISOString(), late: next.state === 'kept' && new Date() >= next.due_at });
      else if (next.due_at.getTime() !== promise.due_at.getTime()) await tellAct(tx, actor, row.id, 'promise-moved', { promiseId, text: next.text, from: promise.due_at.toISOString(), dueAt: next.due_at.toISOString() });
      await this.tell(tx, actor, row, {
        type: next.state === promise.state ? 'promise.changed' : `promise.${next.state === 'open' ? 'reopened' : next.state}`, subjectId: promiseId,
        data: { fields: Object.keys(patch).filter((field) => field !== 'version'), ...(next.due_at.getTime() === promise.due_at.getTime() ? {} : { dueAt: { from: promise.due_at.toISOString(), to: next.due_at.toISOString() } }) },
      }, next.owner_id === promise.owner_id ? {} : { ownerId: next.owner_id });
      if (lookAt !== null) wakeAt(tx, this.queues, 'promise', promiseId, lookAt);
      return this.one(tx, promiseId);
    });
  }

  private move(actor: MemberActor, next: PromiseRow, to: 'kept' | 'withdrawn' | 'open'): void {
    if (to === next.state) return;
    // What was broken is kept late at most; it is never as if nobody had promised it.
    if (to === 'withdrawn' && next.state === 'broken') throw conflict('promise-over', 'This promise is over. Give a new one.');
    next.state = to;
    next.ended_at = to === 'open' ? null : new Date();
    next.ended_by = to === 'open' ? null : actor.memberId;
  }

  /** Somebody who could not even read it keeps nothing. */
  private async mayKeep(tx: Tx, row: LockedConversation, memberId: string): Promise<void> {
    const [owner] = await findActors(tx, [memberId]);
    if (owner === undefined || !mayOn(owner, 'conversation.read', row)) throw invalid('unknown-owner', 'Choose somebody who may read this conversation.', { errors: [{ path: 'ownerId', message: 'Choose somebody who may read this conversation.' }] });
  }

  private async held(tx: Tx, actor: MemberActor, promiseId: string): Promise<{ row: LockedConversation; promise: PromiseRow }> {
    const find = async (lock: string) => (await tx.query<PromiseRow>(`SELECT ${promiseColumns} FROM given_promises g WHERE g.id = $1 ${lock}`, [promiseId]))[0];
    const found = await find('');
    if (found === undefined) throw notFound('promise');
    await this.conversations.allow(tx, actor, found.conversation_id, 'conversation.read').catch(() => { throw notFound('promise'); });
    const row = await this.conversations.locked(tx, actor, found.conversation_id, 'conversation.reply');
    const promise = await find('FOR UPDATE');
    if (promise === undefined || promise.conversation_id !== row.id) throw conflict('promise-moved', 'Somebody changed this promise a moment ago.');
    return { row, promise };
  }

  private async tell(tx: Tx, actor: MemberActor, row: LockedConversation, what: Pick<Happening, 'type' | 'subjectId' | 'data'>, { ownerId }: { ownerId?: string | null }): Promise<void> {
    await record(tx, [
      { ...what, actor: actorOf(actor), conversationId: row.id },
      ...(ownerId == null || ownerId === actor.memberId ? [] : [{ type: 'notification', actor: actorOf(actor), conversationId: row.id, data: { kind: 'promise-given', memberIds: [ownerId] } }]),
      directoryChanged(actor, 'promises', row.id),
    ]);
    await refreshPlan(tx, actor.workspaceId, [row.id], actor);
  }

  private async one(tx: Tx, id: string): Promise<GivenPromise> {
    const [promise] = plain(await findPromises(tx, 'g.id = $1', [id]));
    if (promise === undefined) throw notFound('promise');
    return promise;
  }
}

const plain = (items: readonly (GivenPromise & { exact: string })[]): GivenPromise[] => items.map(({ exact: _, ...promise }) => promise);

function inTime(text: string): Date {
  const at = new Date(text);
  if (at.getTime() <= Date.now() || at.getTime() > Date.now() + FAR_MS) throw invalid('promise-time', 'Say a time that is still to come, within a year.', { errors: [{ path: 'dueAt', message: 'Say a time that is still to come, within a year.' }] });
  return at;
}

/** Not in the past: then being due is reminder enough. */
function reminder(dueAt: Date, minutesBefore: number | null): Date | null {
  if (minutesBefore === null || minutesBefore === 0) return null;
  const at = new Date(dueAt.getTime() - minutesBefore * 60_000);
  return at.getTime() <= Date.now() ? null : at;
}
