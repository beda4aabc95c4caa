import { z } from 'zod';
import { baseAddress } from '../address';

const secret = (max = 2_048) => z.string().trim().max(max).regex(/^[\x21-\x7e]*$/, 'There are no blanks in it').default('');

export const xSettings = z.object({
  clientId: secret(300).meta({ title: 'OAuth client id', description: 'X Developer Console → your app → Keys and tokens → OAuth 2.0.' }),
  clientSecret: secret(300).meta({ secret: true, title: 'OAuth client secret', description: 'From the same page. X signs what it delivers with it.' }),
  bearerToken: secret().meta({ secret: true, title: 'Bearer token of the app', description: 'For delivery within a second: Kontuar tells X its address with it. Empty: X is asked now and then.' }),
  consumerSecret: secret(300).meta({ advanced: true, secret: true, title: 'API key secret', description: 'Only for older apps, whose deliveries X signs with it.' }),
  userId: z.string().trim().regex(/^(\d{1,25})?$/, 'A number').default('').meta({ title: 'Account', description: 'Number of the account; the consent fills it in.', placeholder: '2244994945' }),
  username: z.string().trim().overwrite((name) => name.replace(/^@/, '')).regex(/^\w{0,30}$/, 'The name behind the @').default('').meta({ title: 'Name of the account', description: 'Without the @; the consent fills it in.' }),
  directMessages: z.boolean().default(true).meta({ title: 'Direct messages', description: 'Read and answer them. Messages that X encrypts from end to end can only be read in its own app.' }),
  replies: z.enum(['summoned', 'strict', 'any']).default('summoned').meta({
    title: 'Whom public answers may go to',
    description: 'Most tariffs of X let programs answer only those who named or quoted the account. Kontuar then says so before it sends.',
    labels: { summoned: 'Who named or quoted us, also by a reply to us', strict: 'Who wrote our name or quoted us', any: 'Everybody (Enterprise)' },
  }),
  likes: z.boolean().default(false).meta({ title: 'Likes', description: 'Only on tariffs of X that still allow programs to like.' }),
  maxLength: z.number().int().min(1).max(25_000).default(280).meta({ advanced: true, title: 'Longest post', description: '280; more for accounts with Premium. Chinese, Japanese and Korean letters and emoji count two, an address counts 23.' }),
  pollEverySeconds: z.number().int().min(0).max(86_400).default(300).meta({ advanced: true, title: 'Seconds between two looks', description: 'How often X is asked for what was not delivered. 0: never.' }),
  apiUrl: baseAddress('https://api.x.com').meta({ advanced: true, title: 'API address', placeholder: 'https://api.x.com' }),
  consentUrl: baseAddress('https://x.com/i/oauth2/authorize').meta({ advanced: true, title: 'Consent address', placeholder: 'https://x.com/i/oauth2/authorize' }),
  accessToken: secret().meta({ hidden: true, secret: true, title: 'Access token', description: 'Kept by Kontuar' }),
  // Secret only so that a renewal is no change of the settings, at which reading begins anew.
  accessExpiresAt: z.string().max(40).default('').meta({ hidden: true, secret: true, title: 'End of the access token', description: 'Kept by Kontuar' }),
  refreshToken: secret().meta({ advanced: true, secret: true, title: 'Refresh token', description: 'The consent fills it in; X gives a new one at every renewal.' }),
});
export type XSettings = z.infer<typeof xSettings>;

/** What the consent asks for. Likes and private messages only where they are wanted. */
export const scopesOf = ({ directMessages, likes }: Pick<XSettings, 'directMessages' | 'likes'>): string[] => [
  'tweet.read', 'tweet.write', 'tweet.moderate.write', 'users.read', 'media.write', 'offline.access', ...(directMessages ? ['dm.read', 'dm.write'] : []), ...(likes ? ['like.write'] : []),
];
