/** The Web API: which arguments each method takes, who may call it, and what comes of it. */
import { z } from 'zod';
import { Violation, type Accepted, type ApiAnswer, type ApiCall } from '../platform';
import { app, bot, botUser, shownMessage, team, type SlackMessage, type Workspace } from './slack.workspace';

const methods: Record<string, { needs: string[]; may?: string[] }> = {
  'auth.test': { needs: [] },
  'bots.info': { needs: ['bot'] },
  'users.info': { needs: ['user'], may: ['include_locale'] },
  'users.conversations': { needs: [], may: ['types', 'exclude_archived', 'limit', 'cursor'] },
  'conversations.open': { needs: ['users'] },
  'conversations.history': { needs: ['channel'], may: ['oldest', 'latest', 'inclusive', 'limit', 'cursor', 'include_all_metadata'] },
  'conversations.replies': { needs: ['channel', 'ts'], may: ['oldest', 'latest', 'inclusive', 'limit', 'cursor', 'include_all_metadata'] },
  'chat.postMessage': { needs: ['channel', 'text'], may: ['thread_ts', 'mrkdwn', 'username', 'metadata'] },
  'chat.update': { needs: ['channel', 'ts', 'text'] },
  'chat.delete': { needs: ['channel', 'ts'] },
  'reactions.get': { needs: ['channel', 'timestamp'], may: ['full'] },
  'files.info': { needs: ['file'] },
  'files.getUploadURLExternal': { needs: ['filename', 'length'] },
  'files.completeUploadExternal': { needs: ['files'], may: ['channel_id', 'thread_ts', 'initial_comment'] },
  'oauth.v2.access': { needs: ['client_id', 'client_secret'], may: ['grant_type', 'refresh_token', 'code', 'redirect_uri'] },
};
const metadata = z.strictObject({ event_type: z.string().regex(/^[a-z0-9_]+$/), event_payload: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) });
const fileList = z.array(z.strictObject({ id: z.string(), title: z.string().optional() })).min(1);
const clientId = '111.222';
const clientSecret = 'client-secret-of-the-played-app';

type Args = Record<string, string>;
const fine = (body: object): ApiAnswer => ({ status: 200, body: { ok: true, ...body } });
const refuse = (error: string, more: object = {}): ApiAnswer => ({ status: 200, body: { ok: false, error, ...more } });

export class SlackApi {
  readonly app = { clientId, clientSecret };
  token = 'xoxe.xoxb-1-played-0';
  refreshToken = 'xoxe-1-played-0';
  granted = 'app_mentions:read,channels:history,channels:read,chat:write,files:read,files:write,groups:history,groups:read,im:history,im:read,im:write,metadata.message:read,mpim:history,mpim:read,reactions:read,users:read,users:read.email';
  installed = true;
  /** Files show where they stand only when asked so often. */
  sharesAfter = 1;
  private renewals = 0;

  constructor(private readonly place: Workspace, private readonly root: string, private readonly told: { accepted: Accepted[]; posted(channel: string, message: SlackMessage): void }) {}

  handle(call: ApiCall): ApiAnswer {
    const { method, path } = call;
    if (method === 'GET' && path.startsWith('/pictures/')) return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from('a picture') };
    const authorized = call.headers['authorization'] === `Bearer ${this.token}`;
    const kept = /^\/files-pri\/[A-Z0-9]+-(F[A-Z0-9]+)\/download\//.exec(path)?.[1];
    if (method === 'GET' && kept !== undefined) return this.bytes(kept, authorized);
    const place = /^\/upload\/v1\/(F[A-Z0-9]+)$/.exec(path)?.[1];
    if (method === 'POST' && place !== undefined) return this.uploaded(place, call);
    const name = /^\/api\/([\w.]+)$/.exec(path)?.[1] ?? '';
    const rules = methods[name];
    if (rules === undefined) throw new Violation('Slack has no such method', refuse('unknown_method'));
    if (method !== 'POST' || !/^application\/x-www-form-urlencoded/.test(call.headers['content-type'] ?? '')) throw new Violation('not a form', refuse('invalid_form_data'));
    const args = call.parsed as Args; // the kit read it as a form
    const missing = rules.needs.filter((need) => (args[need] ?? '') === '' && !(need === 'text' && args['text'] !== undefined));
    const unknown = Object.keys(args).filter((given) => ![...rules.needs, ...(rules.may ?? [])].includes(given));
    if (missing.length + unknown.length > 0) throw new Violation(`${name}: missing ${missing.join()}, unknown ${unknown.join()}`, refuse('invalid_arguments'));
    if (name === 'oauth.v2.access') return this.access(args);
    if (call.headers['authorization'] === undefined) throw new Violation('no token', refuse('not_authed'));
    if (!this.installed) return refuse('account_inactive');
    if (!authorized) return refuse(call.headers['authorization'].includes('xoxe.xoxb-1-played') ? 'token_expired' : 'invalid_auth');
    return this.run(name, args);
  }

  private run(name: string, args: Args): ApiAnswer {
    switch (name) {
      case 'auth.test':
        return { ...fine({ url: 'https://played.slack.com/', team: 'Played', user: 'kontuar', team_id: team, user_id: botUser, bot_id: bot }), headers: { 'x-oauth-scopes': this.granted } };
      case 'bots.info':
        return args['bot'] === bot ? fine({ bot: { id: bot, app_id: app, name: 'Kontuar', user_id: botUser } }) : refuse('bot_not_found');
      case 'users.info':
        return this.user(args['user'] ?? '');
      case 'conversations.open':
        return this.place.people.has(args['users'] ?? '') ? fine({ channel: { id: this.place.direct(args['users'] ?? '').id } }) : refuse('user_not_found');
      case 'users.conversations':
        return fine({ channels: [...this.place.channels.values()].map(({ id, kind, shared, name: title }) => ({ id, name: title, is_im: kind === 'im', is_mpim: kind === 'mpim', is_private: kind !== 'channel', is_ext_shared: shared, is_archived: false })), response_metadata: { next_cursor: '' } });
      case 'conversations.history':
      case 'conversations.replies':
        return this.list(name, args);
      case 'chat.postMessage':
        return this.post(args);
      case 'chat.update':
      case 'chat.delete':
        return this.change(name, args);
      case 'reactions.get': {
        const found = this.place.find(args['channel'], args['timestamp']);
        return found === undefined ? refuse('message_not_found') : fine({ type: 'message', channel: args['channel'], message: shownMessage(found.message) });
      }
      default:
        return this.filing(name, args);
    }
  }

  private user(id: string): ApiAnswer {
    const person = this.place.people.get(id);
    if (person === undefined || person.hidden) return refuse('user_not_found');
    const handle = person.name.toLowerCase().replaceAll(' ', '.');
    return fine({ user: { id, team_id: person.team, name: handle, real_name: person.name, locale: 'en-US', profile: { display_name: person.name, real_name: person.name, email: `${handle}@customer.example`, image_192: `${this.root}/pictures/${id}.png` } } });
  }

  private list(name: string, args: Args): ApiAnswer {
    const channel = this.place.channels.get(args['channel'] ?? '');
    if (channel === undefined) return refuse('channel_not_found');
    const inThread = name === 'conversations.replies';
    const limit = Number(args['limit'] ?? '100');
    if (!(limit >= 1 && limit <= 999)) throw new Violation('limit out of range', refuse('invalid_limit'));
    const oldest = Number(args['oldest'] ?? '0');
    const here = channel.messages
      .filter((one) => (inThread ? one.ts === args['ts'] || one.thread_ts === args['ts'] : one.thread_ts === undefined || one.thread_ts === one.ts))
      .filter((one) => Number(one.ts) > oldest || (inThread && one.ts === args['ts']))
      .map((one) => {
        const replies = channel.messages.filter((other) => other.thread_ts === one.ts && other !== one);
        return { ...shownMessage(one), ...(replies.length === 0 ? {} : { thread_ts: one.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts }), ...(args['include_all_metadata'] === 'true' ? {} : { metadata: undefined }) };
      });
    const ordered = inThread ? here : here.reverse();
    const from = Number(args['cursor'] ?? '0');
    const next = from + limit;
    return fine({ messages: ordered.slice(from, next), has_more: ordered.length > next, response_metadata: { next_cursor: ordered.length > next ? String(next) : '' } });
  }

  private post({ channel: channelId = '', text = '', thread_ts: thread, metadata: carried, username }: Args): ApiAnswer {
    const channel = this.place.channels.get(channelId);
    if (channel === undefined) return refuse('channel_not_found');
    wellWritten(text);
    if (text.length > 40_000) throw new Violation('the text would be cut', refuse('msg_too_long'));
    if (thread !== undefined && !channel.messages.some((one) => one.ts === thread)) throw new Violation('answers below nothing', refuse('thread_not_found'));
    if (carried !== undefined && !metadata.safeParse(JSON.parse(carried)).success) throw new Violation('metadata is not as documented', refuse('invalid_metadata_format'));
    const message = this.place.put(channel, {
      text, bot_id: bot, app_id: app, team, ...(username === undefined ? { user: botUser } : { subtype: 'bot_message', username }),
      ...(thread === undefined ? {} : { thread_ts: thread }), ...(carried === undefined ? {} : { metadata: JSON.parse(carried) as object }),
    });
    this.told.accepted.push({ externalId: `${channelId}:${message.ts}`, text: plain(text), to: channelId, visibility: 'private', mediaCount: 0 });
    this.told.posted(channelId, message);
    return fine({ channel: channelId, ts: message.ts, message: shownMessage(message) });
  }

  private change(name: string, { channel: channelId, ts, text = '' }: Args): ApiAnswer {
    const found = this.place.find(channelId, ts);
    if (found === undefined) return refuse('message_not_found');
    if (found.message.app_id !== app) return refuse(name === 'chat.update' ? 'cant_update_message' : 'cant_delete_message');
    if (name === 'chat.update') {
      wellWritten(text);
      found.message.text = text;
    } else found.channel.messages = found.channel.messages.filter((one) => one !== found.message);
    return fine({ channel: channelId, ts });
  }

  private filing(name: string, args: Args): ApiAnswer {
    if (name === 'files.getUploadURLExternal') {
      const length = Number(args['length']);
      if (!Number.isInteger(length) || length <= 0) throw new Violation('a file of no length', refuse('invalid_arguments'));
      const file = this.place.file({ name: args['filename'] ?? '', contentType: 'application/octet-stream', bytes: Buffer.alloc(0) });
      Object.assign(file, { length, complete: false });
      return fine({ upload_url: `${this.root}/upload/v1/${file.id}`, file_id: file.id });
    }
    if (name === 'files.info') {
      const file = this.place.files.get(args['file'] ?? '');
      if (file === undefined) return refuse('file_not_found');
      file.asked += 1;
      const shares = file.asked < this.sharesAfter ? {} : Object.fromEntries([...file.shares].map(([channel, ts]) => [channel, [{ ts }]]));
      return fine({ file: { ...this.place.shown(file), shares: { private: shares } } });
    }
    return this.complete(args);
  }

  private complete(args: Args): ApiAnswer {
    const list = fileList.safeParse(JSON.parse(args['files'] ?? ''));
    const channel = this.place.channels.get(args['channel_id'] ?? '');
    if (!list.success) throw new Violation('files is not as documented', refuse('invalid_arguments'));
    if (channel === undefined) return refuse('channel_not_found');
    const files = list.data.map(({ id }) => this.place.files.get(id)).filter((file) => file !== undefined);
    if (files.length !== list.data.length || files.some(({ media, length }) => media.bytes.length !== length)) throw new Violation('a file was not uploaded whole', refuse('file_not_found'));
    const text = args['initial_comment'] ?? '';
    wellWritten(text);
    const message = this.place.put(channel, { text, subtype: 'file_share', user: botUser, bot_id: bot, app_id: app, team, files: files.map((file) => this.place.shown(file)), ...(args['thread_ts'] === undefined ? {} : { thread_ts: args['thread_ts'] }) });
    for (const file of files) file.shares.set(channel.id, message.ts);
    this.told.accepted.push({ externalId: `${channel.id}:${files[0]?.id ?? ''}`, text: plain(text), to: channel.id, visibility: 'private', mediaCount: files.length });
    this.told.posted(channel.id, message);
    return fine({ files: list.data.map(({ id, title }) => ({ id, title })) });
  }

  private uploaded(id: string, call: ApiCall): ApiAnswer {
    const file = this.place.files.get(id);
    const [upload] = call.files;
    if (file === undefined || upload === undefined || upload.bytes.length !== file.length) throw new Violation('not the bytes that were announced', { status: 400, body: 'no' });
    if (call.headers['authorization'] !== undefined) throw new Violation('the token is not for this address', { status: 400, body: 'no' });
    file.media = { ...file.media, bytes: upload.bytes, contentType: upload.contentType };
    return { status: 200, body: `OK - ${upload.bytes.length}` };
  }

  /** Without the right token Slack leads to its sign-in page. */
  private bytes(id: string, authorized: boolean): ApiAnswer {
    const file = this.place.files.get(id);
    if (!authorized) return { status: 302, headers: { location: `${this.root}/?redir=files` } };
    return file === undefined ? { status: 404, body: 'gone' } : { status: 200, headers: { 'content-type': file.media.contentType }, body: file.media.bytes };
  }

  private access(args: Args): ApiAnswer {
    if (args['client_id'] !== clientId || args['client_secret'] !== clientSecret) return refuse('bad_client_secret');
    const renewing = args['grant_type'] === 'refresh_token';
    if (renewing && args['refresh_token'] !== this.refreshToken) return refuse('invalid_refresh_token');
    if (!renewing && args['code'] !== 'code-of-the-consent') return refuse('invalid_code');
    this.renewals += 1;
    this.token = `xoxe.xoxb-1-played-${this.renewals}`;
    this.refreshToken = `xoxe-1-played-${this.renewals}`;
    return fine({ access_token: this.token, refresh_token: this.refreshToken, expires_in: 43_200, token_type: 'bot', scope: this.granted, app_id: app, bot_user_id: botUser, team: { id: team, name: 'Played' } });
  }
}

/** Three characters must be written as entities; a bracket would be a mention or a link. */
function wellWritten(text: string): void {
  if (/[<>]/.test(text) || /&(?!(amp|lt|gt);)/.test(text)) throw new Violation('a text with characters that Slack reads as its own', refuse('invalid_arguments'));
}

const plain = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
