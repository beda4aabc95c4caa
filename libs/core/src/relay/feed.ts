import type { FeedEvent } from '@kontuar/contract';
import type { Secrets, Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { findConversationViews } from '../conversations/conversations.queries';
import { findMessageViews } from '../messages/message.view';

export interface EventRow {
  id: string; seq: string; workspace_id: string; type: string; at: Date; actor_kind: string; actor_id: string | null;
  conversation_id: string | null; message_id: string | null; subject_id: string | null; data: Record<string, unknown>;
}

/** Who may see an event of the feed. */
export type Audience =
  | { kind: 'workspace' }
  | { kind: 'members'; memberIds: string[] }
  | { kind: 'conversation'; channelId: string; assigneeId: string | null; teamId: string | null; before?: { assigneeId?: string | null; teamId?: string | null } };

export interface Published { workspaceId: string; event: FeedEvent; audience: Audience }

const feedTypes = new Set(['message.created', 'message.updated', 'conversation.created', 'conversation.updated', 'notification', 'channel.health', 'directory.changed', 'conversation.erased']);

/** From rows of history to what screens get, as things stand now: a handful of statements, however many rows. Types for the audit alone drop out. */
export async function hydrate(tx: Tx, secrets: Secrets, rows: readonly EventRow[]): Promise<Published[]> {
  const shown = rows.filter((row) => feedTypes.has(row.type));
  const memberIds = [...new Set(shown.filter((row) => row.type === 'notification' && row.actor_kind === 'member').flatMap((row) => row.actor_id ?? []))];
  const [conversationViews, messageViews, members] = await Promise.all([
    findConversationViews(tx, secrets, [...new Set(shown.flatMap((row) => row.conversation_id ?? []))]),
    findMessageViews(tx, secrets, [...new Set(shown.filter((row) => row.type.startsWith('message.')).flatMap((row) => row.message_id ?? []))]),
    memberIds.length === 0 ? [] : tx.query<{ id: string; name: string }>(`SELECT m.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = ANY($1::uuid[])`, [memberIds]),
  ]);
  const conversations = new Map(conversationViews.map((view) => [view.id, view]));
  const messages = new Map(messageViews.map((view) => [view.id, view]));
  const names = new Map(members.map((row) => [row.id, row.name]));

  return shown.flatMap((row): Published[] => {
    const base = { workspaceSeq: Number(row.seq), at: row.at.toISOString() };
    const conversation = row.conversation_id === null ? undefined : conversations.get(row.conversation_id);
    const message = row.message_id === null ? undefined : messages.get(row.message_id);
    const publish = (event: FeedEvent, audience: Audience): Published[] => [{ workspaceId: row.workspace_id, event, audience }];
    const fields = row.data['fields'] as Record<string, { from: unknown }> | undefined;
    const audience: Audience | undefined = conversation === undefined ? undefined : {
      kind: 'conversation', channelId: conversation.channelId, assigneeId: conversation.assigneeId, teamId: conversation.teamId,
      ...(fields === undefined ? {} : { before: { ...(fields['assignee_id'] === undefined ? {} : { assigneeId: fields['assignee_id'].from as string | null }), ...(fields['team_id'] === undefined ? {} : { teamId: fields['team_id'].from as string | null }) } }),
    };
    switch (row.type) {
      case 'message.created':
        return conversation === undefined || message === undefined || audience === undefined ? [] : publish({ ...base, type: 'message.created', seq: message.seq, message, conversation }, audience);
      case 'message.updated':
        return message === undefined || audience === undefined ? [] : publish({ ...base, type: 'message.updated', seq: message.seq, message }, audience);
      case 'conversation.created':
      case 'conversation.updated':
        return conversation === undefined || audience === undefined ? [] : publish({ ...base, type: row.type, seq: conversation.lastSeq, conversation }, audience);
      case 'conversation.erased': {
        const { channelId, assigneeId, teamId } = row.data as { channelId: string; assigneeId: string | null; teamId: string | null };
        return row.conversation_id === null ? [] : publish({ ...base, type: 'conversation.removed', seq: 0, conversationId: row.conversation_id }, { kind: 'conversation', channelId, assigneeId, teamId });
      }
      case 'notification': {
        const { kind, memberIds: to } = row.data as { kind: Extract<FeedEvent, { type: 'notification' }>['kind']; memberIds: string[] };
        return row.conversation_id === null ? [] : publish({ ...base, type: 'notification', kind, conversationId: row.conversation_id, messageId: row.message_id, byName: names.get(row.actor_id ?? '') ?? '' }, { kind: 'members', memberIds: to });
      }
      case 'channel.health':
        return publish({ ...base, type: 'channel.health', channelId: row.subject_id ?? '', state: String(row.data['state'] ?? '') }, { kind: 'workspace' });
      case 'directory.changed':
        return publish(
          { ...base, type: 'directory.changed', what: row.data['what'] as Extract<FeedEvent, { type: 'directory.changed' }>['what'], subjectId: row.subject_id },
          // What only some find in their lists, only they hear of.
          Array.isArray(row.data['memberIds']) ? { kind: 'members', memberIds: row.data['memberIds'] as string[] } : { kind: 'workspace' },
        );
      default:
        return [];
    }
  });
}

/** What one reader gets of a published event: itself, the notice that it left their sight, or nothing. */
export function forReader(actor: MemberActor, { event, audience }: Published): FeedEvent | undefined {
  switch (audience.kind) {
    case 'workspace':
      return event;
    case 'members':
      return audience.memberIds.includes(actor.memberId) ? event : undefined;
    case 'conversation': {
      if (can(actor, 'conversation.read', audience)) return event;
      const { assigneeId = null, teamId = null } = audience.before ?? {};
      const sawIt = can(actor, 'conversation.read', { kind: 'conversation', channelId: audience.channelId, assigneeId, teamId });
      return sawIt ? removed(event) : undefined;
    }
    default:
      throw new Error(`no rule for ${JSON.stringify(audience satisfies never)}`);
  }
}

/** The stub that those get who may not see the conversation any more. */
export function removed(event: FeedEvent): FeedEvent | undefined {
  const conversationId = 'conversation' in event ? event.conversation.id : undefined;
  return conversationId === undefined ? undefined : { type: 'conversation.removed', workspaceSeq: event.workspaceSeq, at: event.at, seq: 0, conversationId };
}

/** Socket rooms by right: a member sits in those of their channels, teams and self; who sees everything sits in one. */
export const rooms = {
  workspace: (workspaceId: string) => `w:${workspaceId}`,
  everything: (workspaceId: string) => `all:${workspaceId}`,
  channel: (channelId: string) => `c:${channelId}`,
  member: (memberId: string) => `m:${memberId}`,
  team: (teamId: string) => `t:${teamId}`,
};

export function roomsOf(actor: MemberActor): string[] {
  return [
    rooms.workspace(actor.workspaceId), rooms.member(actor.memberId), ...actor.teamIds.map(rooms.team),
    ...(actor.channelIds === 'all' ? [rooms.everything(actor.workspaceId)] : actor.channelIds.map(rooms.channel)),
  ];
}

/** Those who may see a conversation, as rooms. */
export function conversationRooms(workspaceId: string, facts: { channelId: string; assigneeId: string | null; teamId: string | null }): string[] {
  return [rooms.everything(workspaceId), rooms.channel(facts.channelId), ...(facts.assigneeId === null ? [] : [rooms.member(facts.assigneeId)]), ...(facts.teamId === null ? [] : [rooms.team(facts.teamId)])];
}

export interface Emission { rooms: string[]; except: string[]; event: FeedEvent }

export function emissions({ workspaceId, event, audience }: Published): Emission[] {
  switch (audience.kind) {
    case 'workspace':
      return [{ rooms: [rooms.workspace(workspaceId)], except: [], event }];
    case 'members':
      return audience.memberIds.length === 0 ? [] : [{ rooms: audience.memberIds.map(rooms.member), except: [], event }];
    case 'conversation': {
      const now = conversationRooms(workspaceId, audience);
      const before = [...(audience.before?.assigneeId == null ? [] : [rooms.member(audience.before.assigneeId)]), ...(audience.before?.teamId == null ? [] : [rooms.team(audience.before.teamId)])].filter((room) => !now.includes(room));
      const gone = before.length === 0 ? undefined : removed(event);
      return [{ rooms: now, except: [], event }, ...(gone === undefined ? [] : [{ rooms: before, except: now, event: gone }])];
    }
    default:
      throw new Error(`no rule for ${JSON.stringify(audience satisfies never)}`);
  }
}
