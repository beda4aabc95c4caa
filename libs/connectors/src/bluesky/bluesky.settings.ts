import { createHash } from 'node:crypto';
import { z } from 'zod';

const kept = (title: string) => ({ title, description: 'Kept by Kontuar', hidden: true });

export const blueskySettings = z.object({
  handle: z
    .string()
    .trim()
    .overwrite((handle) => handle.replace(/^@/, ''))
    .min(3, 'A handle looks like shop.bsky.social')
    .max(320)
    .meta({ title: 'Handle', description: 'Of the account that customers write to.', placeholder: 'shop.bsky.social' }),
  password: z
    .string()
    .trim()
    .min(1)
    .max(512)
    .meta({ secret: true, title: 'App password', description: 'From Bluesky: Settings → Privacy and security → App passwords. Tick “Allow access to your direct messages”.', placeholder: 'xxxx-xxxx-xxxx-xxxx' }),
  directMessages: z
    .boolean()
    .default(true)
    .meta({ title: 'Direct messages', description: 'Read and answer direct messages too.' }),
  service: z
    .url({ protocol: /^https?$/ })
    .overwrite((url) => url.replace(/\/+$/, ''))
    .default('https://bsky.social')
    .meta({ advanced: true, title: 'Sign-in server', description: 'Only for accounts on a server of their own.', placeholder: 'https://bsky.social' }),
  chatService: z
    .string()
    .trim()
    .regex(/^did:[a-z]+:[\w.:%-]+#\w+$/, 'It looks like did:web:api.bsky.chat#bsky_chat')
    .default('did:web:api.bsky.chat#bsky_chat')
    .meta({ advanced: true, title: 'Chat service', description: 'Which service keeps direct messages.', placeholder: 'did:web:api.bsky.chat#bsky_chat' }),
  pollEverySeconds: z.number().int().min(1).max(86_400).default(5).meta({ advanced: true, title: 'Seconds between two looks', description: 'A look costs three requests; the network allows six hundred a minute from one address.' }),
  webAddress: z
    .url({ protocol: /^https?$/ })
    .overwrite((url) => url.replace(/\/+$/, ''))
    .default('https://bsky.app')
    .meta({ advanced: true, title: 'Web address', description: 'Where links to posts lead.', placeholder: 'https://bsky.app' }),
  did: z.string().max(2_048).default('').meta(kept('Account id')),
  server: z.string().max(2_048).default('').meta(kept('Server of the account')),
  accessToken: z.string().max(8_192).default('').meta({ ...kept('Access token'), secret: true }),
  refreshToken: z.string().max(8_192).default('').meta({ ...kept('Refresh token'), secret: true }),
  sessionOf: z.string().max(128).default('').meta({ ...kept('Whose session it is'), secret: true }),
});
export type BlueskySettings = z.infer<typeof blueskySettings>;

/** With another handle, password or server in the form, the session that is kept is somebody else's. */
export function sessionMark({ handle, password, service }: Pick<BlueskySettings, 'handle' | 'password' | 'service'>): string {
  return createHash('sha256').update(JSON.stringify([service, handle.toLowerCase(), password])).digest('base64url');
}
