import { z } from 'zod';

export const apiSettings = z.object({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.canParse(url) && new URL(url).username === '', 'An address without a user name')
    .meta({ title: 'Your endpoint', description: 'Kontuar posts every answer there, signed.', placeholder: 'https://example.com/kontuar' }),
  secret: z
    .string()
    .trim()
    .min(24, 'At least 24 characters, made by chance')
    .max(200)
    .meta({ secret: true, title: 'Shared secret', description: 'Both sides sign with it, and it is your token for posting messages. Make it by chance: openssl rand -hex 32.' }),
  account: z
    .string()
    .trim()
    .max(200)
    .default('')
    .meta({ advanced: true, title: 'Group of people', description: 'Channels with the same word here share their people: the same id is the same person. Empty: the people of this channel are its own.' }),
});
export type ApiSettings = z.infer<typeof apiSettings>;
