import { z } from 'zod';
import { id } from '../meta/meta.json';

const text = z.string();
const maybe = text.nullish().catch(undefined);
const ids = id.nullish().catch(undefined);
const time = z.union([z.number(), text]);

export const contact = z.looseObject({ wa_id: ids, user_id: ids, parent_user_id: ids, profile: z.looseObject({ name: maybe, username: maybe }).nullish().catch(undefined) });
export type Contact = z.infer<typeof contact>;

export const value = z.looseObject({
  metadata: z.looseObject({ phone_number_id: ids, display_phone_number: maybe }).nullish().catch(undefined),
  contacts: z.array(z.unknown()).nullish().catch(undefined),
  messages: z.array(z.unknown()).nullish().catch(undefined),
  message_echoes: z.array(z.unknown()).nullish().catch(undefined),
  statuses: z.array(z.unknown()).nullish().catch(undefined),
  user_id_update: z.array(z.unknown()).nullish().catch(undefined),
  errors: z.array(z.unknown()).nullish().catch(undefined),
});
export type Value = z.infer<typeof value>;

export const media = z.looseObject({ id, mime_type: maybe, filename: maybe, caption: maybe, voice: z.boolean().nullish().catch(undefined), animated: z.boolean().nullish().catch(undefined) });

/** What every message holds, whatever it is. */
export const message = z.looseObject({
  id,
  type: text.default('unknown'),
  timestamp: time.optional().catch(undefined),
  from: ids, from_user_id: ids, from_parent_user_id: ids,
  to: ids, to_user_id: ids, to_parent_user_id: ids,
  group_id: ids,
  context: z.looseObject({
    id: ids, forwarded: z.boolean().nullish().catch(undefined), frequently_forwarded: z.boolean().nullish().catch(undefined),
    referred_product: z.looseObject({ catalog_id: ids, product_retailer_id: ids }).nullish().catch(undefined),
  }).nullish().catch(undefined),
  referral: z.looseObject({ source_url: maybe, source_id: ids, source_type: maybe, headline: maybe, body: maybe, image_url: maybe, thumbnail_url: maybe, ctwa_clid: maybe }).nullish().catch(undefined),
  errors: z.array(z.looseObject({ code: z.number().optional().catch(undefined), title: maybe })).nullish().catch(undefined),
});
export type Message = z.infer<typeof message>;

export const body = z.looseObject({ body: text });
export const button = z.looseObject({ text, payload: maybe });
export const location = z.looseObject({ latitude: z.number(), longitude: z.number(), name: maybe, address: maybe, url: maybe });
export const cards = z.array(z.looseObject({
  name: z.looseObject({ formatted_name: maybe, first_name: maybe, last_name: maybe }).nullish().catch(undefined),
  org: z.looseObject({ company: maybe }).nullish().catch(undefined),
  phones: z.array(z.looseObject({ phone: maybe, wa_id: ids })).nullish().catch(undefined),
  emails: z.array(z.looseObject({ email: maybe })).nullish().catch(undefined),
}));
const choice = z.looseObject({ id: maybe, title: text, description: maybe });
export const interactive = z.looseObject({
  type: text,
  button_reply: choice.nullish().catch(undefined),
  list_reply: choice.nullish().catch(undefined),
  nfm_reply: z.looseObject({ name: maybe, body: maybe, response_json: maybe }).nullish().catch(undefined),
});
export const order = z.looseObject({
  catalog_id: ids, text: maybe,
  product_items: z.array(z.looseObject({ product_retailer_id: ids, quantity: z.coerce.number().catch(1), item_price: z.coerce.number().catch(0), currency: maybe })),
});
export const reaction = z.looseObject({ message_id: id, emoji: maybe });
export const system = z.looseObject({ type: maybe, body: maybe, wa_id: ids, new_wa_id: ids, user_id: ids, previous_user_id: ids });
export const edit = z.looseObject({ original_message_id: id, message: z.looseObject({ type: maybe }) });
export const revoke = z.looseObject({ original_message_id: id });

export const status = z.looseObject({
  id, status: text, type: maybe, timestamp: time.optional().catch(undefined), recipient_id: ids, recipient_user_id: ids, biz_opaque_callback_data: maybe,
  errors: z.array(z.looseObject({ code: z.number().optional().catch(undefined), title: maybe, message: maybe, error_data: z.looseObject({ details: maybe }).nullish().catch(undefined) })).nullish().catch(undefined),
});
export const userIdUpdate = z.looseObject({ wa_id: ids, timestamp: time.optional().catch(undefined), user_id: z.looseObject({ previous: id, current: id }) });
