import { z } from 'zod';
import { account as accountSchema } from './mastodon.payloads';
import { callApi, type MastodonContext } from './mastodon.client';
import { factsOf, type ServerFacts } from './mastodon.settings';

const instance = z.object({
  domain: z.string(),
  version: z.string().optional(),
  configuration: z.object({
    urls: z.object({ streaming: z.string().nullish() }).optional(),
    statuses: z.object({ max_characters: z.number().int().positive().optional(), max_media_attachments: z.number().int().nonnegative().optional(), characters_reserved_per_url: z.number().int().positive().optional() }).optional(),
    media_attachments: z.object({ supported_mime_types: z.array(z.string()).optional(), image_size_limit: z.number().int().positive().optional(), video_size_limit: z.number().int().positive().optional() }).optional(),
  }).optional(),
});

/** Every server has limits of its own: asked, and kept where the composer sees them. */
export async function learn(ctx: MastodonContext): Promise<ServerFacts> {
  const own = await callApi(ctx, 'GET', '/api/v1/accounts/verify_credentials', { result: accountSchema });
  const { domain, configuration } = await callApi(ctx, 'GET', '/api/v2/instance', { result: instance });
  const facts: ServerFacts = {
    ...factsOf({ facts: '' }),
    domain, account: own.id, handle: own.acct,
    ...given({
      maxCharacters: configuration?.statuses?.max_characters,
      linkLength: configuration?.statuses?.characters_reserved_per_url,
      maxMedia: configuration?.statuses?.max_media_attachments,
      imageBytes: configuration?.media_attachments?.image_size_limit,
      videoBytes: configuration?.media_attachments?.video_size_limit,
      mediaTypes: configuration?.media_attachments?.supported_mime_types,
      streaming: configuration?.urls?.streaming ?? undefined,
    }),
  };
  const text = JSON.stringify(facts);
  if (text !== ctx.settings.facts) await ctx.secrets.update(() => Promise.resolve({ facts: text }));
  return facts;
}

/** As kept, or asked when nothing is. */
export async function knownFacts(ctx: MastodonContext): Promise<ServerFacts> {
  const facts = factsOf(ctx.settings);
  return facts.account === '' ? learn(ctx) : facts;
}

function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }; // what is undefined was just taken out
}
