import { z } from 'zod';
import { id } from './meta.json';

const text = z.string();
const person = z.object({ id });

const attachment = z.looseObject({
  type: text,
  title: text.nullish(),
  url: text.nullish(),
  payload: z.looseObject({
    url: text.nullish(),
    title: text.nullish(),
    sticker_id: id.nullish(),
    text: text.nullish(),
    template_type: text.nullish(),
    elements: z.array(z.looseObject({ title: text.nullish(), subtitle: text.nullish() })).nullish().catch(undefined),
    coordinates: z.object({ lat: z.number(), long: z.number() }).nullish().catch(undefined),
  }).nullish(),
});
export type Attachment = z.infer<typeof attachment>;

const referral = z.looseObject({
  ref: text.nullish(), source: text.nullish(), type: text.nullish(), ad_id: id.nullish(), referer_uri: text.nullish(),
  ads_context_data: z.looseObject({ ad_title: text.nullish(), photo_url: text.nullish(), video_url: text.nullish(), post_id: id.nullish() }).nullish().catch(undefined),
});
export type Referral = z.infer<typeof referral>;

export const message = z.looseObject({
  mid: id.optional(),
  text: text.nullish(),
  attachments: z.array(z.unknown()).nullish(),
  quick_reply: z.object({ payload: text.nullish() }).nullish().catch(undefined),
  reply_to: z.object({ mid: id.nullish(), story: z.object({ id: id.nullish(), url: text.nullish() }).nullish() }).nullish().catch(undefined),
  is_echo: z.boolean().nullish(),
  is_deleted: z.boolean().nullish(),
  is_unsupported: z.boolean().nullish(),
  is_self: z.boolean().nullish(),
  app_id: id.nullish(),
  metadata: text.nullish(),
  referral: referral.nullish().catch(undefined),
});
export type Message = z.infer<typeof message>;
export const readAttachment = (value: unknown): Attachment | undefined => attachment.safeParse(value).data;

export const event = z.looseObject({
  sender: person.optional().catch(undefined),
  recipient: person.optional().catch(undefined),
  timestamp: z.union([z.number(), text]).optional().catch(undefined),
});
export type Event = z.infer<typeof event>;

export const postback = z.object({ mid: id.nullish(), title: text.nullish(), payload: text.nullish(), referral: referral.nullish().catch(undefined) });
export const reaction = z.object({ mid: id, action: text, emoji: text.nullish(), reaction: text.nullish() });
export const edited = z.object({ mid: id, text: text.nullish(), num_edit: z.union([z.number(), text]).nullish() });
export const delivered = z.object({ mids: z.array(id).nullish(), watermark: z.union([z.number(), text]).nullish() });
export const seen = z.object({ mid: id.nullish(), watermark: z.union([z.number(), text]).nullish() });

/** A message as the Conversations API gives it. */
const file = z.looseObject({ url: text.nullish() }).nullish().catch(undefined);
const listed = z.looseObject({ id: id.nullish(), mime_type: text.nullish(), name: text.nullish(), size: z.number().nullish().catch(undefined), image_data: file, video_data: file, file_url: text.nullish() });
const someone = z.looseObject({ id, name: text.nullish(), username: text.nullish() });
export const storedMessage = z.looseObject({
  id,
  created_time: text,
  from: someone.nullish().catch(undefined),
  to: z.object({ data: z.array(someone) }).nullish().catch(undefined),
  message: text.nullish(),
  sticker: text.nullish(),
  attachments: z.object({ data: z.array(listed) }).nullish().catch(undefined),
  shares: z.object({ data: z.array(z.looseObject({ link: text.nullish(), name: text.nullish() })) }).nullish().catch(undefined),
  is_unsupported: z.boolean().nullish().catch(undefined),
});
export type StoredMessage = z.infer<typeof storedMessage>;
export type StoredFile = z.infer<typeof listed>;
export const storedFields = 'id,created_time,from,to,message,sticker,attachments{id,mime_type,name,size,image_data,video_data,file_url},shares{link,name}';
