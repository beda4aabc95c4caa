import { z } from 'zod';
import { baseAddress } from '../address';

const word = (most: number) => z.string().trim().max(most).regex(/^\S*$/, 'One word, without blanks');
const number = z.string().trim().max(30).regex(/^\d*$/, 'Digits only');

export const linkedinSettings = z.object({
  clientId: word(100).min(4).meta({ title: 'Client ID', description: 'Of your app at linkedin.com/developers/apps: Auth.', placeholder: '78abcdefghijkl' }),
  clientSecret: word(200).min(8).meta({ secret: true, title: 'Primary client secret', description: 'Beside the client ID. LinkedIn signs with it what it sends.' }),
  organizationId: number.min(1).meta({ title: 'Page ID', description: 'The number in the address of the page’s admin view: linkedin.com/company/…/admin. Filled in by "Connect with LinkedIn".', placeholder: '2414183' }),
  accessToken: word(4000).min(8).meta({ secret: true, title: 'Access token', description: 'Of an administrator of the page. Filled in by "Connect with LinkedIn".' }),
  refreshToken: word(4000).default('').meta({ secret: true, advanced: true, title: 'Refresh token', description: 'Only for apps to which LinkedIn gives one. Kept and renewed by Kontuar.' }),
  tokenExpiresAt: z.string().trim().max(40).default('').meta({ secret: true, hidden: true, title: 'End of the access token', description: 'Kept by Kontuar' }),
  refreshExpiresAt: z.string().trim().max(40).default('').meta({ secret: true, hidden: true, title: 'End of the refresh token', description: 'Kept by Kontuar' }),
  applicationId: number.default('').meta({ title: 'Application ID', description: 'The number in the address of your app: linkedin.com/developers/apps/…. With it Kontuar asks LinkedIn to tell what happens on the page.', placeholder: '201234567' }),
  memberId: word(60).regex(/^[\w-]*$/, 'Letters and digits').default('').meta({ advanced: true, title: 'ID of the administrator', description: 'Whose consent it is. Filled in by "Connect with LinkedIn".' }),
  shares: z.boolean().default(true).meta({ advanced: true, title: 'Shares with words', description: 'Who shares a post of the page and writes something to it starts a conversation.' }),
  maxLength: z.number().int().min(100).max(10_000).default(1250).meta({ advanced: true, title: 'Longest comment', description: 'In characters.' }),
  apiVersion: z.string().trim().regex(/^20\d{4}$/, 'A year and a month: 202607').default('202607').meta({ advanced: true, title: 'API version', description: 'LinkedIn keeps each version for about a year.', placeholder: '202607' }),
  scopes: z.string().trim().max(400).regex(/^[\w\s]*$/, 'Words with blanks between').default('rw_organization_admin r_organization_social_feed w_organization_social_feed')
    .meta({ advanced: true, title: 'Permissions asked for', description: 'Older apps have r_organization_social and w_organization_social instead.' }),
  apiUrl: baseAddress('https://api.linkedin.com').meta({ advanced: true, title: 'API address', placeholder: 'https://api.linkedin.com' }),
  oauthUrl: baseAddress('https://www.linkedin.com/oauth/v2').meta({ advanced: true, title: 'Sign-in address', placeholder: 'https://www.linkedin.com/oauth/v2' }),
});
export type LinkedinSettings = z.infer<typeof linkedinSettings>;
