/** What Discord sends and answers, as far as it is read; everything else may come and go. */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const maybe = z.string().nullish().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
/** Ids outgrow a JavaScript number and come as texts. */
export const snowflake = z.string().regex(/^\d{1,22}$/);
const list = <T extends z.ZodType>(item: T) => z.array(z.unknown()).optional().catch(undefined)
  .transform((all) => (all ?? []).flatMap((one): z.infer<T>[] => { const { data } = item.safeParse(one); return data === undefined ? [] : [data]; }));

export const user = z.object({ id: snowflake, username: text, global_name: maybe, avatar: maybe, bot: flag });
export type DiscordUser = z.infer<typeof user>;
export const attachment = z.object({ id: snowflake, filename: text, content_type: maybe, size: number, url: text, duration_secs: number });
export type DiscordFile = z.infer<typeof attachment>;
const sticker = z.object({ id: snowflake, name: text, format_type: number });
const embed = z.object({ type: text, title: maybe, description: maybe, url: maybe });
const poll = z.object({ question: z.object({ text }).optional().catch(undefined), answers: list(z.object({ poll_media: z.object({ text }).optional().catch(undefined) })) });
const emoji = z.object({ id: snowflake.nullish().catch(undefined), name: maybe });

const said = { content: text, attachments: list(attachment), sticker_items: list(sticker), embeds: list(embed), mentions: list(user), poll: poll.optional().catch(undefined) };
const snapshot = z.object({ message: z.object(said) });
const referenced = z.object({ id: snowflake, author: user.optional().catch(undefined) });
export const message = z.object({
  ...said, id: snowflake, channel_id: snowflake, guild_id: snowflake.optional().catch(undefined), author: user.optional().catch(undefined), member: z.object({ roles: list(snowflake), nick: maybe }).optional().catch(undefined),
  type: z.number().int().optional().catch(undefined), timestamp: text, edited_timestamp: maybe, webhook_id: text, flags: number, nonce: z.union([z.string(), z.number()]).nullish().catch(undefined),
  message_reference: z.object({ type: number, message_id: snowflake.optional().catch(undefined), channel_id: snowflake.optional().catch(undefined) }).optional().catch(undefined),
  referenced_message: referenced.nullish().catch(undefined), message_snapshots: list(snapshot),
  reactions: list(z.object({ count: number, me: flag, emoji })),
});
export type DiscordMessage = z.infer<typeof message>;
export type Said = Pick<DiscordMessage, 'content' | 'attachments' | 'sticker_items' | 'embeds' | 'mentions' | 'poll'>;

/** Where a message stands. Threads and channels can be read by everybody who is there. */
export const place = z.object({ kind: z.enum(['direct', 'channel', 'thread']), id: snowflake, name: text, guild: snowflake.optional().catch(undefined) });
export type Place = z.infer<typeof place>;

const me = snowflake;
/** What we keep of what the gateway told, or of what we asked for. */
export const delivered = z.discriminatedUnion('what', [
  z.object({ what: z.literal('message'), me, place, message: z.unknown() }),
  z.object({ what: z.literal('edit'), me, place, message: z.unknown() }),
  z.object({ what: z.literal('deletion'), channel: snowflake, id: snowflake, at: z.string() }),
  z.object({ what: z.literal('reacted'), channel: snowflake, id: snowflake, user: snowflake, direct: z.boolean() }),
  z.object({ what: z.literal('reactions'), channel: snowflake, id: snowflake, user: snowflake, emojis: z.array(z.string()), at: z.string() }),
  z.object({ what: z.literal('typing'), channel: snowflake, user: snowflake, at: z.string() }),
  z.object({ what: z.literal('other'), event: z.string() }),
]);
export type Delivered = z.infer<typeof delivered>;

/** The gateway. */
export const frame = z.object({ op: z.number().int(), d: z.unknown().optional(), s: z.number().int().nullish().catch(undefined), t: maybe });
export const hello = z.object({ heartbeat_interval: z.number().positive() });
export const ready = z.object({ session_id: z.string().min(1), resume_gateway_url: text, user });
export const channel = z.object({ id: snowflake, type: number, name: maybe, parent_id: snowflake.nullish().catch(undefined), guild_id: snowflake.optional().catch(undefined) });
export type Channel = z.infer<typeof channel>;
export const guild = z.object({ id: snowflake, channels: list(channel), threads: list(channel) });
export const deletion = z.object({ id: snowflake, channel_id: snowflake, guild_id: snowflake.optional().catch(undefined) });
export const bulkDeletion = z.object({ ids: z.array(snowflake), channel_id: snowflake, guild_id: snowflake.optional().catch(undefined) });
export const reaction = z.object({ user_id: snowflake, channel_id: snowflake, message_id: snowflake, guild_id: snowflake.optional().catch(undefined) });
export const cleared = z.object({ channel_id: snowflake, message_id: snowflake, guild_id: snowflake.optional().catch(undefined) });
export const typing = z.object({ channel_id: snowflake, user_id: snowflake, timestamp: number, guild_id: snowflake.optional().catch(undefined) });

/** The API. */
export const failed = z.object({ code: z.number().int().optional().catch(undefined), message: z.string().catch(''), retry_after: number, global: flag, errors: z.unknown().optional() });
export const anything = z.unknown();
export const posted = z.object({ id: snowflake, channel_id: snowflake });
export const gatewayBot = z.object({ url: z.string().regex(/^wss?:\/\//), session_start_limit: z.object({ total: z.number(), remaining: z.number(), reset_after: z.number() }) });
export const application = z.object({ flags: number });
export const activeThreads = z.object({ threads: list(channel) });
export const page = z.array(z.unknown());
export const users = z.array(user);
