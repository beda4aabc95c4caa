/** What Slack sends and answers, as far as it is read; everything else may come and go. */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
/** Seconds and six digits; sorts as a text within a channel and names the message. */
export const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/);
const maybeTs = ts.optional().catch(undefined);
const list = <T extends z.ZodType>(item: T) => z.array(z.unknown()).optional().catch(undefined)
  .transform((all) => (all ?? []).flatMap((one): z.infer<T>[] => { const { data } = item.safeParse(one); return data === undefined ? [] : [data]; }));

export const file = z.object({
  id: z.string().min(1), name: text, title: text, mimetype: text, size: z.number().int().nonnegative().optional().catch(undefined), mode: text, is_external: flag, file_access: text,
  url_private: text, url_private_download: text, permalink: text,
});
export type SlackFile = z.infer<typeof file>;

const shared = z.object({ is_share: flag, is_msg_unfurl: flag, text, fallback: text, pretext: text, title: text, title_link: text, from_url: text, author_name: text, files: list(file) });
const profile = z.object({ display_name: text, real_name: text, image_72: text, team: text });
const bot = z.object({ app_id: text, name: text, team_id: text });
const reaction = z.object({ name: z.string().min(1), users: list(z.string()) });

const metadata = z.object({ event_type: text, event_payload: z.record(z.string(), z.unknown()).optional().catch(undefined) });
const plain = {
  subtype: text, user: text, text, ts: maybeTs, thread_ts: maybeTs, bot_id: text, app_id: text, username: text, team: text, user_team: text, source_team: text,
  bot_profile: bot.optional().catch(undefined), user_profile: profile.optional().catch(undefined), files: list(file), attachments: list(shared), blocks: z.array(z.unknown()).optional().catch(undefined),
  edited: z.object({ ts: maybeTs }).optional().catch(undefined), metadata: metadata.optional().catch(undefined), reactions: list(reaction),
  reply_count: z.number().optional().catch(undefined), latest_reply: maybeTs,
};
export const message = z.object(plain);
export type SlackMessage = z.infer<typeof message>;

export const event = z.object({
  ...plain, type: z.string().max(200), channel: text, channel_type: text, event_ts: maybeTs, deleted_ts: maybeTs, hidden: flag,
  message: message.optional().catch(undefined), previous_message: message.optional().catch(undefined),
  reaction: text, item: z.object({ type: text, channel: text, ts: maybeTs }).optional().catch(undefined),
});
/** Some events name an object where a message names a channel. */
export const anyEvent = z.preprocess((raw) => (typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : undefined), event);
export type SlackEvent = z.infer<typeof event>;

export const authorization = z.object({ team_id: z.string().nullish().catch(undefined), user_id: text, is_bot: flag });
export const envelope = z.object({
  type: z.string().max(200), team_id: text, api_app_id: text, event_id: text, event_time: z.number().optional().catch(undefined), event: z.unknown().optional(),
  authorizations: list(authorization), is_ext_shared_channel: flag,
  minute_rate_limited: z.number().int().positive().optional().catch(undefined), challenge: text,
});
export type Envelope = z.infer<typeof envelope>;

/** Ours: what somebody's reactions were when we looked. */
export const lookedUp = z.object({ type: z.literal('kontuar_reactions'), channel: z.string(), ts, user: z.string(), names: z.array(z.string()), at: z.iso.datetime() });

export const failed = z.object({ ok: z.literal(false), error: z.string().catch('unknown'), needed: text });
export const anything = z.looseObject({});
const cursor = z.object({ next_cursor: text }).optional().catch(undefined);
export const posted = z.object({ channel: z.string().min(1), ts });
export const opened = z.object({ channel: z.object({ id: z.string().min(1) }) });
export const authTest = z.object({ team_id: z.string(), team: text, user_id: text, user: text, bot_id: text, url: text });
export const botInfo = z.object({ bot: z.object({ app_id: text }) });
export const uploadPlace = z.object({ upload_url: z.url({ protocol: /^https?$/ }), file_id: z.string().min(1) });

const shares = z.record(z.string(), z.record(z.string(), z.array(z.object({ ts: maybeTs })).catch([])).catch({})).optional().catch(undefined);
export const completed = z.object({ files: list(z.object({ id: z.string(), shares })) });
export const fileInfo = z.object({ file: z.looseObject({ ...file.shape, shares }) });
export type Shares = z.infer<typeof shares>;

export const userInfo = z.object({
  user: z.object({
    id: z.string(), name: text, real_name: text, locale: text,
    profile: z.object({ display_name: text, real_name: text, email: text, image_192: text, image_72: text }).optional().catch(undefined),
  }),
});
export const conversationList = z.object({
  channels: list(z.object({ id: z.string(), is_im: flag, is_mpim: flag, is_private: flag, is_ext_shared: flag, is_archived: flag })), response_metadata: cursor,
});
export const messageList = z.object({ messages: z.array(z.unknown()), has_more: flag, response_metadata: cursor });
export const reactionsOf = z.object({ message: message.optional() });
export const tokens = z.object({
  access_token: z.string().min(1), refresh_token: text, expires_in: z.number().positive().optional().catch(undefined), token_type: text,
  app_id: text, bot_user_id: text, team: z.object({ id: z.string().min(1), name: text }).nullish().catch(undefined),
});
export const threadState = z.object({ thread: maybeTs });
