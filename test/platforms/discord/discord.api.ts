/** The REST API: who may call it, what fits, and what comes of it. */
import { Violation, type Accepted, type ApiAnswer, type ApiCall } from '../platform';
import { checked, mustFit } from './discord.contract';
import type { PlayedGateway } from './discord.gateway';
import type { Channel, Message, World } from './discord.world';

export interface Attached { id: string; filename?: string }
interface Wish { content?: string; nonce?: string; enforce_nonce?: boolean; allowed_mentions?: { parse?: string[]; replied_user?: boolean }; message_reference?: { message_id: string; fail_if_not_exists?: boolean }; attachments?: Attached[] }

export const refuse = (status: number, code: number, message: string, more: object = {}): ApiAnswer => ({ status, body: { message, code, ...more } });
const unknownMessage = refuse(404, 10_008, 'Unknown Message');
export const tooLong = refuse(400, 50_035, 'Invalid Form Body', { errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] } } });
const fine = (body: object): ApiAnswer => ({ status: 200, headers: { 'x-ratelimit-bucket': 'played', 'x-ratelimit-remaining': '4', 'x-ratelimit-reset-after': '1.000' }, body });

export class DiscordApi {
  readonly typing: string[] = [];
  /** People who take no messages. */
  readonly closed = new Set<string>();
  contentFlag = true;
  private readonly nonces = new Map<string, { channel: Channel; message: Message }>();

  constructor(private readonly world: World, private readonly gateway: PlayedGateway, private readonly told: { token: string; accepted: Accepted[]; said(channel: Channel, message: Message): void }) {}

  /** Discord remembers numbers for some minutes. */
  forgetNonces(): void {
    this.nonces.clear();
  }

  handle(call: ApiCall): ApiAnswer {
    if (call.path.startsWith('/cdn/')) return this.bytes(call);
    if (!call.path.startsWith('/api/v10/')) throw new Violation('Discord has no such address', { status: 404, body: '404: Not Found' });
    if (!/^DiscordBot \(\S+, [\w.]+\)/.test(call.headers['user-agent'] ?? '')) throw new Violation('a bot must name itself', refuse(400, 0, 'invalid user agent'));
    if (call.headers['authorization'] !== `Bot ${this.told.token}`) return refuse(401, 0, '401: Unauthorized');
    const path = call.path.slice('/api/v10'.length);
    const [, kind, id = '', what, messageId = '', more, emoji, whose] = path.split('/');
    if (path === '/users/@me') return fine(this.world.shownUser(this.world.bot));
    if (path === '/applications/@me') return fine({ id: '1', name: 'Kontuar', flags: this.contentFlag ? 1 << 19 : 0 });
    if (path === '/gateway/bot') return fine(checked('GatewayBotResponse', { url: this.gateway.url, shards: 1, session_start_limit: { total: 1000, remaining: this.gateway.starts, reset_after: 3_600_000, max_concurrency: 1 } }));
    if (path === '/users/@me/channels' && call.method === 'POST') return this.open(call);
    if (kind === 'users') return this.world.people.has(id) ? fine(this.world.shownUser(this.world.people.get(id)!)) : refuse(404, 10_013, 'Unknown User');
    if (kind === 'guilds' && path.endsWith('/threads/active')) return fine({ threads: [...this.world.channels.values()].filter(({ type }) => type === 11).map((one) => this.world.shownChannel(one)), members: [] });
    const channel = kind === 'channels' ? this.world.channels.get(id) : undefined;
    if (kind !== 'channels') throw new Violation(`Discord has no ${call.method} ${path}`, refuse(404, 0, '404: Not Found'));
    if (channel === undefined) return refuse(404, 10_003, 'Unknown Channel');
    if (channel.closed === true) return refuse(403, 50_001, 'Missing Access');
    if (what === undefined) return fine(this.world.shownChannel(channel));
    if (what === 'typing') {
      this.typing.push(channel.id);
      return { status: 204 };
    }
    if (messageId === '') return call.method === 'POST' ? this.post(channel, call) : this.list(channel, call);
    const found = this.world.find(`${channel.id}:${messageId}`);
    if (found === undefined) return unknownMessage;
    return more === 'reactions' ? this.reactions(found.message, { call, emoji: emoji ?? '', whose }) : this.one(found, call);
  }

  private open({ parsed }: ApiCall): ApiAnswer {
    mustFit('CreatePrivateChannelRequest', parsed);
    const { recipient_id: person } = parsed as { recipient_id: string }; // fits, see above
    return this.world.people.has(person) ? fine(this.world.shownChannel(this.world.direct(person))) : refuse(400, 50_033, 'Invalid Recipient(s)');
  }

  private list(channel: Channel, { query }: ApiCall): ApiAnswer {
    const limit = Number(query['limit'] ?? '50');
    if (!(limit >= 1 && limit <= 100)) throw new Violation('limit out of range', refuse(400, 50_035, 'Invalid Form Body'));
    const after = BigInt(query['after'] ?? '0');
    const behind = channel.messages.filter((one) => BigInt(one.id) > after).slice(0, limit);
    // The next ones, yet newest first.
    return fine(behind.map((one) => this.world.shown(channel, one)).reverse());
  }

  private post(channel: Channel, call: ApiCall): ApiAnswer {
    const wish = wishOf(call);
    mustFit('MessageCreateRequest', wish);
    if (channel.with !== undefined && this.closed.has(channel.with)) return refuse(403, 50_007, 'Cannot send messages to this user');
    const { content = '', nonce, message_reference: reference } = wish;
    if (content === '' && call.files.length === 0) throw new Violation('an empty message', refuse(400, 50_006, 'Cannot send an empty message'));
    if ([...content].length > 2000) throw new Violation('a text that is too long', tooLong);
    if (call.files.some(({ bytes }) => bytes.length > 10 * 1024 * 1024)) throw new Violation('a file that is too big', refuse(413, 40_005, 'Request entity too large'));
    if (nonce === undefined || wish.enforce_nonce !== true) throw new Violation('sent without a number, so that silence could double it', refuse(400, 0, 'no nonce'));
    if (wish.allowed_mentions?.parse?.length !== 0 || wish.allowed_mentions.replied_user !== false) throw new Violation('would call people by what an agent wrote', refuse(400, 0, 'mentions'));
    const known = this.nonces.get(nonce);
    if (known !== undefined) return fine(this.world.shown(known.channel, known.message));
    const answered = reference === undefined ? undefined : this.world.find(`${channel.id}:${reference.message_id}`);
    if (reference !== undefined && answered === undefined && reference.fail_if_not_exists !== false) return refuse(400, 50_035, 'Invalid Form Body', { errors: { message_reference: { _errors: [{ code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' }] } } });
    const files = call.files.map((file, index) => {
      const named = wish.attachments?.find(({ id }) => id === String(index))?.filename;
      if (file.field !== `files[${index}]` || named !== file.name) throw new Violation('a file that is not announced', refuse(400, 50_035, 'Invalid Form Body'));
      return this.world.attach(channel, { name: file.name, contentType: file.contentType, bytes: file.bytes });
    });
    const message = this.world.put(channel, { author: this.world.bot, content, nonce, attachments: files, ...(answered === undefined ? {} : { replyTo: { channel: channel.id, id: answered.message.id } }) });
    this.nonces.set(nonce, { channel, message });
    this.told.accepted.push({ externalId: `${channel.id}:${message.id}`, text: content, to: channel.with ?? channel.id, visibility: channel.with === undefined ? 'public' : 'private', mediaCount: files.length, ...(answered === undefined ? {} : { kind: 'reply' }) });
    this.told.said(channel, message);
    return fine(this.world.shown(channel, message));
  }

  private one({ channel, message }: { channel: Channel; message: Message }, call: ApiCall): ApiAnswer {
    if (call.method === 'GET') return fine(this.world.shown(channel, message));
    const ours = message.author === this.world.bot;
    if (call.method === 'DELETE') {
      if (!ours && channel.with !== undefined) return refuse(403, 50_003, 'Cannot execute action on a DM channel');
      channel.messages = channel.messages.filter((one) => one !== message);
      return { status: 204 };
    }
    mustFit('MessageEditRequestPartial', call.parsed);
    if (!ours) return refuse(403, 50_005, 'Cannot edit a message authored by another user');
    message.content = (call.parsed as { content: string }).content;
    message.edited = new Date().toISOString();
    return fine(this.world.shown(channel, message));
  }

  private reactions(message: Message, { call, emoji, whose }: { call: ApiCall; emoji: string; whose: string | undefined }): ApiAnswer {
    const who = message.reactions.get(emoji) ?? new Set<string>();
    if (call.method === 'GET') {
      const after = BigInt(call.query['after'] ?? '0');
      const listed = [...who].filter((id) => BigInt(id) > after).sort((a, b) => (BigInt(a) > BigInt(b) ? 1 : -1)).slice(0, Number(call.query['limit'] ?? '25'));
      return fine(listed.map((id) => this.world.shownUser(this.world.people.get(id)!)));
    }
    if (whose !== '@me') throw new Violation('reacts for somebody else', refuse(403, 50_013, 'Missing Permissions'));
    if (call.method === 'PUT') message.reactions.set(emoji, who.add(this.world.bot.id));
    else who.delete(this.world.bot.id);
    if (who.size === 0) message.reactions.delete(emoji);
    return { status: 204 };
  }

  private bytes({ path, query, headers }: ApiCall): ApiAnswer {
    if (headers['authorization'] !== undefined) throw new Violation('the token is not for files', { status: 400 });
    const id = /^\/cdn\/attachments\/\d+\/(\d+)\//.exec(path)?.[1];
    if (id === undefined) return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from('a picture') };
    const file = this.world.files.get(id);
    if (file === undefined || query['ex'] !== String(this.world.signature)) return { status: 404, body: 'This content is no longer available.' };
    return { status: 200, headers: { 'content-type': file.contentType }, body: file.bytes };
  }
}

function wishOf(call: ApiCall): Wish {
  if (call.files.length === 0) return call.parsed as Wish; // fits or is refused
  try {
    return JSON.parse((call.parsed as { payload_json: string }).payload_json) as Wish;
  } catch {
    throw new Violation('files without payload_json', refuse(400, 50_109, 'The request body contains invalid JSON.'));
  }
}
