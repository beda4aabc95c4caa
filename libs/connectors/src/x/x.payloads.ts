/** Only what is read; each part that is broken costs itself alone. */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
export const id = z.string().regex(/^\d{1,25}$/);
const maybeId = id.optional().catch(undefined);
const listOf = <T extends z.ZodType>(item: T) => z.array(z.unknown()).optional().catch(undefined).transform((items) => (items ?? []).flatMap((one) => {
  const { data } = item.safeParse(one);
  return data === undefined ? [] : [data];
}));

export const user = z.looseObject({ id, name: text, username: text, profile_image_url: text });
export type User = z.infer<typeof user>;

const link = z.looseObject({ url: z.string(), expanded_url: text, display_url: text, media_key: text });
const entities = z.looseObject({ urls: listOf(link), mentions: listOf(z.looseObject({ id: maybeId, username: text })) }).optional().catch(undefined);

export const variant = z.looseObject({ url: z.string(), content_type: text, bit_rate: z.number().optional().catch(undefined), bitrate: z.number().optional().catch(undefined) });
export const media = z.looseObject({ media_key: z.string(), type: z.string().catch(''), url: text, preview_image_url: text, alt_text: text, variants: listOf(variant) });
export type Media = z.infer<typeof media>;

export const post = z.looseObject({
  id, text: z.string().catch(''), author_id: maybeId, conversation_id: maybeId, created_at: text, lang: text, in_reply_to_user_id: maybeId, in_reply_to_tweet_id: maybeId,
  edit_history_tweet_ids: z.array(id).optional().catch(undefined), display_text_range: z.tuple([z.number(), z.number()]).optional().catch(undefined),
  referenced_tweets: listOf(z.looseObject({ type: z.string(), id })),
  entities, note_tweet: z.looseObject({ text: z.string(), entities }).optional().catch(undefined),
  attachments: z.looseObject({ media_keys: z.array(z.string()).catch([]), poll_ids: z.array(z.string()).optional().catch(undefined) }).optional().catch(undefined),
});
export type Post = z.infer<typeof post>;

export const includes = z
  .looseObject({ users: listOf(z.union([user, z.looseObject({ data: user }).transform(({ data }) => data)])), tweets: listOf(post), media: listOf(media), polls: listOf(z.looseObject({ id: z.string(), options: listOf(z.looseObject({ label: z.string() })) })) })
  .catch({ users: [], tweets: [], media: [], polls: [] });
export type Includes = z.infer<typeof includes>;

/** The older shape of private messages, in which they are delivered. */
export const legacyMessage = z.looseObject({
  type: z.string().catch(''), id: maybeId, created_timestamp: text,
  message_create: z.looseObject({
    sender_id: id, target: z.looseObject({ recipient_id: maybeId }).optional().catch(undefined),
    message_data: z.looseObject({
      text: z.string().catch(''), entities: z.looseObject({ urls: listOf(link) }).optional().catch(undefined),
      quick_reply_response: z.looseObject({ metadata: text }).optional().catch(undefined),
      attachment: z.looseObject({ type: z.string().catch(''), media: z.unknown().optional() }).optional().catch(undefined),
    }).catch({ text: '' }),
  }).optional().catch(undefined),
});
export type LegacyMessage = z.infer<typeof legacyMessage>;
export const legacyMedia = z.looseObject({
  id_str: text, media_url_https: text, url: text, type: z.string().catch(''), video_info: z.looseObject({ variants: listOf(variant) }).optional().catch(undefined),
});
export const legacySign = z.looseObject({ created_timestamp: text, sender_id: id, target: z.looseObject({ recipient_id: maybeId }).optional().catch(undefined) });

/** The newer shape, in which they are listed. */
export const dmEvent = z.looseObject({
  id, event_type: z.string().catch(''), text: z.string().catch(''), sender_id: maybeId, dm_conversation_id: text, created_at: text, entities,
  attachments: z.looseObject({ media_keys: z.array(z.string()).catch([]) }).optional().catch(undefined),
  referenced_tweets: listOf(z.looseObject({ id })),
});
export type DmEvent = z.infer<typeof dmEvent>;

export const activity = z.looseObject({ event_uuid: text, event_type: z.string(), filter: z.looseObject({ user_id: maybeId }).optional().catch(undefined), payload: z.unknown().optional(), includes: z.unknown().optional() });
export const delivered = z.looseObject({ data: activity });
/** The Account Activity API, which still delivers to older apps. */
export const older = z.looseObject({ for_user_id: id });

export const listed = z.looseObject({ data: z.array(z.unknown()).optional(), includes: z.unknown().optional(), meta: z.looseObject({ next_token: text, newest_id: maybeId }).optional().catch(undefined) });
export const single = z.looseObject({ data: z.looseObject({ id }), includes: z.unknown().optional() });
