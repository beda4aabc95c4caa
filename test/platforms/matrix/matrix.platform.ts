/** The people at the other end of a Matrix homeserver: customers on another server, and the account itself in another app. */
import type { Customer, Happened, Media, PlatformModule, Saying, Simulated } from '../platform';
import { Homeserver } from './matrix.homeserver';
import type { Ephemeral, PlayedRoom, RoomEvent } from './matrix.rooms';

export const matrixPlatform: PlatformModule<PlayedHomeserver> = { id: 'matrix', label: 'Matrix', create: ({ root, now }) => new PlayedHomeserver(root, now) };

export class PlayedHomeserver extends Homeserver implements Simulated {
  customer(name = `Customer ${this.people.size + 1}`): Customer {
    const id = `@customer-${this.people.size + 1}:elsewhere.test`;
    const person = { id, name, handle: id };
    this.people.set(id, person);
    return person;
  }

  say({ from, text = '', media = [], replyTo, nameless }: Saying): Happened {
    const room = this.roomOf(from, nameless === true);
    const [file, ...more] = media;
    const about = replyTo === undefined ? {} : { 'm.relates_to': { 'm.in_reply_to': { event_id: replyTo } } };
    const content = file === undefined ? { msgtype: 'm.text', body: text } : { ...this.fileContent(file), ...(text === '' ? {} : { body: text }) };
    const first = this.event(room, { type: 'm.room.message', sender: from.id, content: { ...content, ...about } });
    return this.happened(room, first, ...more.map((one) => this.event(room, { type: 'm.room.message', sender: from.id, content: this.fileContent(one) })));
  }

  edit(externalId: string, text: string): Happened {
    const { room, event } = this.find(externalId);
    const content = { msgtype: 'm.text', body: `* ${text}`, 'm.new_content': { msgtype: 'm.text', body: text }, 'm.relates_to': { rel_type: 'm.replace', event_id: externalId } };
    return { ...this.happened(room, this.event(room, { type: 'm.room.message', sender: event.sender, content })), externalId };
  }

  remove(externalId: string): Happened {
    const { room, event } = this.find(externalId);
    return { ...this.happened(room, this.event(room, { type: 'm.room.redaction', sender: event.sender, content: { redacts: externalId }, redacts: externalId })), externalId };
  }

  react(externalId: string, from: Customer, emoji: string | null): Happened {
    const { room } = this.find(externalId);
    const mine = room.reactionsTo(externalId).filter(({ sender }) => sender === from.id);
    const gone = mine.map(({ event_id: id }) => {
      room.known.delete(id);
      return this.event(room, { type: 'm.room.redaction', sender: from.id, content: { redacts: id }, redacts: id });
    });
    const added = emoji === null ? [] : [this.event(room, { type: 'm.reaction', sender: from.id, content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: externalId, key: emoji } } })];
    return { ...this.happened(room, ...gone, ...added), externalId };
  }

  typing(from: Customer): Happened {
    return this.signal(this.roomOf(from), { type: 'm.typing', content: { user_ids: [from.id] } });
  }

  read(externalId: string): Happened {
    const { room } = this.find(externalId);
    const reader = [...room.members.keys()].find((id) => id !== this.me) ?? '';
    return { ...this.signal(room, { type: 'm.receipt', content: { [externalId]: { 'm.read': { [reader]: { ts: this.now().getTime() } } } } }), externalId };
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const room = this.roomOf(to);
    return this.happened(room, this.event(room, { type: 'm.room.message', sender: this.me, content: { msgtype: 'm.text', body: text } }));
  }

  unknownEvent(): Happened {
    const room = [...this.rooms.values()].find(({ joinedAt }) => joinedAt !== undefined) ?? this.roomOf(this.customer());
    return this.happened(room, this.event(room, { type: 'test.sim.telepathy', sender: [...room.members.keys()][0] ?? this.me, content: { thought: 'hm' } }));
  }

  unknownMessage(from: Customer): Happened {
    const room = this.roomOf(from);
    return this.happened(room, this.event(room, { type: 'm.room.message', sender: from.id, content: { msgtype: 'test.sim.hologram', body: 'A hologram' } }));
  }

  /** From now on what is said in the room is encrypted. */
  encrypt(from: Customer): Happened {
    const room = this.roomOf(from);
    room.encrypted = true;
    return this.happened(room, this.event(room, { type: 'm.room.encrypted', sender: from.id, content: { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgAEnAC', session_id: 'x' } }));
  }

  /** Each customer has a room with us, which they made and invited us into. */
  roomOf({ id, name }: Customer, nameless = false): PlayedRoom {
    const room = this.room(`!with-${id.slice(1).replaceAll(':', '-')}:elsewhere.test`);
    if (room.invitedBy === undefined) {
      room.invitedBy = id;
      room.members.set(id, nameless ? {} : { displayname: name });
      if (nameless) this.people.delete(id);
    }
    return room;
  }

  private happened(room: PlayedRoom, ...events: RoomEvent[]): Happened {
    return { externalId: events[0]?.event_id ?? '', events: events.map((event) => ({ payload: { room: room.id, event } })) };
  }

  private signal(room: PlayedRoom, ephemeral: Ephemeral): Happened {
    return { externalId: '', events: [{ payload: { room: room.id, ephemeral } }] };
  }

  private find(externalId: string): { room: PlayedRoom; event: RoomEvent } {
    for (const room of this.rooms.values()) {
      const event = room.known.get(externalId);
      if (event !== undefined) return { room, event };
    }
    throw new Error(`no event ${externalId}`);
  }

  private fileContent(file: Media): Record<string, unknown> {
    return { msgtype: file.contentType.startsWith('image/') ? 'm.image' : 'm.file', body: file.name, filename: file.name, url: this.keep(file), info: { mimetype: file.contentType, size: file.bytes.length } };
  }
}
