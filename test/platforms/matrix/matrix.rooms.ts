/** Rooms of a played homeserver: what happened in each, in order, as far as it was told. */
export interface RoomEvent {
  type: string;
  event_id: string;
  sender: string;
  origin_server_ts: number;
  content: Record<string, unknown>;
  state_key?: string;
  redacts?: string;
  unsigned?: Record<string, unknown>;
}
/** Receipts and typing: told once, to whoever asks, and no part of the room. */
export interface Ephemeral { type: 'm.receipt' | 'm.typing'; content: object }

interface Placed<T> { position: number; what: T }

export class PlayedRoom {
  readonly timeline: Placed<RoomEvent>[] = [];
  readonly ephemeral: Placed<Ephemeral>[] = [];
  /** All that was ever made, told or not yet. */
  readonly known = new Map<string, RoomEvent>();
  readonly members = new Map<string, { displayname?: string }>();
  encrypted = false;
  /** When our account came in; until then it is only invited. */
  joinedAt: number | undefined;
  invitedBy: string | undefined;

  constructor(readonly id: string) {}

  /** What a sync shows of it: the newest `limit`, and where the rest begins. */
  since(position: number, limit: number): object | undefined {
    const from = this.joinedAt !== undefined && this.joinedAt > position ? 0 : position;
    const news = this.timeline.filter((one) => one.position > from);
    const signals = this.ephemeral.filter((one) => one.position > position).map(({ what }) => what);
    if (news.length === 0 && signals.length === 0 && from === position) return undefined;
    const shown = news.slice(-limit);
    const limited = news.length > shown.length;
    return {
      timeline: { events: shown.map(({ what }) => what), limited, prev_batch: `t${shown[0]?.position ?? this.joinedAt ?? 0}` },
      state: { events: [...this.states(new Set(shown.map(({ what }) => what.sender)))] },
      ephemeral: { events: signals },
      account_data: { events: [] },
      unread_notifications: {},
    };
  }

  /** A page of what was told before that place, newest first. */
  before(place: number | undefined, { limit, until }: { limit: number; until: number }): { chunk: RoomEvent[]; end?: string; state: object[] } {
    const older = this.timeline.filter(({ position }) => (place === undefined || position < place) && position > until).reverse();
    const page = older.slice(0, limit);
    const last = page.at(-1);
    return { chunk: page.map(({ what }) => what), state: [...this.states(new Set(page.map(({ what }) => what.sender)))], ...(last === undefined || older.length <= limit ? {} : { end: `t${last.position}` }) };
  }

  *states(of: Set<string>): Iterable<object> {
    for (const [id, member] of this.members) if (of.has(id)) yield { type: 'm.room.member', state_key: id, sender: id, event_id: `$member-${id}`, origin_server_ts: 1, content: { membership: 'join', ...member } };
    if (this.encrypted) yield { type: 'm.room.encryption', state_key: '', sender: '@admin:sim.test', event_id: `$encryption-${this.id}`, origin_server_ts: 1, content: { algorithm: 'm.megolm.v1.aes-sha2' } };
  }

  reactionsTo(eventId: string): RoomEvent[] {
    return [...this.known.values()].filter(({ type, content }) => {
      const about = content['m.relates_to'];
      return type === 'm.reaction' && typeof about === 'object' && about !== null && 'event_id' in about && about.event_id === eventId;
    });
  }
}
