import { z } from 'zod';
import { address, appFields, metaId } from '../meta/meta.settings';

export const facebookSettings = z.object({
  appId: appFields.appId,
  appSecret: appFields.appSecret,
  pageId: metaId.meta({ title: 'Page ID', description: 'Of the page: About → Page transparency. Filled in by "Connect with Facebook".', placeholder: '109876543210987' }),
  accessToken: z.string().trim().min(20).max(4_096).regex(/^\S+$/, 'One word, without blanks')
    .meta({ title: 'Page access token', description: 'Long-lived, of this page. Filled in by "Connect with Facebook".', secret: true, placeholder: 'EAAB…' }),
  publicPosts: z.boolean().default(true).meta({ title: 'Comments and mentions', description: 'Comments below the page’s posts and ads, visitors’ posts, and mentions of the page become conversations.' }),
  humanAgent: z.boolean().default(true).meta({ advanced: true, title: 'Answers within seven days', description: 'Needs the Human Agent permission of the app; without it Meta allows 24 hours.' }),
  takeOver: z.boolean().default(true).meta({ advanced: true, title: 'Take conversations over', description: 'When another app (a bot) holds a conversation and an agent answers, take it from that app.' }),
  verifyToken: appFields.verifyToken,
  apiVersion: appFields.apiVersion,
  graphUrl: appFields.graphUrl,
  dialogUrl: address('Address of the consent screen', 'Only for tests.', 'https://www.facebook.com'),
  signCalls: appFields.signCalls,
});
export type FacebookSettings = z.infer<typeof facebookSettings>;

export const scopes = ['pages_show_list', 'pages_messaging', 'pages_manage_metadata', 'pages_read_engagement', 'pages_read_user_content', 'pages_manage_engagement'];
/** What a page may tell an app. The second list is younger: an app of an older version is refused the whole when it asks for one of these. */
const fields = ['messages', 'messaging_postbacks', 'message_echoes', 'message_reactions', 'message_deliveries', 'message_reads', 'messaging_referrals', 'messaging_handovers', 'standby'];
export const youngFields = ['message_edits', 'mention'];

export function fieldsOf({ publicPosts }: Pick<FacebookSettings, 'publicPosts'>): string[] {
  return [...fields, ...(publicPosts ? ['feed'] : []), ...youngFields.filter((field) => publicPosts || field !== 'mention')];
}
