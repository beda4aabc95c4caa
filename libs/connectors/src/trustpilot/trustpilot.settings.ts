import { z } from 'zod';
import { baseAddress } from '../address';
import { pollingSettings } from '../reviews/reviews.settings';

const id = z.string().trim().regex(/^[0-9a-f]{24}$/i, 'It looks like 507f191e810c19729de860ea');

export const trustpilotSettings = z.object({
  businessUnitId: id.meta({ title: 'Business unit ID', description: 'Of your domain; Trustpilot Business → Integrations → Developers.', placeholder: '507f191e810c19729de860ea' }),
  businessUserId: id.meta({ title: 'User ID', description: 'In whose name answers are published; on that person’s profile page in Trustpilot Business.', placeholder: '507f191e810c19729de860ea' }),
  apiKey: z.string().trim().min(1).max(200).meta({ title: 'API key', description: 'Trustpilot Business → Integrations → Developers → APIs.' }),
  apiSecret: z.string().trim().min(1).max(200).meta({ secret: true, title: 'API secret' }),
  companyName: z.string().trim().max(300).default('').meta({ title: 'Name of the company', description: 'Shown above its reviews. Empty: Kontuar asks Trustpilot.' }),
  webhookProof: z
    .enum(['off', 'key', 'basic', 'signature'])
    .default('off')
    .meta({
      title: 'How webhooks prove themselves', labels: { off: 'No webhooks', key: 'A key in the address', basic: 'User name and password in the address', signature: 'A signature in a header' },
      description: 'For reviews within seconds, enter the channel’s address in Trustpilot Business → Integrations → Webhooks, with the secret in it: …?key=SECRET.',
    }),
  webhookSecret: z.string().trim().max(200).default('').meta({ secret: true, title: 'Secret of the webhook', description: 'At least 24 letters, made by chance: openssl rand -hex 32.' }),
  signatureHeader: z.string().trim().toLowerCase().regex(/^[a-z][a-z0-9-]{0,60}$/, 'The name of a header').default('x-trustpilot-signature').meta({ advanced: true, title: 'Header of the signature', description: 'HMAC-SHA256 of the body, in hex or base64.' }),
  replacing: z
    .enum(['post', 'delete-first'])
    .default('post')
    .meta({ advanced: true, labels: { post: 'Post the new one', 'delete-first': 'Delete the old one first' }, title: 'How an answer is replaced' }),
  maxTextLength: z.number().int().min(1).max(20_000).default(4_000).meta({ advanced: true, title: 'Letters in an answer' }),
  ...pollingSettings({ everySeconds: 900, deepDays: 30 }),
  apiUrl: baseAddress('https://api.trustpilot.com').meta({ advanced: true, title: 'API address', placeholder: 'https://api.trustpilot.com' }),
  webAddress: baseAddress('https://www.trustpilot.com').meta({ advanced: true, title: 'Web address', description: 'Where links to reviews lead.', placeholder: 'https://www.trustpilot.com' }),
});
export type TrustpilotSettings = z.infer<typeof trustpilotSettings>;
