/** TikTok for Business: says no with status 200 and a number, and tells what happens in JSON within JSON. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { ConsentDesk } from '../consent-desk';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type PlatformModule, type Saying, type Simulated, type WebhookRequest } from '../platform';
import { Account, business, unique, type Comment } from './tiktok.account';

const app = { appId: '7100000000000000001', appSecret: 'secret-of-the-simulated-app' };
const ok = (data: object = {}): ApiAnswer => ({ status: 200, body: { code: 0, message: 'OK', request_id: '2026112200000000', data } });
const no = (code: number, message: string): ApiAnswer => ({ status: 200, body: { code, message, request_id: '2026112200000000', data: {} } });
const gone = no(40002, 'The comment does not exist or has been deleted.');

const ours = { business_id: z.literal(business) };
const conversation = { ...ours, recipient_type: z.literal('CONVERSATION'), recipient: z.string() };
const message = z.discriminatedUnion('message_type', [
  z.strictObject({ ...conversation, message_type: z.literal('TEXT'), text: z.strictObject({ body: z.string().min(1).max(6000) }), referenced_message_info: z.strictObject({ referenced_message_id: z.string() }).optional() }),
  z.strictObject({ ...conversation, message_type: z.literal('IMAGE'), image: z.strictObject({ media_id: z.string() }) }),
  z.strictObject({ ...conversation, message_type: z.literal('SENDER_ACTION'), sender_action: z.enum(['TYPING', 'MARK_READ']) }),
]);
const reply = z.strictObject({ ...ours, video_id: z.string(), comment_id: z.string(), text: z.string().min(1).max(150) });
const like = z.strictObject({ ...ours, comment_id: z.string(), action: z.enum(['LIKE', 'UNLIKE']) });
const hide = z.strictObject({ ...ours, comment_id: z.string(), video_id: z.string(), action: z.enum(['HIDE', 'UNHIDE']) });
const remove = z.strictObject({ ...ours, comment_id: z.string() });
const media = z.strictObject({ ...ours, conversation_id: z.string(), message_id: z.string(), media_id: z.string(), media_type: z.enum(['IMAGE', 'VIDEO']) });
const subscription = z.strictObject({ app_id: z.literal(app.appId), secret: z.literal(app.appSecret), event_type: z.enum(['DIRECT_MESSAGE', 'COMMENT']), callback_url: z.url() });
const token = z.strictObject({ client_id: z.literal(app.appId), client_secret: z.literal(app.appSecret), grant_type: z.enum(['authorization_code', 'refresh_token']), auth_code: z.string().optional(), redirect_uri: z.url().optional(), refresh_token: z.string().optional() });

function must<T extends z.ZodType>(schema: T, { parsed }: ApiCall): z.infer<T> {
  const read = schema.safeParse(parsed);
  if (!read.success) throw new Violation(z.prettifyError(read.error), no(40002, 'Invalid parameter'));
  return read.data;
}

export class TiktokSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly account: Account;
  readonly codes = new Set<string>();
  readonly webhooks: Record<string, string> = {};
  /** The screen on which the owner of the account agrees. */
  readonly desk: ConsentDesk;
  token = 'act.simulated0';
  refreshToken = 'rft.simulated0';
  scope = 'user.info.basic,message.list.read,message.list.send,message.list.manage,video.list,comment.list,comment.list.manage';
  readonly failures: Simulated['failures'] = {
    'rate-limited': no(40100, 'Requests made too frequently.'),
    'server-error': no(50000, 'System error'),
    'token-expired': no(40105, 'Access token is incorrect or has been revoked.'),
    forbidden: no(40001, 'No permission to operate the account.'),
    'window-closed': no(40002, 'The message cannot be sent outside of the 48-hour messaging window.'),
    blocked: no(40002, 'The recipient has blocked the business account.'),
    'too-long': no(40002, 'text.body: length must be less than 6000 characters'),
  };
  private granted = 0;
  private thoughts = 0;

  constructor(private readonly platform: { root: string; now(): Date; emit(events: PlatformEvent[]): void }) {
    this.account = new Account(() => platform.now(), platform.root);
    this.desk = new ConsentDesk({
      label: 'TikTok', path: /^\/consent\/$/, client: { parameter: 'client_key', id: app.appId }, required: { response_type: 'code', disable_auto_auth: '1' }, scopes: this.scope.split(','), separator: ',', challenge: false,
      denied: { error: 'access_denied', error_type: 'user_cancelled' }, now: () => platform.now(),
      // https and no port are asked for too, which nothing on this machine could keep.
      refusesRedirect: (url) => (url.pathname.endsWith('/') ? undefined : 'redirect_uri must end in a slash'),
    }, [{ id: business, name: 'The simulated shop' }]);
  }

  settings(): Record<string, unknown> {
    return { ...app, businessId: business, accessToken: this.token, refreshToken: this.refreshToken, apiUrl: this.platform.root, consentUrl: `${this.platform.root}/consent` };
  }

  customer(name?: string): Customer { return this.account.customer(name); }
  post(text: string): string { return this.account.post(text); }
  say(saying: Saying): Happened { return this.account.say(saying); }
  answeredElsewhere(to: Customer, text: string): Happened { return this.account.write(this.account.chat(to), 'out', { type: 'text', text: { body: text } }); }
  answeredBelow(id: string, text: string): Happened { return this.account.tellComment(this.account.addComment(this.comment(id).videoId, undefined, { text, parent: id }), 'insert'); }
  unknownEvent(): Happened { return { externalId: '', events: [this.account.event('im_telepathy', { thought: ++this.thoughts })] }; }
  unknownMessage(from: Customer): Happened { return this.account.write(this.account.chat(from), 'in', { type: 'hologram', hologram: { cubes: 3 } }); }
  removeComment(id: string): Happened {
    const comment = this.comment(id);
    this.account.comments.delete(id);
    return this.account.tellComment(comment, 'delete');
  }

  read(externalId: string): Happened {
    const chat = [...this.account.chats.values()].find(({ messages }) => messages.some(({ message_id: id }) => id === externalId));
    if (chat === undefined) return { externalId, events: [] };
    return { externalId, events: [this.account.event('im_mark_read_msg', { conversation_id: chat.id, read: { last_read_timestamp: this.platform.now().getTime() }, from_user: { id: chat.person.id, role: 'personal_account' } })] };
  }

  readonly webhook = {
    proof: 'signature' as const,
    timed: true as const,
    wrap: ([event]: PlatformEvent[], url: string): WebhookRequest => ({ method: 'POST', url, headers: { 'content-type': 'application/json', 'webhook-schema-version': '1' }, body: Buffer.from(JSON.stringify(event?.payload)) }),
    sign: (request: WebhookRequest, at = this.platform.now()): WebhookRequest => {
      const seconds = Math.floor(at.getTime() / 1000);
      return { ...request, headers: { ...request.headers, 'tiktok-signature': `t=${seconds},s=${createHmac('sha256', app.appSecret).update(`${seconds}.`).update(request.body).digest('hex')}` } };
    },
  };

  subscribed(): string | undefined { return this.webhooks['DIRECT_MESSAGE']; }
  isSend({ path, parsed }: ApiCall): boolean { return path === '/business/comment/reply/create/' || (path === '/business/message/send/' && z.object({ message_type: z.enum(['TEXT', 'IMAGE']) }).safeParse(parsed).success); }

  handle(call: ApiCall): ApiAnswer {
    const shown = this.desk.handle(call);
    if (shown !== undefined) return shown;
    const file = /^\/(?:media|download)\/([\w]+)$/.exec(call.path);
    if (file !== null) return this.file(call, file[1] ?? '');
    if (call.path.startsWith('/tt_user/oauth2/')) return this.signIn(call);
    if (call.path === '/business/webhook/list/') return call.query['secret'] === app.appSecret ? ok({ callback_url: this.webhooks[call.query['event_type'] ?? ''] }) : no(40105, 'Secret is incorrect');
    if (call.headers['access-token'] !== this.token) return no(40105, 'Access token is incorrect or has been revoked.');
    if (call.method === 'GET') return this.get(call);
    return this.put(call);
  }

  private file({ path, headers }: ApiCall, id: string): ApiAnswer {
    const kept = this.account.media.get(id);
    if (kept === undefined || (path.startsWith('/download/') && headers['x-user'] !== this.token)) return { status: 403 };
    return { status: 200, headers: { 'content-type': kept.contentType }, body: kept.bytes };
  }

  private signIn(call: ApiCall): ApiAnswer {
    const given = must(token, call);
    const valid = given.grant_type === 'refresh_token' ? given.refresh_token === this.refreshToken : this.codes.delete(given.auth_code ?? '') || this.desk.redeem(given.auth_code ?? '', { redirectUri: given.redirect_uri }) !== undefined;
    if (!valid) return no(40110, 'Auth code or refresh token is invalid or expired');
    this.granted += 1;
    this.token = `act.simulated${this.granted}`;
    this.refreshToken = `rft.simulated${this.granted}`;
    return ok({ access_token: this.token, token_type: 'Bearer', expires_in: 86_400, refresh_token: this.refreshToken, refresh_token_expires_in: 31_536_000, open_id: business, scope: this.scope });
  }

  private get({ path, query }: ApiCall): ApiAnswer {
    if (query['business_id'] !== business) throw new Violation('whose account?', no(40002, 'business_id is required'));
    const comments = [...this.account.comments.values()].reverse();
    switch (path) {
      case '/business/get/': return ok({ username: 'simulated.shop', display_name: 'The simulated shop' });
      case '/business/video/list/': {
        const wanted = query['filters'] === undefined ? undefined : z.object({ video_ids: z.array(z.string()) }).parse(JSON.parse(query['filters'])).video_ids;
        return ok({ videos: [...this.account.videos.values()].reverse().filter(({ id }) => wanted?.includes(id) !== false).map(({ id, caption, at }) => ({ item_id: id, caption, create_time: String(Math.floor(at.getTime() / 1000)), share_url: `https://www.tiktok.com/@simulated.shop/video/${id}` })), has_more: false });
      }
      case '/business/comment/list/': {
        if (Number(query['max_count'] ?? 20) > 30) throw new Violation('at most 30 at once', no(40002, 'max_count'));
        const ids = query['comment_ids'] === undefined ? undefined : z.array(z.string()).max(30).parse(JSON.parse(query['comment_ids']));
        const found = comments.filter(({ id, videoId, parent }) => videoId === query['video_id'] && (ids === undefined ? parent === undefined : ids.includes(id)));
        const from = Number(query['cursor'] ?? 0);
        const page = found.slice(from, from + Number(query['max_count'] ?? 20));
        const replies = ({ id }: Comment) => (query['include_replies'] === 'true' ? { reply_list: comments.filter(({ parent }) => parent === id).slice(0, 3).map((one) => this.shown(one)) } : {});
        return ok({ comments: page.map((one) => ({ ...this.shown(one), ...replies(one) })), has_more: from + page.length < found.length, cursor: from + page.length });
      }
      case '/business/comment/reply/list/': return ok({ comments: comments.filter(({ parent }) => parent === query['comment_id']).map((one) => this.shown(one)), has_more: false });
      case '/business/message/conversation/list/': return ok({ conversations: query['conversation_type'] === 'SINGLE' ? [...this.account.chats.values()].map(({ id, messages }) => ({ conversation_id: id, update_time: messages.at(-1)?.timestamp ?? 0 })) : [], has_more: false });
      case '/business/message/content/list/': {
        const chat = this.account.chats.get(query['conversation_id'] ?? '');
        if (chat === undefined) return no(40002, 'Conversation not found');
        return ok({ participants: [{ id: chat.person.id, role: 'PERSONAL_ACCOUNT', display_name: chat.person.name }, { id: business, role: 'BUSINESS_ACCOUNT', display_name: 'The simulated shop' }], messages: chat.messages.slice(-20).reverse() });
      }
      default: throw new Violation(`TikTok has no ${path}`, no(40006, 'no schema found'));
    }
  }

  private put(call: ApiCall): ApiAnswer {
    switch (call.path) {
      case '/business/message/send/': return this.take(call);
      case '/business/message/media/upload/': {
        const [file] = call.files;
        if (file === undefined || file.field !== 'file' || !/^image\/(jpeg|png)$/.test(file.contentType) || file.bytes.length > 3 * 1024 * 1024 || z.object({ ...ours, media_type: z.literal('IMAGE') }).safeParse(call.parsed).success === false) throw new Violation('one JPG or PNG up to 3 MB, as "file"', no(40002, 'file is invalid'));
        return ok({ media_id: this.account.keep({ name: file.name, contentType: file.contentType, bytes: file.bytes }) });
      }
      case '/business/message/media/download/': return ok({ download_url: `${this.platform.root}/download/${must(media, call).media_id}` });
      case '/business/comment/reply/create/': {
        const { video_id: videoId, comment_id: parent, text } = must(reply, call);
        if (this.account.comments.get(parent)?.videoId !== videoId) return gone;
        const made = this.account.addComment(videoId, undefined, { text, parent });
        this.accepted.push({ externalId: made.id, text, to: parent, visibility: 'public', mediaCount: 0 });
        this.platform.emit(this.account.tellComment(made, 'insert').events);
        return ok({ comment_id: made.id, parent_comment_id: parent, video_id: videoId, text, create_time: String(Math.floor(made.at.getTime() / 1000)) });
      }
      case '/business/comment/like/': { const { comment_id: id, action } = must(like, call); return this.change(id, action, (comment) => { comment.liked = action === 'LIKE'; }); }
      case '/business/comment/hide/': { const { comment_id: id, action } = must(hide, call); return this.change(id, action, (comment) => { comment.hidden = action === 'HIDE'; }); }
      case '/business/comment/delete/': {
        const { comment_id: id } = must(remove, call);
        if (this.account.comments.get(id)?.author !== undefined) throw new Violation('only our own comments can be deleted', no(40001, 'No permission to operate the comment'));
        return this.change(id, 'DELETE', () => { this.account.comments.delete(id); });
      }
      case '/business/webhook/update/': { const { event_type: type, callback_url: url } = must(subscription, call); this.webhooks[type] = url; return ok({ callback_url: url }); }
      case '/tt_user/token_info/get/': return ok({ app_id: app.appId, creator_id: business, scope: this.scope });
      default: throw new Violation(`TikTok has no ${call.path}`, no(40006, 'no schema found'));
    }
  }

  private take(call: ApiCall): ApiAnswer {
    const said = must(message, call);
    const chat = this.account.chats.get(said.recipient);
    if (chat === undefined) return no(40002, 'Conversation not found');
    if (said.message_type === 'SENDER_ACTION') return ok({ message: { message_id: '' } });
    if (said.message_type === 'IMAGE' && !this.account.media.has(said.image.media_id)) return no(40002, 'media_id is invalid');
    const content = said.message_type === 'TEXT' ? { type: 'text', text: said.text, ...(said.referenced_message_info === undefined ? {} : { referenced_message_info: said.referenced_message_info }) } : { type: 'image', image: said.image };
    const { externalId, events } = this.account.write(chat, 'out', content);
    this.accepted.push({ externalId, text: said.message_type === 'TEXT' ? said.text.body : '', to: chat.person.id, visibility: 'private', mediaCount: said.message_type === 'IMAGE' ? 1 : 0 });
    this.platform.emit(events);
    return ok({ message: { message_id: externalId } });
  }

  private change(id: string, kind: string, apply: (comment: Comment) => void): ApiAnswer {
    const comment = this.account.comments.get(id);
    if (comment === undefined) return gone;
    apply(comment);
    this.accepted.push({ externalId: id, text: '', to: id, visibility: 'public', mediaCount: 0, kind: kind.toLowerCase() });
    return ok();
  }

  private shown({ id, videoId, parent, author, text, at, hidden, liked, picture }: Comment): object {
    const person = author === undefined ? { username: 'simulated.shop', display_name: 'The simulated shop', unique_identifier: 'us', owner: true }
      : { ...(author.name === '' ? {} : { username: author.handle, display_name: author.name }), unique_identifier: unique(author), owner: false };
    return { comment_id: id, video_id: videoId, create_time: String(Math.floor(at.getTime() / 1000)), text, status: hidden ? 'HIDDEN' : 'PUBLIC', liked, likes: 0, ...person, ...(parent === undefined ? {} : { parent_comment_id: parent }), ...(picture === undefined ? {} : { image_url: picture }) };
  }

  private comment(id: string): Comment {
    const comment = this.account.comments.get(id);
    if (comment === undefined) throw new Error(`nobody commented ${id}`);
    return comment;
  }
}

export const tiktokPlatform: PlatformModule<TiktokSimulation> = { id: 'tiktok', label: 'TikTok', create: (platform) => new TiktokSimulation(platform) };
