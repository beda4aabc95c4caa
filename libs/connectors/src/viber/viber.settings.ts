import { z } from 'zod';

export const viberSettings = z.object({
  authToken: z
    .string()
    .trim()
    .min(16, 'The token of the bot; the Viber Admin Panel shows it')
    .max(200)
    .meta({ secret: true, title: 'Bot token', description: 'Viber Admin Panel (partners.viber.com) → your bot → Edit info.' }),
  senderName: z.string().trim().max(28).default('').meta({ title: 'Sender name', description: 'Shown on answers; up to 28 letters. Empty: the workspace’s name.', placeholder: 'My shop' }),
  senderAvatar: z.union([z.literal(''), z.url({ protocol: /^https$/ })]).default('').meta({ advanced: true, title: 'Sender picture', description: 'An https address of a picture of up to 100 KB. Empty: the picture of the bot.' }),
  captionLength: z.number().int().min(0).max(768).default(120).meta({ advanced: true, title: 'Letters below a picture', description: 'A longer text leaves as a message of its own.' }),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
    .overwrite((url) => url.replace(/\/+$/, ''))
    .default('https://chatapi.viber.com')
    .meta({ advanced: true, title: 'API address', placeholder: 'https://chatapi.viber.com' }),
});
export type ViberSettings = z.infer<typeof viberSettings>;
