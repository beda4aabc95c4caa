import { Injectable } from '@nestjs/common';
import type { ConversationView, MergeConversationsInput, MovedMessages, MoveInput, MoveView } from '@kontuar/contract';
import { newId, Queues, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { findConversationViews, mayOn } from '../conversations/conversations.queries';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { refuseWider } from './audience';
import { takenOver } from './facts';
import { nothingAlong, takeAlong } from './goes-along';
import { moveColumns, obstacleTo, remember, tellAct, type MoveRow } from './journal';
import { refuseMerged } from './merged';
import { openPart } from './open-part';
import { readLines, rethread, waitAnew, type Line } from './rethread';
import { takeBackMove } from './undo';

/** Conversations become one, come apart, and lose or gain single messages. Nothing is copied and nothing is lost: each act can be taken back. */
@Injectable()
export class Moves {
  constructor(private readonly conversations: Conversations, private readonly secrets: Secrets, private readonly queues: Queues) {}

  /** Each of them goes up in the one that goes on: one act, one way back. The same again answers what the first one made. */
  async merge(actor: MemberActor, input: MergeConversationsInput): Promise<MovedMessages> {
    const ids = [...new Set(input.ids)].filter((id) => id !== input.intoId);
    if (ids.length === 0) throw invalid('same-conversation', 'A conversation cannot be merged into itself.');
    return this.conversations.unit(actor, async (tx) => {
      const rows = new Map((await this.lock(tx, actor, [input.intoId, ...ids])).map((row) => [row.id, row]));
      const done = await this.doneAlready(tx, rows, ids, input.intoId);
      if (done !== undefined) return this.answer(tx, actor, done, input.intoId, ids, 0);
      for (const row of rows.values()) await refuseMerged(tx, row);
      const actId = newId();
      let moved = 0;
      for (const id of ids) {
        const [into, from] = [(await lockConversations(tx, [input.intoId]))[0], rows.get(id)];
        if (into === undefined || from === undefined) throw notFound('conversation');
        moved += await this.mergeOne(tx, actor, actId, from, into);
      }
      return this.answer(tx, actor, actId, input.intoId, ids, moved);
    });
  }

  /** From this message on it is another matter: a conversation of its own, in which the thread goes on. */
  async split(actor: MemberActor, conversationId: string, messageId: string): Promise<MovedMessages> {
    return this.conversations.unit(actor, async (tx) => {
      const [from] = await this.lock(tx, actor, [conversationId]);
      if (from === undefined) throw notFound('conversation');
      await refuseMerged(tx, from);
      const lines = await readLines(tx, from.id);
      const first = lines.find((line) => line.id === messageId);
      if (first === undefined) throw notFound('message');
      const ids = new Set(lines.filter((line) => line.seq >= first.seq).map((line) => line.id));
      if (!lines.some((line) => line.kind === 'message' && line.seq < first.seq)) throw conflict('nothing-left', 'Nothing was said before it: there is nothing to split it from.');
      return this.moveInto(tx, actor, { kind: 'split', from, lines, ids, toId: undefined });
    });
  }

  /** Single messages, into another conversation or one of their own; the thread goes on where it was. */
  async move(actor: MemberActor, conversationId: string, input: MoveInput): Promise<MovedMessages> {
    if (input.toId === conversationId) throw invalid('same-conversation', 'They stand in this conversation already.');
    return this.conversations.unit(actor, async (tx) => {
      const rows = await this.lock(tx, actor, input.toId === undefined ? [conversationId] : [conversationId, input.toId]);
      for (const row of rows) await refuseMerged(tx, row);
      const from = rows.find((row) => row.id === conversationId) as LockedConversation;
      const lines = await readLines(tx, from.id);
      const ids = new Set(input.messageIds);
      const chosen = lines.filter((line) => ids.has(line.id));
      if (chosen.length < ids.size) throw conflict('message-moved', 'One of these messages stands in another conversation by now.');
      if (chosen.some((line) => line.kind === 'event')) throw invalid('not-a-message', 'Only messages and notes can be moved.');
      if (!lines.some((line) => line.kind === 'message' && !ids.has(line.id))) throw conflict('nothing-left', 'Nothing would be left in this conversation. Merge it instead.');
      return this.moveInto(tx, actor, { kind: 'move', from, lines, ids, toId: input.toId });
    });
  }

  /** What was done to a conversation, newest first, and whether it can still be taken back. */
  async list(actor: MemberActor, conversationId: string): Promise<{ items: MoveView[] }> {
    return this.conversations.unit(actor, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const rows = await tx.query<MoveRow & { from_number: number; to_number: number; from_merged: string | null; to_merged: string | null; from_channel: string; from_assignee: string | null; from_team: string | null; to_channel: string; to_assignee: string | null; to_team: string | null }>(
        `SELECT ${moveColumns.split(', ').map((name) => `v.${name}`).join(', ')}, f.number AS from_number, t.number AS to_number, f.merged_into AS from_merged, t.merged_into AS to_merged,
           f.channel_id AS from_channel, f.assignee_id AS from_assignee, f.team_id AS from_team, t.channel_id AS to_channel, t.assignee_id AS to_assignee, t.team_id AS to_team
         FROM conversation_moves v JOIN conversations f ON f.id = v.from_id JOIN conversations t ON t.id = v.to_id WHERE v.from_id = $1 OR v.to_id = $1 ORDER BY v.created_at DESC, v.id DESC LIMIT 100`,
        [conversationId],
      );
      const sees = (row: { channel: string; assignee: string | null; team: string | null }) => mayOn(actor, 'conversation.triage', { id: '', channel_id: row.channel, assignee_id: row.assignee, team_id: row.team });
      return {
        items: rows.filter((row) => sees({ channel: row.from_channel, assignee: row.from_assignee, team: row.from_team }) && sees({ channel: row.to_channel, assignee: row.to_assignee, team: row.to_team })).map((row) => ({
          id: row.id, kind: row.kind, at: row.created_at.toISOString(), by: { id: row.member_id, name: row.member_name }, from: { id: row.from_id, number: row.from_number }, to: { id: row.to_id, number: row.to_number },
          messages: row.message_ids.length, undoneAt: row.undone_at?.toISOString() ?? null, undoToken: row.act_id,
          obstacle: obstacleTo(row, { from: { merged_into: row.from_merged, number: row.from_number }, to: { id: row.to_id, merged_into: row.to_merged, number: row.to_number } }),
        })),
      };
    });
  }

  /** Undefined when the token is none of ours. Anybody may take it back who may do it. */
  async undo(actor: MemberActor, token: string): Promise<{ restored: number; conversations: ConversationView[] } | undefined> {
    return this.conversations.unit(actor, async (tx) => {
      const moves = await tx.query<MoveRow>(`SELECT ${moveColumns} FROM conversation_moves WHERE act_id = $1 ORDER BY created_at DESC, id DESC`, [token]);
      if (moves.length === 0) return undefined;
      const ids = [...new Set(moves.flatMap((move) => [move.from_id, move.to_id]))];
      const rows = await lockConversations(tx, ids);
      if (rows.length < ids.length || rows.some((row) => !mayOn(actor, 'conversation.read', row))) throw notFound('act to take back');
      if (rows.some((row) => !mayOn(actor, 'conversation.triage', row))) throw forbidden();
      for (const { id } of moves) {
        // Read again for each: the last one was taken back first, and looked at only now that all are locked.
        const [move] = await tx.query<MoveRow>(`SELECT ${moveColumns} FROM conversation_moves WHERE id = $1 FOR UPDATE`, [id]);
        const ends = await lockConversations(tx, [move?.from_id ?? '', move?.to_id ?? '']);
        const [from, to] = [ends.find((row) => row.id === move?.from_id), ends.find((row) => row.id === move?.to_id)];
        if (move === undefined || from === undefined || to === undefined) throw notFound('act to take back');
        const obstacle = obstacleTo(move, { from, to });
        if (obstacle !== null) throw conflict(obstacle.code, obstacle.detail);
        await takeBackMove(tx, actor, move, from, to);
        this.poke(tx, [from.id, to.id]);
      }
      return { restored: ids.length, conversations: await findConversationViews(tx, this.secrets, ids) };
    });
  }

  private async mergeOne(tx: Tx, actor: MemberActor, actId: string, from: LockedConversation, into: LockedConversation): Promise<number> {
    await refuseWider(tx, from, into);
    const { moved, renumber } = await rethread(tx, from, into, 'all');
    const along = await takeAlong(tx, actor, from, into, renumber);
    const routes = await tx.query<{ id: string; before: string | null }>(
      `UPDATE conversations c SET thread_to = NULLIF($2::uuid, c.id) FROM conversations b WHERE b.id = c.id AND (c.thread_to = $1 OR (c.id = $1 AND c.thread_to IS NULL AND c.part_of IS NULL)) RETURNING c.id, b.thread_to AS before`,
      [from.id, into.id],
    );
    await tx.execute(
      `UPDATE conversations SET state = 'merged', merged_into = $2, waiting_since = NULL, snoozed_until = NULL, resolved_at = NULL, way_id = NULL, preview_failed = false, version = version + 1 WHERE id = $1`, [from.id, into.id]);
    const waiting = { before: iso(into.waiting_since), after: earlier(into.waiting_since, from.waiting_since) };
    await tx.execute(`UPDATE conversations SET waiting_since = $2 WHERE id = $1`, [into.id, waiting.after]);
    const [fresh] = await lockConversations(tx, [into.id]);
    const steps = await changeConversations(tx, actor, [fresh as LockedConversation], (row) => takenOver(row, from), { reason: 'merge' });
    // Taken up again, it waits since the first of them did.
    if (waiting.after !== null) await tx.execute(`UPDATE conversations SET waiting_since = CASE WHEN state = 'resolved' THEN NULL ELSE $2::timestamptz END WHERE id = $1`, [into.id, waiting.after]);
    const [filled] = await tx.query<{ attributes: Record<string, unknown> }>(
      `UPDATE conversations c SET attributes = f.attributes || c.attributes FROM conversations f, conversations b WHERE c.id = $1 AND b.id = c.id AND f.id = $2
       RETURNING (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(f.attributes) e WHERE NOT b.attributes ? e.key) AS attributes`, [into.id, from.id]);
    const stood = await tx.query<{ id: string; routed: boolean }>(
      `SELECT id, coalesce(thread_id, $2::uuid, conversation_id) = ANY($3::uuid[]) AND NOT id = ANY($4::uuid[]) AS routed FROM messages WHERE conversation_id = $1 AND kind = 'message'`,
      [into.id, into.part_of, routes.map((route) => route.id), moved.map((line) => line.id)],
    );
    const moveId = await remember(tx, actor, {
      actId, kind: 'merge', fromId: from.id, toId: into.id, messageIds: moved.map((line) => line.id),
      facts: { from: { state: from.state, snoozedUntil: from.snoozed_until, waitingSince: iso(from.waiting_since), resolvedAt: iso(from.resolved_at) }, waiting, routes, steps, along, filled: filled?.attributes ?? {}, opened: false, stood: stood.filter((line) => line.routed).map((line) => line.id), count: stood.length },
    });
    await tellAct(tx, actor, into.id, 'merged', { moveId, undoToken: actId, conversationId: from.id, number: from.number, messages: said(moved) });
    await record(tx, [
      { type: 'conversation.merged', actor: actorOf(actor), conversationId: into.id, subjectId: from.id, data: { moveId, messages: moved.length } },
      { type: 'conversation.updated', actor: actorOf(actor), conversationId: from.id, data: { mergedInto: into.id } },
      { type: 'conversation.updated', actor: actorOf(actor), conversationId: into.id, data: { merged: from.id } },
    ]);
    this.poke(tx, [into.id]);
    return said(moved);
  }

  private async moveInto(tx: Tx, actor: MemberActor, { kind, from, lines, ids, toId }: { kind: 'split' | 'move'; from: LockedConversation; lines: readonly Line[]; ids: ReadonlySet<string>; toId: string | undefined }): Promise<MovedMessages> {
    const opened = toId === undefined;
    const to = (await lockConversations(tx, [toId ?? (await openPart(tx, actor, from, lines.filter((line) => ids.has(line.id))))]))[0] as LockedConversation;
    await refuseWider(tx, from, to);
    const waited = from.waiting_since !== null || to.waiting_since !== null;
    const { moved } = await rethread(tx, from, to, ids);
    // A split takes along the threads that were spoken there: what comes next belongs to the newest part.
    const threads = [...new Set(moved.filter((line) => line.kind === 'message').map((line) => line.threadId ?? from.part_of ?? from.id))];
    const routes = kind === 'move' ? [] : await tx.query<{ id: string; before: string | null }>(
      `UPDATE conversations c SET thread_to = $2 FROM conversations b WHERE b.id = c.id AND c.id = ANY($3::uuid[]) AND coalesce(c.thread_to, c.id) = $1 RETURNING c.id, b.thread_to AS before`, [from.id, to.id, threads]);
    if (waited) for (const id of [from.id, to.id]) await waitAnew(tx, id);
    const actId = newId();
    const moveId = await remember(tx, actor, { actId, kind, fromId: from.id, toId: to.id, messageIds: moved.map((line) => line.id), facts: { routes, steps: [], along: nothingAlong, opened } });
    const [out, into] = kind === 'split' ? ['split-off', 'split-from'] : ['moved-out', 'moved-in'];
    await tellAct(tx, actor, from.id, out as string, { moveId, undoToken: actId, conversationId: to.id, number: to.number, messages: said(moved) });
    await tellAct(tx, actor, to.id, into as string, { moveId, undoToken: actId, conversationId: from.id, number: from.number, messages: said(moved) });
    await record(tx, [
      { type: kind === 'split' ? 'conversation.split' : 'conversation.messages-moved', actor: actorOf(actor), conversationId: from.id, subjectId: to.id, data: { moveId, messages: moved.length } },
      ...[from.id, to.id].map((conversationId) => ({ type: 'conversation.updated', actor: actorOf(actor), conversationId, data: { moved: moved.length } })),
    ]);
    this.poke(tx, [from.id, to.id]);
    return this.answer(tx, actor, actId, to.id, [from.id], said(moved));
  }

  /** Answers that were queued leave from where they stand now. */
  private poke(tx: Tx, conversationIds: readonly string[]): void {
    tx.afterCommit(() => { for (const conversationId of conversationIds) this.queues.poke('send', { conversationId }); });
  }

  /** All of them, in sight and the actor's to change. */
  private async lock(tx: Tx, actor: MemberActor, ids: readonly string[]): Promise<LockedConversation[]> {
    // With those that hold threads which are spoken or led there.
    const threads = await tx.query<{ id: string }>(
      `SELECT thread_id AS id FROM messages WHERE conversation_id = ANY($1::uuid[]) AND thread_id IS NOT NULL UNION SELECT id FROM conversations WHERE thread_to = ANY($1::uuid[]) UNION SELECT part_of FROM conversations WHERE id = ANY($1::uuid[]) AND part_of IS NOT NULL`, [ids]);
    const rows = (await lockConversations(tx, [...new Set([...ids, ...threads.map(({ id }) => id)])])).filter((row) => ids.includes(row.id));
    if (rows.length < new Set(ids).size || rows.some((row) => !mayOn(actor, 'conversation.read', row))) throw notFound('conversation');
    if (rows.some((row) => !mayOn(actor, 'conversation.triage', row))) throw forbidden();
    return rows;
  }

  /** The token of the act, when each of them went up in that one already. */
  private async doneAlready(tx: Tx, rows: ReadonlyMap<string, LockedConversation>, ids: readonly string[], intoId: string): Promise<string | undefined> {
    if (!ids.every((id) => rows.get(id)?.merged_into === intoId)) return undefined;
    const [last] = await tx.query<{ act_id: string }>(`SELECT act_id FROM conversation_moves WHERE from_id = ANY($1::uuid[]) AND to_id = $2 AND kind = 'merge' AND undone_at IS NULL ORDER BY created_at DESC LIMIT 1`, [ids, intoId]);
    return last?.act_id;
  }

  private async answer(tx: Tx, actor: MemberActor, undoToken: string, intoId: string, others: readonly string[], moved: number): Promise<MovedMessages> {
    await this.conversations.allow(tx, actor, intoId, 'conversation.read');
    const views = await findConversationViews(tx, this.secrets, [intoId, ...others]);
    return { conversation: views.find((view) => view.id === intoId) as ConversationView, others: views.filter((view) => view.id !== intoId), moved, undoToken };
  }
}

const said = (lines: readonly Line[]): number => lines.filter((line) => line.kind !== 'event').length;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const earlier = (a: Date | null, b: Date | null): string | null => (a === null ? iso(b) : b === null ? iso(a) : iso(a < b ? a : b));
