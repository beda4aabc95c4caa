import { createHmac } from 'node:crypto';
import { z } from 'zod';

/** What every connector of the family knows: the app at Meta through which it speaks, and with whose access. */
export interface MetaSettings {
  appId: string;
  appSecret: string;
  accessToken: string;
  /** Empty: derived from the app secret. */
  verifyToken: string;
  apiVersion: string;
  graphUrl: string;
  signCalls: boolean;
}

export const address = (title: string, description: string, value: string) => z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
  .overwrite((url) => url.replace(/\/+$/, ''))
  .default(value)
  .meta({ advanced: true, title, description, placeholder: value });


/** Ids at Meta are decimal numbers that outgrow a JavaScript number, so they stay texts. */
export const metaId = z.string().trim().regex(/^\d{3,25}$/, 'Digits only, as Meta shows it');

export const appFields = {
  appId: metaId.meta({ title: 'App ID', description: 'Of your app at developers.facebook.com: App settings → Basic.', placeholder: '1234567890123456' }),
  appSecret: z.string().trim().regex(/^[A-Za-z0-9]{16,128}$/, 'Letters and digits only, as Meta shows it')
    .meta({ title: 'App secret', description: 'Beside the App ID. Meta signs with it what it sends.', secret: true, placeholder: '0123456789abcdef…' }),
  verifyToken: z.string().trim().max(200).default('')
    .meta({ advanced: true, title: 'Verify token', description: 'Only if you enter the webhook at Meta by hand: the same word here and there. Empty: Kontuar tells Meta its address itself.', secret: true }),
  apiVersion: z.string().trim().regex(/^v\d{1,3}\.\d{1,2}$/, 'Such as v25.0').default('v25.0')
    .meta({ advanced: true, title: 'Graph API version', description: 'Meta keeps each version for about two years.', placeholder: 'v25.0' }),
  graphUrl: address('Graph API address', 'Only for tests and for those who reach Meta through a server of their own.', 'https://graph.facebook.com'),
  signCalls: z.boolean().default(true)
    .meta({ advanced: true, title: 'Prove calls with the app secret', description: 'Switch off only when the access token comes from another app than the secret.' }),
};

/** The word that Meta must repeat before it delivers. Derived, so that there is nothing to type and nothing to lose. */
export function expectedVerifyToken({ verifyToken, appSecret }: Pick<MetaSettings, 'verifyToken' | 'appSecret'>): string {
  return verifyToken !== '' ? verifyToken : createHmac('sha256', appSecret).update('kontuar meta verify token').digest('base64url');
}

/** Proves that the call comes from whoever holds the app's secret, so that a token alone is worth nothing to a thief. */
export function secretProof({ appSecret, signCalls }: Pick<MetaSettings, 'appSecret' | 'signCalls'>, token: string): string | undefined {
  return signCalls && appSecret !== '' ? createHmac('sha256', appSecret).update(token).digest('hex') : undefined;
}
