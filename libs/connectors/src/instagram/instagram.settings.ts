import { z } from 'zod';
import { address, appFields, metaId } from '../meta/meta.settings';

const byInstagram = { when: { login: 'instagram' } };

export const instagramSettings = z.object({
  login: z.enum(['instagram', 'facebook']).default('instagram')
    .meta({ title: 'Product', labels: { instagram: 'Instagram Login', facebook: 'Facebook Login' }, description: 'Instagram Login needs no Facebook page. Facebook Login reaches the account through its page, and hears of mentions too.' }),
  appId: appFields.appId,
  appSecret: appFields.appSecret,
  instagramAppId: metaId.or(z.literal('')).default('').meta({ ...byInstagram, title: 'Instagram app ID', description: 'Instagram → API setup with Instagram login. Empty: the App ID.' }),
  instagramAppSecret: z.string().trim().regex(/^[A-Za-z0-9]{0,128}$/, 'Letters and digits only, as Meta shows it').default('')
    .meta({ ...byInstagram, title: 'Instagram app secret', description: 'Beside the Instagram app ID. Empty: the App secret.', secret: true }),
  accountId: metaId.meta({ title: 'Account ID', description: 'Of the professional account, beginning with 1784. Filled in by the consent.', placeholder: '17841400000000000' }),
  accessToken: z.string().trim().min(20).max(4_096).regex(/^\S+$/, 'One word, without blanks')
    .meta({ title: 'Access token', description: 'Of the account (Instagram Login) or of its page (Facebook Login), long-lived. Kontuar renews the first.', secret: true, placeholder: 'IGAA…' }),
  tokenExpiresAt: z.string().max(40).default('').meta({ title: 'Access token expires', description: 'Kept by Kontuar', hidden: true }),
  publicPosts: z.boolean().default(true).meta({ title: 'Comments and mentions', description: 'Comments below the account’s posts, reels, lives and ads, and mentions of it, become conversations.' }),
  humanAgent: z.boolean().default(true).meta({ advanced: true, title: 'Answers within seven days', description: 'Needs the Human Agent permission of the app; without it Meta allows 24 hours.' }),
  verifyToken: appFields.verifyToken,
  apiVersion: appFields.apiVersion,
  graphUrl: appFields.graphUrl,
  instagramUrl: address('Instagram API address', 'Only for tests.', 'https://graph.instagram.com'),
  tokenUrl: address('Address where codes become tokens', 'Only for tests.', 'https://api.instagram.com'),
  dialogUrl: address('Address of the consent screen', 'Only for tests. Of Facebook Login: www.facebook.com.', 'https://www.instagram.com'),
  signCalls: appFields.signCalls,
});
export type InstagramSettings = z.infer<typeof instagramSettings>;

export const scopes = {
  instagram: ['instagram_business_basic', 'instagram_business_manage_messages', 'instagram_business_manage_comments'],
  facebook: ['pages_show_list', 'pages_manage_metadata', 'pages_read_engagement', 'instagram_basic', 'instagram_manage_messages', 'instagram_manage_comments'],
} as const;

const messageFields = ['messages', 'messaging_postbacks', 'message_reactions', 'messaging_seen', 'messaging_referral'];
const commentFields = ['comments', 'live_comments'];
/** An app of an older version, or of the other product, is refused the whole when it asks for one of these. */
export const youngFields = ['message_edits', 'standby', 'mentions'];

export function fieldsOf({ publicPosts }: Pick<InstagramSettings, 'publicPosts'>): string[] {
  return [...messageFields, ...(publicPosts ? commentFields : []), ...youngFields.filter((field) => publicPosts || field !== 'mentions')];
}
