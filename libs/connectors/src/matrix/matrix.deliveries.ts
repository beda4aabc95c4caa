/** One delivery for each event, with what the event itself does not say: whose it is, what it changes. */
import { z } from 'zod';
import type { Delivery } from '../contract';
import { call, path, type MatrixContext } from './matrix.client';
import { event as eventSchema, relation, type MatrixEvent, type Stored } from './matrix.payloads';
import { noteEncrypted } from './matrix.rooms';

interface Member { name?: string; avatar?: string }
export interface Room { id: string; name?: string; encrypted?: boolean; members: Map<string, Member> }

const remembered = 5_000;
const noise = /^m\.(call|key|room_key|secret|presence|dummy|space)\./;
/** Changes of rooms that nobody said; `m.room.member` among them is read for names. */
const silentState = /^(m\.room\.(create|power_levels|join_rules|history_visibility|guest_access|canonical_alias|aliases|avatar|name|topic|pinned_events|server_acl|third_party_invite|encryption|tombstone|related_groups|member)|m\.space\..*|uk\.half-shot\..*|im\.vector\..*)$/;

export class Deliveries {
  /** Who wrote what, and what a reaction was to: for edits, and for reactions that are taken back. */
  private readonly senders = new Map<string, string>();
  private readonly reactions = new Map<string, { eventId: string; sender: string }>();
  private readonly rooms = new Map<string, Room>();

  constructor(private readonly ctx: MatrixContext, private readonly me: string) {}

  room(id: string): Room {
    const known = this.rooms.get(id);
    if (known !== undefined) return known;
    const room: Room = { id, members: new Map() };
    this.rooms.set(id, room);
    return room;
  }

  /** Names, and whether the room is encrypted. */
  learn(room: Room, states: readonly unknown[]): void {
    for (const raw of states) {
      const state = stateEvent.safeParse(raw).data;
      if (state === undefined) continue;
      const { displayname, avatar_url: avatar, name } = texts.parse(state.content);
      if (state.type === 'm.room.member') room.members.set(state.state_key, { ...(displayname === undefined ? {} : { name: displayname }), ...(avatar === undefined ? {} : { avatar }) });
      if (state.type === 'm.room.encryption') {
        room.encrypted = true;
        noteEncrypted(this.ctx, room.id);
      }
      if (state.type === 'm.room.name' && name !== undefined) room.name = name;
    }
  }

  /** `raw` in the order in which it happened. */
  async of(room: Room, raw: readonly unknown[]): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (const one of raw) {
      const read = eventSchema.safeParse(one).data;
      if (read === undefined) continue;
      if (read.state_key !== undefined) this.learn(room, [one]);
      this.remember(read);
      if (silentState.test(read.type) || (noise.test(read.type) && read.type !== 'm.call.invite')) continue;
      deliveries.push(this.delivery(room, { event: one, ...(await this.beside(room, read)) }, { id: read.event_id, sender: read.sender }));
    }
    return deliveries;
  }

  delivery(room: Room, more: Partial<Stored>, { id, sender }: { id?: string; sender?: string } = {}): Delivery {
    const member = sender === undefined ? undefined : room.members.get(sender);
    const body: Stored = {
      me: this.me, room: { id: room.id, ...(room.name === undefined ? {} : { name: room.name }), ...(room.encrypted === true ? { encrypted: true } : {}) },
      ...(member === undefined ? {} : { sender: member }), event: null, ...more,
    };
    return { ...(id === undefined ? {} : { externalId: id }), contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
  }

  private async beside(room: Room, read: MatrixEvent): Promise<Partial<Stored>> {
    const about = relation.safeParse(read.content['m.relates_to']).data;
    if (about?.rel_type === 'm.replace' && about.event_id !== undefined) return { target: { sender: await this.senderOf(room, about.event_id) } };
    if (read.type === 'm.reaction' && about?.event_id !== undefined) return { reactions: { eventId: about.event_id, keys: await this.keysOf(room, about.event_id, read.sender) } };
    const redacted = read.type === 'm.room.redaction' ? this.reactions.get(redactedBy(read) ?? '') : undefined;
    if (redacted !== undefined) return { reactions: { eventId: redacted.eventId, keys: await this.keysOf(room, redacted.eventId, redacted.sender) } };
    return {};
  }

  /** Null when the server no longer knows: then nobody may change it. */
  private async senderOf(room: Room, eventId: string): Promise<string | null> {
    const known = this.senders.get(eventId);
    if (known !== undefined) return known;
    const found = await call(this.ctx, { path: path`/_matrix/client/v3/rooms/${room.id}/event/${eventId}`, result: z.object({ sender: z.string() }).nullable(), unless: (status) => (status === 404 || status === 403 ? null : undefined) });
    return found?.sender ?? null;
  }

  /** Each reaction is an event of its own; what counts is all that this person says to the message now. */
  private async keysOf(room: Room, eventId: string, sender: string): Promise<string[]> {
    const { chunk } = await call(this.ctx, {
      path: path`/_matrix/client/v1/rooms/${room.id}/relations/${eventId}/m.annotation/m.reaction`, query: { limit: '100' },
      result: z.object({ chunk: z.array(z.unknown()) }), unless: (status) => (status === 404 || status === 403 ? { chunk: [] } : undefined),
    });
    const keys = chunk.flatMap((raw) => {
      const one = eventSchema.safeParse(raw).data;
      const key = relation.safeParse(one?.content['m.relates_to']).data?.key;
      return one === undefined || key === undefined || one.sender !== sender || one.unsigned?.redacted_because !== undefined ? [] : [key];
    });
    return [...new Set(keys)].slice(0, 20);
  }

  private remember({ type, event_id: id, sender, content }: MatrixEvent): void {
    if (this.senders.size > remembered) this.senders.clear();
    if (this.reactions.size > remembered) this.reactions.clear();
    this.senders.set(id, sender);
    const about = type === 'm.reaction' ? relation.safeParse(content['m.relates_to']).data?.event_id : undefined;
    if (about !== undefined) this.reactions.set(id, { eventId: about, sender });
  }
}

const text = z.string().trim().min(1).max(1000).optional().catch(undefined);
const texts = z.object({ displayname: text, avatar_url: text, name: text });
const stateEvent = z.object({ type: z.string(), state_key: z.string(), content: z.record(z.string(), z.unknown()) });

/** In rooms of newer versions it stands in the content. */
export function redactedBy({ redacts, content }: MatrixEvent): string | undefined {
  const inside = content['redacts'];
  return redacts ?? (typeof inside === 'string' ? inside : undefined);
}
