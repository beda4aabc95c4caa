/** What the Cloud API takes, to the last member: written after its reference, since Meta's own OpenAPI file refuses its own examples. */
import { contract } from '../meta/meta.graph';

const id = { type: 'string', minLength: 1, maxLength: 300 };
const text = { type: 'string', minLength: 1 };
const object = (required: string[], properties: Record<string, object>) => ({ type: 'object', additionalProperties: false, required, properties });
const medium = (more: Record<string, object> = {}) => ({ ...object([], { id, link: { type: 'string', pattern: '^https?://' }, ...more }), oneOf: [{ required: ['id'] }, { required: ['link'] }] });
const caption = { type: 'string', minLength: 1, maxLength: 1024 };

const parameter = {
  oneOf: [
    object(['type', 'text'], { type: { const: 'text' }, text: { type: 'string', pattern: '^[^\\n\\t]+$' }, parameter_name: { type: 'string', pattern: '^[a-z0-9_]+$' } }),
    object(['type', 'coupon_code'], { type: { const: 'coupon_code' }, coupon_code: text }),
    object(['type', 'image'], { type: { const: 'image' }, image: medium() }),
    object(['type', 'video'], { type: { const: 'video' }, video: medium() }),
    object(['type', 'document'], { type: { const: 'document' }, document: medium({ filename: text }) }),
  ],
};
const parameters = { type: 'array', minItems: 1, items: parameter };
const component = {
  oneOf: [
    object(['type', 'parameters'], { type: { enum: ['header', 'body'] }, parameters }),
    object(['type', 'sub_type', 'index', 'parameters'], { type: { const: 'button' }, sub_type: { enum: ['quick_reply', 'url', 'copy_code'] }, index: { type: 'string', pattern: '^[0-9]$' }, parameters }),
  ],
};

const kinds: Record<string, object> = {
  text: object(['body'], { body: { type: 'string', minLength: 1 }, preview_url: { type: 'boolean' } }),
  image: medium({ caption }),
  video: medium({ caption }),
  audio: medium(),
  document: medium({ caption, filename: { type: 'string', minLength: 1, maxLength: 240 } }),
  reaction: object(['message_id', 'emoji'], { message_id: id, emoji: { type: 'string', maxLength: 20 } }),
  template: object(['name', 'language'], { name: { type: 'string', pattern: '^[a-z0-9_]+$' }, language: object(['code'], { code: { type: 'string', pattern: '^[a-z]{2,3}(_[A-Z]{2})?$' } }), components: { type: 'array', minItems: 1, items: component } }),
};

export interface SendBody {
  recipient_type: 'individual' | 'group';
  to?: string;
  recipient?: string;
  type: string;
  context?: { message_id: string };
  biz_opaque_callback_data?: string;
  text?: { body: string };
  reaction?: { message_id: string; emoji: string };
  template?: { name: string; language: { code: string }; components?: { type: string; parameters: { text?: string }[] }[] };
  [kind: string]: unknown;
}

export const readSend = contract<SendBody>('a message', {
  ...object(['messaging_product', 'recipient_type', 'type'], {
    messaging_product: { const: 'whatsapp' }, recipient_type: { enum: ['individual', 'group'] }, to: { type: 'string', pattern: '^(\\+?[0-9]{6,15}|[A-Za-z0-9+/=]{8,})$' },
    recipient: { type: 'string', pattern: '^[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}$' }, type: { enum: Object.keys(kinds) }, context: object(['message_id'], { message_id: id }), biz_opaque_callback_data: { type: 'string', maxLength: 512 }, ...kinds,
  }),
  anyOf: [{ required: ['to'] }, { required: ['recipient'] }],
  oneOf: Object.keys(kinds).map((kind) => ({ required: [kind], properties: { type: { const: kind } } })),
});

export const readMark = contract<{ message_id: string }>('a read mark', object(['messaging_product', 'status', 'message_id'], {
  messaging_product: { const: 'whatsapp' }, status: { const: 'read' }, message_id: id, typing_indicator: object(['type'], { type: { const: 'text' } }),
}));

export const readOverride = contract<{ webhook_configuration: { override_callback_uri: string; verify_token?: string } }>('a webhook of a number', object(['webhook_configuration'], {
  webhook_configuration: object(['override_callback_uri'], { override_callback_uri: { type: 'string' }, verify_token: { type: 'string', minLength: 8 } }),
}));
