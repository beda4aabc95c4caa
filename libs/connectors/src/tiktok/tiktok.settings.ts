import { z } from 'zod';
import { baseAddress } from '../address';

const word = (most: number) => z.string().trim().max(most).regex(/^\S*$/, 'One word, without blanks');
const kept = () => z.string().trim().max(40).default('');

export const tiktokSettings = z.object({
  appId: word(60).min(3).meta({ title: 'App ID', description: 'Of your app at business-api.tiktok.com: My Apps → App detail.', placeholder: '7100000000000000001' }),
  appSecret: word(200).min(8).meta({ secret: true, title: 'App secret', description: 'Beside the App ID. TikTok signs with it what it sends.' }),
  businessId: word(120).min(3).meta({ title: 'Account ID', description: 'How TikTok names your business account for this app (open_id). Filled in by "Connect with TikTok".' }),
  accessToken: word(2000).min(8).meta({ secret: true, title: 'Access token', description: 'Lives for a day, and is renewed. Filled in by "Connect with TikTok".' }),
  refreshToken: word(2000).default('').meta({ secret: true, title: 'Refresh token', description: 'Lives for a year. Filled in by "Connect with TikTok".' }),
  tokenExpiresAt: kept().meta({ secret: true, hidden: true, title: 'End of the access token', description: 'Kept by Kontuar' }),
  refreshExpiresAt: kept().meta({ secret: true, hidden: true, title: 'End of the refresh token', description: 'Kept by Kontuar' }),
  messages: z.boolean().default(true).meta({ title: 'Direct messages', description: 'TikTok opens them to apps that it has looked at, and not in every country.' }),
  comments: z.boolean().default(true).meta({ title: 'Comments', description: 'Comments below the account’s videos become conversations.' }),
  windowHours: z.number().int().min(1).max(8760).default(48).meta({ advanced: true, title: 'Hours to answer a message', description: 'So long after the customer’s last message TikTok takes an answer.' }),
  messageCap: z.number().int().min(0).max(1000).default(0).meta({ advanced: true, title: 'Answers to one message', description: 'At the most so many until the customer writes again. 0: TikTok counts itself, and says no.' }),
  commentLength: z.number().int().min(50).max(5000).default(150).meta({ advanced: true, title: 'Longest comment', description: 'In characters.' }),
  videos: z.number().int().min(1).max(100).default(20).meta({ advanced: true, title: 'Videos to look below', description: 'The newest so many are asked for comments that nobody told us of.' }),
  pollMinutes: z.number().int().min(5).max(1440).default(15).meta({ advanced: true, title: 'Minutes between looks', description: 'TikTok tells of comments by itself; this finds what it did not tell.' }),
  apiUrl: baseAddress('https://business-api.tiktok.com/open_api/v1.3').meta({ advanced: true, title: 'API address', placeholder: 'https://business-api.tiktok.com/open_api/v1.3' }),
  consentUrl: baseAddress('https://www.tiktok.com/v2/auth/authorize').meta({ advanced: true, title: 'Consent address', placeholder: 'https://www.tiktok.com/v2/auth/authorize' }),
});
export type TiktokSettings = z.infer<typeof tiktokSettings>;

const scopes = { account: ['user.info.basic'], messages: ['message.list.read', 'message.list.send', 'message.list.manage'], comments: ['video.list', 'comment.list', 'comment.list.manage'] };
export const scopesFor = ({ messages, comments }: Pick<TiktokSettings, 'messages' | 'comments'>): string[] => [...scopes.account, ...(messages ? scopes.messages : []), ...(comments ? scopes.comments : [])];
