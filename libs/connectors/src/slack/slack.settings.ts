import { z } from 'zod';

const address = (fallback: string) => z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
  .overwrite((url) => url.replace(/\/+$/, ''))
  .default(fallback);
const secret = () => z.string().trim().max(1000).regex(/^\S*$/, 'One word, without blanks');

export const slackSettings = z.object({
  clientId: z.string().trim().max(100).default('')
    .meta({ title: 'Client ID', description: 'Of your app at api.slack.com/apps: Basic Information. Needed for "Connect with Slack" and for tokens that are renewed.', placeholder: '1234567890.1234567890123' }),
  clientSecret: secret().default('').meta({ secret: true, title: 'Client secret', description: 'Beside the client ID.' }),
  signingSecret: secret().min(8).meta({ secret: true, title: 'Signing secret', description: 'From the same page. Slack signs with it what it sends.' }),
  teamId: z.string().trim().regex(/^[TE][A-Z0-9]{2,30}$/, 'Begins with T, as in app.slack.com/client/T…')
    .meta({ title: 'Workspace ID', description: 'The part that begins with T in app.slack.com/client/T…. Filled in by "Connect with Slack".', placeholder: 'T0123ABCD' }),
  botToken: secret().min(8).meta({ secret: true, title: 'Bot token', description: 'OAuth & Permissions → Bot User OAuth Token. Filled in by "Connect with Slack".', placeholder: 'xoxb-…' }),
  refreshToken: secret().default('').meta({ secret: true, advanced: true, title: 'Refresh token', description: 'Only for apps with token rotation. Kept and renewed by Kontuar.', placeholder: 'xoxe-1-…' }),
  tokenExpiresAt: z.string().trim().max(40).default('').meta({ secret: true, advanced: true, hidden: true, title: 'End of the bot token', description: 'Kept by Kontuar' }),
  channels: z.array(z.string().trim().regex(/^[CGD][A-Z0-9]{2,30}$/, 'IDs begin with C')).max(500).default([])
    .meta({ title: 'Only these channels', description: 'Channel IDs; empty: every channel that the app was invited to. Direct messages always come in.' }),
  conversations: z.enum(['thread', 'channel']).default('thread')
    .meta({ title: 'What is one conversation', labels: { thread: 'Each thread', channel: 'The whole channel' }, description: 'In channels. A direct chat is always one conversation.' }),
  colleagues: z.enum(['us', 'customers']).default('us')
    .meta({ title: 'Members of our workspace in shared channels', labels: { us: 'Answer for us', customers: 'Are customers too' }, description: 'In channels shared with another company (Slack Connect): what they write there is shown as our answer, or as a customer’s message.' }),
  otherApps: z.boolean().default(false).meta({ advanced: true, title: 'Messages of other apps', description: 'Workflows and bots in the channels. They never get an automatic answer.' }),
  senderName: z.enum(['app', 'agent']).default('app')
    .meta({ advanced: true, labels: { app: 'The app', agent: 'The agent' }, title: 'Name shown on answers', description: 'The agent’s name needs the scope chat:write.customize.' }),
  threadDays: z.number().int().min(0).max(30).default(3)
    .meta({ advanced: true, title: 'Days back for threads', description: 'How old a thread may be whose new answers are found when we compare with Slack.' }),
  maxLength: z.number().int().min(100).max(40_000).default(4000)
    .meta({ advanced: true, title: 'Longest text', description: 'Slack advises 4000 characters; it cuts at 40 000 and edits no longer ones.' }),
  apiUrl: address('https://slack.com/api').meta({ advanced: true, title: 'API address', placeholder: 'https://slack.com/api' }),
  consentUrl: address('https://slack.com/oauth/v2/authorize').meta({ advanced: true, title: 'Consent address', placeholder: 'https://slack.com/oauth/v2/authorize' }),
});
export type SlackSettings = z.infer<typeof slackSettings>;

/** What the bot is allowed to do; asked for by the consent, looked at by the check. */
export const scopes = [
  'app_mentions:read', 'channels:history', 'channels:read', 'chat:write', 'files:read', 'files:write', 'groups:history', 'groups:read', 'im:history', 'im:read', 'im:write',
  'metadata.message:read', 'mpim:history', 'mpim:read', 'reactions:read', 'users:read', 'users:read.email',
];
export const scopesFor = ({ senderName }: Partial<Pick<SlackSettings, 'senderName'>>): string[] => (senderName === 'agent' ? [...scopes, 'chat:write.customize'] : scopes);
