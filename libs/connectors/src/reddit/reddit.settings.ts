import { z } from 'zod';
import { baseAddress } from '../address';

const name = (what: RegExp) => z.string().trim().overwrite((text) => text.replace(what, '')).regex(/^[\w-]{2,30}$/, 'Letters, digits, - and _');
const secret = () => z.string().trim().max(4_000).regex(/^\S*$/, 'One word, without blanks');

export const redditSettings = z.object({
  clientId: z.string().trim().min(5).max(100).regex(/^\S+$/, 'One word, without blanks')
    .meta({ title: 'Client ID', description: 'Of your app at reddit.com/prefs/apps: the word below its name.', placeholder: 'p-jcoLKBynTLew' }),
  clientSecret: secret().default('').meta({ secret: true, title: 'Client secret', description: 'Beside it. Empty only for an "installed app".' }),
  username: name(/^(https?:\/\/[^/]+)?\/?(u|user)\//i).meta({ title: 'Reddit account', description: 'Who answers; filled in by the consent.', placeholder: 'my_shop' }),
  refreshToken: secret().default('').meta({ secret: true, title: 'Refresh token', description: 'Given when somebody signed in as that account agreed. Kept and renewed by Kontuar.' }),
  accessToken: secret().default('').meta({ hidden: true, secret: true, title: 'Access token', description: 'Kept by Kontuar' }),
  accessExpiresAt: z.string().trim().max(40).default('').meta({ hidden: true, secret: true, title: 'End of the access token', description: 'Kept by Kontuar' }),
  subreddits: z.array(name(/^(https?:\/\/[^/]+)?\/?r\//i)).max(50).default([])
    .meta({ title: 'Subreddits', description: 'Every comment and post in them comes in. Empty: only what is addressed to the account.' }),
  posts: z.boolean().default(true).meta({ title: 'Posts too', description: 'In these subreddits: not only comments.' }),
  search: z.string().trim().max(200).default('').meta({ title: 'Words to watch for', description: 'New posts anywhere on Reddit in which they stand come in. Empty: none.', placeholder: '"my shop" OR myshop' }),
  moderate: z.boolean().default(false).meta({ title: 'We moderate these subreddits', description: 'Then agents can hide what others wrote there. The account must be a moderator who may manage posts.' }),
  writing: z.enum(['typed', 'markdown']).default('typed')
    .meta({ title: 'How answers are written', labels: { typed: 'Shown exactly as typed', markdown: 'As Markdown' }, description: 'Reddit reads *stars* and # signs as formatting. As typed, they stay what they are.' }),
  messageSubject: z.string().trim().max(100).default('').meta({ title: 'Subject of private messages', description: 'For the first one to somebody. Empty: the name of the workspace.' }),
  pollEverySeconds: z.number().int().min(1).max(86_400).default(60).meta({ advanced: true, title: 'Seconds between two looks', description: 'Each look asks Reddit up to eight times; it allows about a hundred a minute.' }),
  againEveryMinutes: z.number().min(0).max(10_080).default(10).meta({ advanced: true, title: 'Minutes between two looks at what is known', description: 'That finds edits, deletions and what moderators removed: Reddit announces none of them.' }),
  againDays: z.number().int().min(1).max(60).default(7).meta({ advanced: true, title: 'Days that such a look goes back' }),
  userAgent: z.string().trim().max(200).regex(/^[\x20-\x7e]*$/, 'Plain letters only').default('')
    .meta({ advanced: true, title: 'User-Agent', description: 'Reddit wants a name of its own for every application and slows down borrowed ones. Empty: made of the client ID and the account.', placeholder: 'web:my-shop-inbox:1.0 (by /u/my_shop)' }),
  apiUrl: baseAddress('https://oauth.reddit.com').meta({ advanced: true, title: 'API address', placeholder: 'https://oauth.reddit.com' }),
  siteUrl: baseAddress('https://www.reddit.com').meta({ advanced: true, title: 'Address of Reddit', description: 'Where people agree, and where links lead.', placeholder: 'https://www.reddit.com' }),
});
export type RedditSettings = z.infer<typeof redditSettings>;

/** What the account is asked to allow. Reading our own comments needs `history`. */
export const scopesFor = ({ moderate }: Partial<Pick<RedditSettings, 'moderate'>>): string[] => ['identity', 'read', 'privatemessages', 'submit', 'edit', 'history', ...(moderate === true ? ['modposts'] : [])];

export const userAgentOf = ({ userAgent = '', clientId = '', username = '' }: Partial<RedditSettings>): string =>
  userAgent !== '' ? userAgent : `web:kontuar-${clientId.replace(/[^\x21-\x7e]/g, '')}:1${username === '' ? '' : ` (by /u/${username})`}`;
