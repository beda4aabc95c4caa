import { z } from 'zod';

/** What the server said of itself when we last asked. */
export const serverFacts = z.object({
  /** The name behind the @ of its own accounts. */
  domain: z.string().default(''),
  maxCharacters: z.number().int().positive().default(500),
  linkLength: z.number().int().positive().default(23),
  maxMedia: z.number().int().nonnegative().default(4),
  imageBytes: z.number().int().positive().default(16 * 1024 * 1024),
  videoBytes: z.number().int().positive().default(99 * 1024 * 1024),
  mediaTypes: z.array(z.string()).default([]),
  streaming: z.string().default(''),
  account: z.string().default(''),
  handle: z.string().default(''),
});
export type ServerFacts = z.infer<typeof serverFacts>;

const kept = (title: string) => ({ title, description: 'Kept by Kontuar', hidden: true });

export const mastodonSettings = z.object({
  server: z
    .string()
    .trim()
    .overwrite((server) => (server.includes('://') ? server : `https://${server}`).replace(/\/+$/, ''))
    .refine((server) => URL.canParse(server) && /^https?:$/.test(new URL(server).protocol) && new URL(server).search === '' && new URL(server).username === '', 'The address of a server, such as mastodon.social')
    .meta({ title: 'Server', description: 'Where the account lives.', placeholder: 'mastodon.social' }),
  accessToken: z
    .string()
    .trim()
    .min(8)
    .max(2_048)
    .regex(/^[\x21-\x7e]+$/, 'A token has no blanks in it')
    .meta({ secret: true, title: 'Access token', description: 'On your server: Preferences → Development → New application, with the rights read and write; open it and copy “Your access token”.' }),
  answers: z
    .enum(['same', 'unlisted'])
    .default('same')
    .meta({ title: 'Who sees public answers', description: 'As the customer wrote, or never in public timelines.', labels: { same: 'As the customer wrote', unlisted: 'Quiet: not in public timelines' } }),
  /** `ServerFacts` as JSON. */
  facts: z.string().max(20_000).default('').meta(kept('What the server says of itself')),
});
export type MastodonSettings = z.infer<typeof mastodonSettings>;

export function factsOf(settings: Pick<MastodonSettings, 'facts'>): ServerFacts {
  let told: unknown;
  try {
    told = JSON.parse(settings.facts);
  } catch {
    told = {};
  }
  return serverFacts.safeParse(told).data ?? serverFacts.parse({});
}
