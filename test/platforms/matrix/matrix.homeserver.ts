/** A Matrix homeserver, as the product sees it: long polls, rooms with their timelines, media, sessions that end. */
import { randomBytes } from 'node:crypto';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Media, type PlatformEvent } from '../platform';
import { bodies, bodyOf, messageContent, refuse, syncOf } from './matrix.contract';
import { PlayedRoom, type Ephemeral, type RoomEvent } from './matrix.rooms';

type Told = { room: string; event: RoomEvent } | { room: string; ephemeral: Ephemeral };

/** The server's side of it: what the product asks, and what it is told. */
export abstract class Homeserver {
  readonly accepted: Accepted[] = [];
  readonly me = '@support:sim.test';
  readonly password = 'password-of-the-played-account';
  readonly failures = {
    'rate-limited': refuse(429, 'M_LIMIT_EXCEEDED', 'Too Many Requests', { retry_after_ms: 1000 }, { 'retry-after': '1' }),
    'server-error': refuse(500, 'M_UNKNOWN', 'Internal server error'),
    'token-expired': refuse(401, 'M_UNKNOWN_TOKEN', 'Access token has expired', { soft_logout: true }),
    forbidden: refuse(403, 'M_FORBIDDEN', "You don't have permission to post that to the room"),
    'too-long': refuse(413, 'M_TOO_LARGE', 'event too large'),
  };
  protected readonly rooms = new Map<string, PlayedRoom>();
  protected readonly people = new Map<string, Customer>();
  protected readonly files = new Map<string, Media>();
  private readonly tokens = new Set<string>();
  private readonly refreshTokens = new Set<string>();
  private readonly transactions = new Map<string, string>();
  private directRooms: Record<string, string[]> = {};
  private readonly wakers = new Set<() => void>();
  private position = 1;
  private count = 0;
  private closed = false;

  constructor(protected readonly root: string, protected readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { homeserver: this.root, userId: this.me, password: this.password };
  }

  isSend({ method, path }: ApiCall): boolean {
    return method === 'PUT' && /\/rooms\/[^/]+\/send\//.test(path);
  }

  /** All sessions end, as when an admin logs the account out. */
  endSessions({ refreshable = true } = {}): void {
    this.tokens.clear();
    if (!refreshable) this.refreshTokens.clear();
  }

  push(events: PlatformEvent[]): void {
    for (const { payload } of events) {
      const told = payload as Told; // made below
      const room = this.room(told.room);
      this.position += 1;
      if ('event' in told) {
        room.timeline.push({ position: this.position, what: told.event });
        // Whoever speaks has stopped typing, and has read what stands above.
      } else room.ephemeral.push({ position: this.position, what: told.ephemeral });
    }
    this.wake();
  }

  handle(call: ApiCall): ApiAnswer | Promise<ApiAnswer> {
    const path = call.path.replace(/^\/_matrix/, '');
    if (path === '/client/v3/login') return this.logIn(call);
    if (path === '/client/v3/refresh') return this.refresh(call);
    const token = /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
    if (token === undefined) throw new Violation('no access token', refuse(401, 'M_MISSING_TOKEN', 'Missing access token'));
    if (!this.tokens.has(token)) return refuse(401, 'M_UNKNOWN_TOKEN', 'Unrecognised access token', { soft_logout: true });
    if (path === '/client/v3/sync') return this.sync(call);
    if (path === '/client/v3/account/whoami') return { status: 200, body: { user_id: this.me, device_id: 'SIM' } };
    if (path === '/client/v3/joined_rooms') return { status: 200, body: { joined_rooms: [...this.rooms.values()].filter(({ joinedAt }) => joinedAt !== undefined).map(({ id }) => id) } };
    if (path === '/client/v1/media/config') return { status: 200, body: { 'm.upload.size': 5_000_000 } };
    if (path === '/media/v3/upload' && call.method === 'POST') return this.upload(call);
    if (path === '/client/v3/createRoom' && call.method === 'POST') return this.createRoom(call);
    const media = /^\/client\/v1\/media\/download\/sim\.test\/([\w-]+)$/.exec(path);
    if (media !== null) {
      const file = this.files.get(media[1] ?? '');
      return file === undefined ? refuse(404, 'M_NOT_FOUND', 'Not found') : { status: 200, headers: { 'content-type': file.contentType, 'content-disposition': 'attachment' }, body: file.bytes };
    }
    const profile = /^\/client\/v3\/profile\/(.+)$/.exec(path);
    if (profile !== null) {
      const person = this.people.get(profile[1] ?? '');
      return person === undefined || person.name === '' ? refuse(404, 'M_NOT_FOUND', 'Profile was not found') : { status: 200, body: { displayname: person.name } };
    }
    if (path === `/client/v3/user/${this.me}/account_data/m.direct`) return this.direct(call);
    const inRoom = /^\/client\/v[13]\/rooms\/([^/]+)\/(.+)$/.exec(path);
    const room = this.rooms.get(inRoom?.[1] ?? '');
    if (inRoom === null) throw new Violation('no such call', refuse(404, 'M_UNRECOGNIZED', 'Unrecognized request'));
    if (room === undefined) return refuse(403, 'M_FORBIDDEN', 'You are not in the room');
    return this.handleRoom(call, room, inRoom[2] ?? '');
  }

  private handleRoom(call: ApiCall, room: PlayedRoom, what: string): ApiAnswer {
    const { method } = call;
    if (what === 'join' && method === 'POST') {
      bodyOf(call, bodies.empty);
      room.joinedAt = this.position += 1;
      this.wake();
      return { status: 200, body: { room_id: room.id } };
    }
    if (room.joinedAt === undefined) return refuse(403, 'M_FORBIDDEN', `User ${this.me} not in room ${room.id}`);
    const send = /^send\/m\.room\.message\/([\w-]+)$/.exec(what);
    if (send !== null && method === 'PUT') return this.send(call, room, send[1] ?? '');
    const redact = /^redact\/(\$[^/]+)\/[\w-]+$/.exec(what);
    if (redact !== null && method === 'PUT') {
      bodyOf(call, bodies.empty);
      const event = this.event(room, { type: 'm.room.redaction', sender: this.me, content: { redacts: redact[1] }, redacts: redact[1] ?? '' });
      this.push([{ payload: { room: room.id, event } }]);
      return { status: 200, body: { event_id: event.event_id } };
    }
    if (what === `typing/${this.me}` && method === 'PUT') {
      bodyOf(call, bodies.typing);
      return { status: 200, body: {} };
    }
    if (/^receipt\/m\.read\/\$/.test(what) && method === 'POST') {
      bodyOf(call, bodies.empty);
      return { status: 200, body: {} };
    }
    if (what === 'state/m.room.encryption/') return room.encrypted ? { status: 200, body: { algorithm: 'm.megolm.v1.aes-sha2' } } : refuse(404, 'M_NOT_FOUND', 'Event not found.');
    const one = /^event\/(\$.+)$/.exec(what);
    if (one !== null) {
      const event = room.known.get(one[1] ?? '');
      return event === undefined ? refuse(404, 'M_NOT_FOUND', 'Event not found.') : { status: 200, body: event };
    }
    const relations = /^relations\/(\$.+)\/m\.annotation\/m\.reaction$/.exec(what);
    if (relations !== null) return { status: 200, body: { chunk: room.reactionsTo(relations[1] ?? '') } };
    if (what === 'messages' && call.query['dir'] === 'b') {
      const place = call.query['from'] === undefined ? undefined : Number(/^t(\d+)$/.exec(call.query['from'])?.[1] ?? Number.NaN);
      if (Number.isNaN(place)) throw new Violation('a place that was never given', refuse(400, 'M_INVALID_PARAM', 'from'));
      return { status: 200, body: { start: call.query['from'] ?? 't0', ...room.before(place, { limit: Number(call.query['limit'] ?? 10), until: Number(call.query['to']?.slice(1) ?? 0) }) } };
    }
    throw new Violation('no such call', refuse(404, 'M_UNRECOGNIZED', 'Unrecognized request'));
  }

  private send(call: ApiCall, room: PlayedRoom, transaction: string): ApiAnswer {
    const content = bodyOf(call, messageContent);
    if (room.encrypted) throw new Violation('in the clear, in an encrypted room', refuse(403, 'M_FORBIDDEN', 'encrypted'));
    const key = `${room.id} ${transaction}`;
    const before = this.transactions.get(key);
    if (before !== undefined) return { status: 200, body: { event_id: before } };
    const event = this.event(room, { type: 'm.room.message', sender: this.me, content, unsigned: { transaction_id: transaction } });
    this.transactions.set(key, event.event_id);
    const edit = 'm.new_content' in content;
    this.accepted.push({ externalId: event.event_id, text: content.msgtype === 'm.text' ? content.body : '', to: room.id, visibility: 'private', mediaCount: content.msgtype === 'm.text' ? 0 : 1, ...(edit ? { kind: 'edit' } : {}) });
    this.push([{ payload: { room: room.id, event } }]);
    return { status: 200, body: { event_id: event.event_id } };
  }

  private async sync(call: ApiCall): Promise<ApiAnswer> {
    const { since, timeout, limit } = syncOf(call);
    const until = Date.now() + Math.min(timeout, 30_000);
    for (;;) {
      const rooms = this.newsSince(since ?? 0, limit);
      if (since === undefined || Object.keys(rooms.join).length > 0 || Object.keys(rooms.invite).length > 0 || Date.now() >= until || this.closed) return { status: 200, body: { next_batch: `s${this.position}`, rooms: { ...rooms, leave: {}, knock: {} } } };
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, until - Date.now());
        const { wakers } = this;
        function wake() { clearTimeout(timer); wakers.delete(wake); resolve(); }
        wakers.add(wake);
      });
    }
  }

  private newsSince(position: number, limit: number): { join: Record<string, object>; invite: Record<string, object> } {
    const news = { join: {} as Record<string, object>, invite: {} as Record<string, object> };
    for (const room of this.rooms.values()) {
      const told = room.joinedAt === undefined ? undefined : room.since(position, limit);
      if (told !== undefined) news.join[room.id] = told;
      if (room.joinedAt === undefined && room.invitedBy !== undefined && room.timeline.length > 0) {
        news.invite[room.id] = { invite_state: { events: [...room.states(new Set([room.invitedBy])), { type: 'm.room.member', state_key: this.me, sender: room.invitedBy, content: { membership: 'invite', is_direct: true } }] } };
      }
    }
    return news;
  }

  private logIn(call: ApiCall): ApiAnswer {
    const { identifier, password, device_id: device = 'SIM' } = bodyOf(call, bodies.login);
    if (identifier.user !== this.me || password !== this.password) return refuse(403, 'M_FORBIDDEN', 'Invalid username or password');
    return { status: 200, body: { user_id: this.me, device_id: device, ...this.session() } };
  }

  private refresh(call: ApiCall): ApiAnswer {
    const { refresh_token: token } = bodyOf(call, bodies.refresh);
    if (!this.refreshTokens.delete(token)) return refuse(401, 'M_UNKNOWN_TOKEN', 'Unknown refresh token', { soft_logout: true });
    return { status: 200, body: this.session() };
  }

  private session(): object {
    const [access, refresh] = [`syt_${randomBytes(12).toString('hex')}`, `syr_${randomBytes(12).toString('hex')}`];
    this.tokens.add(access);
    this.refreshTokens.add(refresh);
    return { access_token: access, refresh_token: refresh, expires_in_ms: 300_000 };
  }

  private upload(call: ApiCall): ApiAnswer {
    if (call.headers['content-type'] === undefined) throw new Violation('a file without a type', refuse(400, 'M_UNKNOWN', 'type'));
    if (call.body.length > 5_000_000) return refuse(413, 'M_TOO_LARGE', 'Upload request body is too large');
    return { status: 200, body: { content_uri: this.keep({ name: call.query['filename'] ?? '', contentType: call.headers['content-type'], bytes: call.body }) } };
  }

  private direct(call: ApiCall): ApiAnswer {
    if (call.method === 'PUT') this.directRooms = call.parsed as Record<string, string[]>; // only ever written by us
    else if (Object.keys(this.directRooms).length === 0) return refuse(404, 'M_NOT_FOUND', 'Account data not found');
    return { status: 200, body: call.method === 'PUT' ? {} : this.directRooms };
  }

  private createRoom(call: ApiCall): ApiAnswer {
    bodyOf(call, bodies.createRoom);
    const room = this.room(this.next('!'));
    room.joinedAt = this.position += 1;
    return { status: 200, body: { room_id: room.id } };
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  protected room(id: string): PlayedRoom {
    const known = this.rooms.get(id) ?? new PlayedRoom(id);
    this.rooms.set(id, known);
    return known;
  }

  protected event(room: PlayedRoom, given: Omit<RoomEvent, 'event_id' | 'origin_server_ts'>): RoomEvent {
    const event: RoomEvent = { event_id: this.next('$'), origin_server_ts: this.now().getTime(), ...given };
    room.known.set(event.event_id, event);
    return event;
  }

  protected keep(file: Media): string {
    const id = this.next('media').replaceAll(/\W/g, '');
    this.files.set(id, file);
    return `mxc://sim.test/${id}`;
  }

  protected next(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}-${randomBytes(6).toString('hex')}${kind === '!' ? ':sim.test' : ''}`;
  }

  private wake(): void {
    for (const waker of [...this.wakers]) waker();
  }
}
