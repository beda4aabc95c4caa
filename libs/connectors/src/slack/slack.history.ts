import { ConnectorError, type Delivery } from '../contract';
import { callSlack, type SlackContext } from './slack.client';
import { authTest, botInfo, conversationList, message as messageSchema, messageList, reactionsOf, type Envelope } from './slack.payloads';

const pageSize = 200;
const mostPages = 50;
const dayMs = 24 * 3_600_000;
const longestWaitMs = 60_000;

/** What an event says of whom it is told to, for messages that we asked for ourselves. */
type Frame = Pick<Envelope, 'team_id' | 'api_app_id' | 'authorizations'>;

async function frameOf(ctx: SlackContext): Promise<Frame> {
  const me = await callSlack(ctx, 'auth.test', { result: authTest });
  const app = me.bot_id === undefined ? undefined : (await callSlack(ctx, 'bots.info', { args: { bot: me.bot_id }, result: botInfo })).bot.app_id;
  return { team_id: me.team_id, ...(app === undefined ? {} : { api_app_id: app }), authorizations: [{ team_id: me.team_id, user_id: me.user_id, is_bot: true }] } as Frame; // undefined members are left out by JSON
}

interface Chat { id: string; kind: string; shared: boolean }

async function* chatsOf(ctx: SlackContext): AsyncIterable<Chat> {
  const { channels } = ctx.settings;
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const args = { types: 'public_channel,private_channel,mpim,im', exclude_archived: true, limit: pageSize, cursor };
    const answer = await patiently(() => callSlack(ctx, 'users.conversations', { args, result: conversationList }));
    for (const { id, is_im: im, is_mpim: mpim, is_private: closed, is_ext_shared: shared, is_archived: archived } of answer.channels) {
      if (archived === true || (im !== true && channels.length > 0 && !channels.includes(id))) continue;
      yield { id, kind: im === true ? 'im' : mpim === true ? 'mpim' : closed === true ? 'group' : 'channel', shared: shared === true };
    }
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return;
  }
}

/** Newest first, as Slack gives them. `within`: the thread, by its first message. */
async function* pagesOf(ctx: SlackContext, chat: Chat, { oldest, within }: { oldest: string; within?: string }): AsyncIterable<unknown[]> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const args = { channel: chat.id, oldest, limit: pageSize, include_all_metadata: true, cursor };
    const answer = await patiently(() => callSlack(ctx, within === undefined ? 'conversations.history' : 'conversations.replies', { args: within === undefined ? args : { ...args, ts: within }, result: messageList }));
    yield answer.messages;
    cursor = answer.response_metadata?.next_cursor;
    if (answer.has_more !== true || cursor === undefined || cursor === '') return;
  }
}

/** Reading is limited to some calls a minute, which many channels soon use up: the wait that Slack names is waited. */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.retryAfterMs === undefined || error.retryAfterMs > longestWaitMs || attempt >= 4) throw error;
      await new Promise((wake) => setTimeout(wake, error.retryAfterMs));
    }
  }
}

/** Everything said since then where the app is, also in threads that began some days before. */
export async function* history(ctx: SlackContext, since: Date): AsyncIterable<Delivery[]> {
  const frame = await frameOf(ctx);
  const from = stamp(since.getTime());
  const parentsFrom = stamp(since.getTime() - ctx.settings.threadDays * dayMs);
  for await (const chat of chatsOf(ctx)) {
    for await (const page of pagesOf(ctx, chat, { oldest: parentsFrom })) {
      const found: Delivery[] = [];
      for (const raw of page) {
        const read = messageSchema.safeParse(raw).data;
        if (read?.ts === undefined) continue;
        if (later(read.ts, from) || later(read.edited?.ts, from)) found.push(delivery(raw, { read: { ts: read.ts, edited: read.edited?.ts }, chat, frame }));
        if ((read.reply_count ?? 0) === 0 || !later(read.latest_reply, from)) continue;
        for await (const replies of pagesOf(ctx, chat, { oldest: from, within: read.ts })) {
          for (const reply of replies) {
            const one = messageSchema.safeParse(reply).data;
            // A thread begins with its first message, however old.
            if (one?.ts !== undefined && one.ts !== read.ts) found.push(delivery(reply, { read: { ts: one.ts, edited: one.edited?.ts }, chat, frame }));
          }
        }
      }
      // Also an empty page: whoever compares may stop between two.
      yield found.reverse();
    }
  }
}

function delivery(raw: unknown, { read, chat, frame }: { read: { ts: string; edited: string | undefined }; chat: Chat; frame: Frame }): Delivery {
  const body = { type: 'event_callback', ...frame, is_ext_shared_channel: chat.shared, event: { ...(raw as object), type: 'message', channel: chat.id, channel_type: chat.kind } }; // read as a message a moment ago
  return { externalId: `history:${chat.id}:${read.ts}${read.edited === undefined ? '' : `:${read.edited}`}`, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}

/** 'reactions:<channel>:<ts>:<user>', 'gap:<second>', 'access'. */
export async function lookup(ctx: SlackContext, ref: string): Promise<Delivery[]> {
  const [kind, ...parts] = ref.split(':');
  if (kind === 'access') {
    // Throws 'unauthorized' when the app was removed, which asks an admin to connect again.
    await callSlack(ctx, 'auth.test', { result: authTest });
    return [];
  }
  if (kind === 'gap') {
    const found: Delivery[] = [];
    for await (const page of history(ctx, new Date(Number(parts[0]) * 1000))) found.push(...page);
    return found;
  }
  const [channel, ts, user] = parts;
  if (kind !== 'reactions' || channel === undefined || ts === undefined || user === undefined) throw new ConnectorError('rejected', 'This does not point at anything', { reason: 'message-gone' });
  try {
    const { message } = await callSlack(ctx, 'reactions.get', { args: { channel, timestamp: ts, full: true }, result: reactionsOf });
    const names = (message?.reactions ?? []).filter(({ users }) => users.includes(user)).map(({ name }) => name);
    return [{ contentType: 'application/json', body: Buffer.from(JSON.stringify({ type: 'kontuar_reactions', channel, ts, user, names, at: ctx.now().toISOString() })) }];
  } catch (error) {
    if (error instanceof ConnectorError && (error.reason === 'message-gone' || error.reason === 'chat-not-found')) return [];
    throw error;
  }
}

const stamp = (milliseconds: number): string => `${Math.max(0, Math.floor(milliseconds / 1000))}.000000`;
const later = (ts: string | undefined, than: string): boolean => ts !== undefined && Number(ts) >= Number(than);
